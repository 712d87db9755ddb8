using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>An image copied together with the zeros around it, so that no tap of its convolution is outside.</summary>
internal static unsafe class Padding
{
    /// <summary>Bytes of the copy.</summary>
    public static long Bytes(in ConvShape s) =>
        (((long)Extent(s.D) * Extent(s.H) * Extent(s.W) * s.Channels) + Patch.Slack) * sizeof(float);

    /// <summary>The convolution of one copied image, whose channels lie side by side.</summary>
    public static ConvShape Shape(in ConvShape s) => s with
    {
        Batch = 1,
        D = Padded(s.D),
        H = Padded(s.H),
        W = Padded(s.W),
        InPixel = s.Channels,
        ChannelPlane = 0,
    };

    /// <summary>Copies what the taps reach of the image at <paramref name="x"/>.</summary>
    public static void Copy<S, V>(ConvShape* s, float* x, float* to)
        where S : struct, ISimd<V>
        where V : struct
    {
        int width = Extent(s->W), from = s->W.First < 0 ? 0 : s->W.First, end = s->W.First + width < s->W.In ? s->W.First + width : s->W.In;
        nint pixel = s->Channels, floats = width * pixel;
        nint before = from < end ? (from - s->W.First) * pixel : floats, inside = from < end ? (end - from) * pixel : 0;
        for (int z = 0, iz = s->D.First; z < Extent(s->D); z++, iz++)
        {
            for (int y = 0, iy = s->H.First; y < Extent(s->H); y++, iy++, to += floats)
            {
                if ((uint)iz >= (uint)s->D.In || (uint)iy >= (uint)s->H.In)
                {
                    Patch.Clear<S, V>(to, floats);
                    continue;
                }
                Patch.Clear<S, V>(to, before);
                float* row = x + (iz * s->InPlane) + (iy * s->InRow) + ((nint)from * s->InPixel);
                if (s->ChannelPlane == 0)
                    Patch.Copy<S, V>(row, to + before, inside);
                for (int c = 0; c < pixel && s->ChannelPlane != 0; c++)
                    Patch.Gather(row + (c * s->ChannelPlane), 1, to + before + c, pixel, inside / pixel);
                Patch.Clear<S, V>(to + before + inside, floats - before - inside);
            }
        }
    }

    /// <summary>Elements from the first tap of the first output to the last tap of the last one.</summary>
    private static int Extent(in ConvAxis axis) => ((axis.Out - 1) * axis.Stride) + (axis.Taps == 0 ? 0 : ((axis.Taps - 1) * axis.Step) + 1);

    private static ConvAxis Padded(in ConvAxis axis) => axis with { In = Extent(axis), First = 0 };
}
