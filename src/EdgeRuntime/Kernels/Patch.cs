using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Copies what an output pixel reads into one row of K floats, zeros where it reaches over the border.</summary>
internal static unsafe class Patch
{
    /// <summary>One row, for output (oz, oy, ox) of the image at <paramref name="x"/>.</summary>
    public static void Pack<S, V>(ConvShape* s, float* x, int oz, int oy, int ox, float* row)
        where S : struct, ISimd<V>
        where V : struct
    {
        int iz = (oz * s->D.Stride) + s->D.First, left = (ox * s->W.Stride) + s->W.First;
        int floats = s->W.Taps * s->Channels;
        nint inRow = s->InRow, inPlane = s->InPlane;
        for (int tz = s->D.Taps; tz != 0; tz--, iz += s->D.Step)
        {
            int iy = (oy * s->H.Stride) + s->H.First;
            for (int ty = s->H.Taps; ty != 0; ty--, iy += s->H.Step, row += floats)
            {
                if ((uint)iz >= (uint)s->D.In || (uint)iy >= (uint)s->H.In)
                    Clear<S, V>(row, floats);
                else if (s->RowsAreRuns)
                    Run<S, V>(s, x + (iz * inPlane) + (iy * inRow), left, row);
                else
                    Taps<S, V>(s, x + (iz * inPlane) + (iy * inRow), left, row);
            }
        }
    }

    private static void Run<S, V>(ConvShape* s, float* inRow, int left, float* row)
        where S : struct, ISimd<V>
        where V : struct
    {
        int channels = s->Channels, right = left + s->W.Taps;
        int from = left < 0 ? 0 : left, to = right > s->W.In ? s->W.In : right;
        if (from >= to)
        {
            Clear<S, V>(row, s->W.Taps * channels);
            return;
        }
        int before = (from - left) * channels, inside = (to - from) * channels;
        if (before != 0)
            Clear<S, V>(row, before);
        Copy<S, V>(inRow + ((nint)from * channels), row + before, inside);
        if (to != right)
            Clear<S, V>(row + before + inside, (right - to) * channels);
    }

    private static void Taps<S, V>(ConvShape* s, float* inRow, int ix, float* row)
        where S : struct, ISimd<V>
        where V : struct
    {
        int channels = s->Channels;
        for (int tx = s->W.Taps; tx != 0; tx--, ix += s->W.Step, row += channels)
        {
            if ((uint)ix < (uint)s->W.In && s->ChannelPlane != 0)
                Gather(inRow + ix, s->ChannelPlane, row, channels);
            else if ((uint)ix < (uint)s->W.In)
                Copy<S, V>(inRow + ((nint)ix * s->InPixel), row, channels);
            else
                Clear<S, V>(row, channels);
        }
    }

    private static void Gather(float* from, nint step, float* to, nint length)
    {
        for (nint i = 0; i < length; i++)
            to[i] = from[i * step];
    }

    private static void Copy<S, V>(float* from, float* to, nint length)
        where S : struct, ISimd<V>
        where V : struct
    {
        nint i = 0;
        for (; i <= length - S.Count; i += S.Count)
            S.Store(to + i, S.Load(from + i));
        for (; i < length; i++)
            to[i] = from[i];
    }

    private static void Clear<S, V>(float* to, nint length)
        where S : struct, ISimd<V>
        where V : struct
    {
        nint i = 0;
        for (; i <= length - S.Count; i += S.Count)
            S.Store(to + i, S.Zero);
        for (; i < length; i++)
            to[i] = 0;
    }
}
