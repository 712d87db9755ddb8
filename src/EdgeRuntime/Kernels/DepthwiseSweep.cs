using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Depthwise 3 x 3 with at most one column of padding on each side: the nine weights of a vector of channels stay in registers
/// while it sweeps over rows. Each row of taps is one chain, the rows are added to the bias in order. Rows of taps outside the
/// image are zeros, columns outside are left out.
/// </summary>
internal static unsafe partial class DepthwiseSweep
{
    /// <summary>Input that stays in L1 while the next vector of channels, the other half of its cache lines, sweeps over it.</summary>
    private const int BlockBytes = 16 * 1024;

    private const int CacheLine = 64;

    /// <summary>
    /// Whether it is the fastest way: from 32 channels on, or where L1 does not hold the rows, loading the weights again for every
    /// four pixels costs less (48 x 48 x 8: 6.3 against 9.4 us; 12 x 12 x 64: 4.4 against 3.2 us).
    /// </summary>
    public static bool Takes(in ConvShape s)
    {
        return s.InPixel < 32 && 3 * s.InRow * sizeof(float) <= 24 * 1024 && IsThree(s);
    }

    /// <summary>Whether it is a 3 x 3 window with at most one column of padding on each side.</summary>
    public static bool IsThree(in ConvShape s)
    {
        bool three = s.D == ConvAxis.Unit && s.H.Taps == 3 && s.W.Taps == 3 && s.W.Step == 1;
        int right = ((s.W.Out - 1) * s.W.Stride) + s.W.First + 2;
        return three && s.W.InsideBegin < s.W.InsideEnd && s.W.First >= -1 && right <= s.W.In;
    }

    /// <summary>Output rows [first, last), counted along (batch, H).</summary>
    public static void Run<S, V>(ConvShape* s, float* x, float* packed, float* y, Epilogue epilogue, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        int block = BlockBytes / (s->W.In * CacheLine), vectors = s->InPixel - (s->InPixel % S.Count);
        if (block < 1)
            block = 1;
        nint residual = (nint)(epilogue.Residual - y);
        for (int row = first; row < last; row += block)
        {
            int end = last - row < block ? last : row + block;
            for (int c = 0; c < vectors; c += S.Count)
                Rows<S, V>(s, x + c, packed + c, y + c, epilogue, residual, row, end);
            for (int c = vectors; c < s->InPixel; c++)
                Rows<ScalarSet, float>(s, x + c, packed + c, y + c, epilogue, residual, row, end);
        }
    }

    private static void Rows<S, V>(ConvShape* s, float* x, float* packed, float* y, Epilogue epilogue, nint residual, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        float* zeros = stackalloc float[Panels.Width];
        int inside = s->W.InsideEnd - s->W.InsideBegin;
        bool hasLeft = s->W.InsideBegin != 0, hasRight = s->W.InsideEnd != s->W.Out;
        nint channels = s->InPixel;
        V bias = S.Load(packed);
        V w0 = S.Load(packed + channels), w1 = S.Load(packed + (2 * channels)), w2 = S.Load(packed + (3 * channels));
        V w3 = S.Load(packed + (4 * channels)), w4 = S.Load(packed + (5 * channels)), w5 = S.Load(packed + (6 * channels));
        V w6 = S.Load(packed + (7 * channels)), w7 = S.Load(packed + (8 * channels)), w8 = S.Load(packed + (9 * channels));
        V low = S.Set(epilogue.Low), high = S.Set(epilogue.High);
        bool add = epilogue.Residual is not null;
        for (int row = first; row < last; row++)
        {
            int image = row / s->H.Out, iy = ((row - (image * s->H.Out)) * s->H.Stride) + s->H.First;
            float* to = y + (image * s->OutImage) + ((row - (image * s->H.Out)) * s->OutRow);
            float* source = x + (image * s->InImage) + ((nint)s->W.First * channels);
            nint a1 = Tap(s, iy, channels), b1 = Tap(s, iy + s->H.Step, channels), c1 = Tap(s, iy + (2 * s->H.Step), channels);
            float* a = a1 != 0 ? source + (iy * s->InRow) : zeros;
            float* b = b1 != 0 ? source + ((iy + s->H.Step) * s->InRow) : zeros;
            float* c = c1 != 0 ? source + ((iy + (2 * s->H.Step)) * s->InRow) : zeros;
            nint a2 = s->W.Stride * a1, b2 = s->W.Stride * b1, c2 = s->W.Stride * c1;
            if (hasLeft)
            {
                V left = Sum<S, V>(bias, Two<S, V>(a + a1, w1, w2, a1), Two<S, V>(b + b1, w4, w5, b1), Two<S, V>(c + c1, w7, w8, c1));
                Epilogue.Put<S, V>(to, left, low, high, add, residual);
                to += s->OutPixel;
                a += a2;
                b += b2;
                c += c2;
            }
            for (int i = inside; i != 0; i--, a += a2, b += b2, c += c2, to += s->OutPixel)
            {
                V r0 = S.Fma(S.Load(a + (2 * a1)), w2, Two<S, V>(a, w0, w1, a1));
                V r1 = S.Fma(S.Load(b + (2 * b1)), w5, Two<S, V>(b, w3, w4, b1));
                V r2 = S.Fma(S.Load(c + (2 * c1)), w8, Two<S, V>(c, w6, w7, c1));
                Epilogue.Put<S, V>(to, Sum<S, V>(bias, r0, r1, r2), low, high, add, residual);
            }
            if (hasRight)
            {
                V right = Sum<S, V>(bias, Two<S, V>(a, w0, w1, a1), Two<S, V>(b, w3, w4, b1), Two<S, V>(c, w6, w7, c1));
                Epilogue.Put<S, V>(to, right, low, high, add, residual);
            }
        }
    }

    /// <summary>Floats from a tap of input row <paramref name="iy"/> to the next; 0 where the row is outside, so that zeros are read again and again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Tap(ConvShape* s, int iy, nint channels) => (uint)iy < (uint)s->H.In ? channels : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Two<S, V>(float* x, V w0, V w1, nint step)
        where S : struct, ISimd<V>
        where V : struct => S.Fma(S.Load(x + step), w1, S.Multiply(S.Load(x), w0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Sum<S, V>(V bias, V r0, V r1, V r2)
        where S : struct, ISimd<V>
        where V : struct => S.Add(S.Add(S.Add(bias, r0), r1), r2);
}
