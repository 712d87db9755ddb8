using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Copies what an output pixel reads into one row of K floats, zeros where it reaches over the border.</summary>
internal static unsafe class Patch
{
    /// <summary>Floats past the end of a row that may be overwritten: zeros are stored by whole vectors.</summary>
    public const int Slack = Panels.Width;

    /// <summary>One row, for output (oz, oy, ox) of the image at <paramref name="x"/>.</summary>
    public static void Pack<S, V>(ConvShape* s, float* x, int oz, int oy, int ox, float* row)
        where S : struct, ISimd<V>
        where V : struct
    {
        int iz = (oz * s->D.Stride) + s->D.First, left = (ox * s->W.Stride) + s->W.First;
        bool runs = s->RowsAreRuns;
        nint inRow = s->InRow, inPlane = s->InPlane, channels = s->Channels, floats = s->W.Taps * channels;
        int right = left + s->W.Taps, from = left < 0 ? 0 : left, to = right > s->W.In ? s->W.In : right;
        nint before = from < to ? (from - left) * channels : floats, inside = from < to ? (to - from) * channels : 0;
        for (int tz = s->D.Taps; tz != 0; tz--, iz += s->D.Step)
        {
            int iy = (oy * s->H.Stride) + s->H.First;
            for (int ty = s->H.Taps; ty != 0; ty--, iy += s->H.Step, row += floats)
            {
                float* source = x + (iz * inPlane) + (iy * inRow);
                if ((uint)iz >= (uint)s->D.In || (uint)iy >= (uint)s->H.In)
                {
                    Clear<S, V>(row, floats);
                }
                else if (runs)
                {
                    Clear<S, V>(row, before);
                    Copy<S, V>(source + (from * channels), row + before, inside);
                    Clear<S, V>(row + before + inside, floats - before - inside);
                }
                else
                {
                    Taps<S, V>(s, source, left, row);
                }
            }
        }
    }

    private static void Taps<S, V>(ConvShape* s, float* inRow, int ix, float* row)
        where S : struct, ISimd<V>
        where V : struct
    {
        nint channels = s->Channels;
        for (int tx = s->W.Taps; tx != 0; tx--, ix += s->W.Step, row += channels)
        {
            if ((uint)ix >= (uint)s->W.In)
                Clear<S, V>(row, channels);
            else if (s->ChannelPlane != 0)
                Gather(inRow + ix, s->ChannelPlane, row, 1, channels);
            else
                Copy<S, V>(inRow + ((nint)ix * s->InPixel), row, channels);
        }
    }

    public static void Gather(float* from, nint fromStep, float* to, nint toStep, nint length)
    {
        for (; length > 0; length--, from += fromStep, to += toStep)
            *to = *from;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy<S, V>(float* from, float* to, nint length)
        where S : struct, ISimd<V>
        where V : struct
    {
        if (length < S.Count)
        {
            for (nint i = 0; i < length; i++)
                to[i] = from[i];
            return;
        }
        nint last = length - S.Count;
        for (nint i = 0; i < last; i += S.Count)
            S.Store(to + i, S.Load(from + i));
        S.Store(to + last, S.Load(from + last));
    }

    /// <summary>Stores whole vectors: what follows in the row is written later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear<S, V>(float* to, nint length)
        where S : struct, ISimd<V>
        where V : struct
    {
        for (nint i = 0; i < length; i += S.Count)
            S.Store(to + i, S.Zero);
    }
}
