using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>y [N] = x [K] times a matrix that is read where it lies, in either orientation, plus bias [N] (or null).</summary>
internal static unsafe class GemvF32
{
    /// <summary>Virtual lanes of a dot product; lane i sums the elements k = i (mod 16), the lanes are folded in halves.</summary>
    private const int Lanes = 16;

    /// <summary>Outputs [first, last) for a matrix [N, K]: dot products of its rows.</summary>
    [SkipLocalsInit]
    public static void Rows<S, V>(float* x, float* w, nint ldw, float* bias, float* y, int k, Epilogue epilogue, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        float* sums = stackalloc float[4 * Lanes];
        bool add = epilogue.Residual is not null;
        nint residual = (nint)(epilogue.Residual - y);
        for (int n = first; n < last; n += 4)
        {
            int rows = last - n < 4 ? last - n : 4;
            float* w0 = w + (n * ldw);
            nint d1 = rows > 1 ? ldw : 0, d2 = rows > 2 ? d1 + ldw : d1, d3 = rows > 3 ? d2 + ldw : d2;
            int whole = k - (k % Lanes);
            for (int lane = 0; lane < Lanes; lane += S.Count == Lanes ? Lanes : 2 * S.Count)
                Dots<S, V>(x + lane, w0 + lane, d1, d2, d3, whole, sums + lane);
            for (int i = whole; i < k; i++)
            {
                float v = x[i];
                float* sum = sums + (i - whole);
                float* element = w0 + i;
                sum[0] = ScalarSet.Fma(element[0], v, sum[0]);
                sum[Lanes] = ScalarSet.Fma(element[d1], v, sum[Lanes]);
                sum[2 * Lanes] = ScalarSet.Fma(element[d2], v, sum[2 * Lanes]);
                sum[3 * Lanes] = ScalarSet.Fma(element[d3], v, sum[3 * Lanes]);
            }
            for (int r = 0; r < rows; r++)
            {
                float sum = Fold(sums + (r * Lanes)) + (bias is null ? 0 : bias[n + r]);
                Epilogue.Put<ScalarSet, float>(y + n + r, sum, epilogue.Low, epilogue.High, add, residual);
            }
        }
    }

    /// <summary>Two vectors of lanes (one where a vector has all 16) of four dot products over a multiple of 16 elements.</summary>
    private static void Dots<S, V>(float* x, float* w, nint d1, nint d2, nint d3, int k, float* sums)
        where S : struct, ISimd<V>
        where V : struct
    {
        nint half = S.Count == Lanes ? 0 : S.Count;
        V a0 = S.Zero, a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        for (nint i = 0; i < k; i += Lanes)
        {
            float* p = w + i;
            V v = S.Load(x + i);
            a0 = S.Fma(S.Load(p), v, a0);
            a1 = S.Fma(S.Load(p + d1), v, a1);
            a2 = S.Fma(S.Load(p + d2), v, a2);
            a3 = S.Fma(S.Load(p + d3), v, a3);
            if (S.Count == Lanes)
                continue;
            V u = S.Load(x + i + S.Count);
            p += S.Count;
            b0 = S.Fma(S.Load(p), u, b0);
            b1 = S.Fma(S.Load(p + d1), u, b1);
            b2 = S.Fma(S.Load(p + d2), u, b2);
            b3 = S.Fma(S.Load(p + d3), u, b3);
        }
        if (S.Count != Lanes)
        {
            S.Store(sums + half, b0);
            S.Store(sums + Lanes + half, b1);
            S.Store(sums + (2 * Lanes) + half, b2);
            S.Store(sums + (3 * Lanes) + half, b3);
        }
        S.Store(sums, a0);
        S.Store(sums + Lanes, a1);
        S.Store(sums + (2 * Lanes), a2);
        S.Store(sums + (3 * Lanes), a3);
    }

    /// <summary>Lane i plus lane i + 8, then + 4, + 2, + 1; written out, so that nothing between goes through memory.</summary>
    private static float Fold(float* l)
    {
        float x0 = l[0] + l[8], x1 = l[1] + l[9], x2 = l[2] + l[10], x3 = l[3] + l[11];
        float x4 = l[4] + l[12], x5 = l[5] + l[13], x6 = l[6] + l[14], x7 = l[7] + l[15];
        float y0 = x0 + x4, y1 = x1 + x5, y2 = x2 + x6, y3 = x3 + x7;
        return (y0 + y2) + (y1 + y3);
    }

    /// <summary>Outputs [first, last) for a matrix [K, N]: its rows scaled by the elements of x and summed, each output one chain along K.</summary>
    public static void Columns<S, V>(float* x, float* w, nint ldw, float* bias, float* y, int k, Epilogue epilogue, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        bool add = epilogue.Residual is not null;
        nint residual = (nint)(epilogue.Residual - y);
        int n = first;
        for (; n <= last - (12 * S.Count); n += 12 * S.Count)
            TwelveVectors<S, V>(x, w + n, ldw, bias is null ? null : bias + n, y + n, k, epilogue, add, residual);
        for (; n <= last - (8 * S.Count); n += 8 * S.Count)
            EightVectors<S, V>(x, w + n, ldw, bias is null ? null : bias + n, y + n, k, epilogue, add, residual);
        for (; n <= last - (4 * S.Count); n += 4 * S.Count)
            FourVectors<S, V>(x, w + n, ldw, bias is null ? null : bias + n, y + n, k, epilogue, add, residual);
        for (; n <= last - S.Count; n += S.Count)
            OneVector<S, V>(x, w + n, ldw, bias is null ? null : bias + n, y + n, k, epilogue, add, residual);
        for (; n < last; n += 4)
            FewColumns(x, w + n, ldw, bias is null ? null : bias + n, y + n, k, epilogue, add, residual, last - n);
    }

    /// <summary>Up to four single columns at a time, so that their chains hide each other's latency; a head of six classes at K = 64: 0.50 -> 0.25 us (Zen 3).</summary>
    private static void FewColumns(float* x, float* w, nint ldw, float* bias, float* y, int k, Epilogue epilogue, bool add, nint residual, int columns)
    {
        nint d1 = columns > 1 ? 1 : 0, d2 = columns > 2 ? 2 : 0, d3 = columns > 3 ? 3 : 0;
        float y0 = 0, y1 = 0, y2 = 0, y3 = 0;
        if (bias is not null)
            (y0, y1, y2, y3) = (bias[0], bias[d1], bias[d2], bias[d3]);
        for (nint i = 0; i < k; i++, w += ldw)
        {
            float a = x[i];
            y0 = ScalarSet.Fma(a, w[0], y0);
            y1 = ScalarSet.Fma(a, w[d1], y1);
            y2 = ScalarSet.Fma(a, w[d2], y2);
            y3 = ScalarSet.Fma(a, w[d3], y3);
        }
        Epilogue.Put<ScalarSet, float>(y, y0, epilogue.Low, epilogue.High, add, residual);
        if (columns > 1)
            Epilogue.Put<ScalarSet, float>(y + 1, y1, epilogue.Low, epilogue.High, add, residual);
        if (columns > 2)
            Epilogue.Put<ScalarSet, float>(y + 2, y2, epilogue.Low, epilogue.High, add, residual);
        if (columns > 3)
            Epilogue.Put<ScalarSet, float>(y + 3, y3, epilogue.Low, epilogue.High, add, residual);
    }

    /// <summary>12 accumulators + 1 spread element of 16 registers: [1, 640] x [640, 128] and the layers behind it 18.2 -> 16.7 us in eights (Zen 3).</summary>
    private static void TwelveVectors<S, V>(float* x, float* w, nint ldw, float* bias, float* y, int k, Epilogue epilogue, bool add, nint residual)
        where S : struct, ISimd<V>
        where V : struct
    {
        nint v = S.Count;
        V y0 = S.Zero, y1 = y0, y2 = y0, y3 = y0, y4 = y0, y5 = y0, y6 = y0, y7 = y0, y8 = y0, y9 = y0, y10 = y0, y11 = y0;
        if (bias is not null)
        {
            (y0, y1, y2, y3) = (S.Load(bias), S.Load(bias + v), S.Load(bias + (2 * v)), S.Load(bias + (3 * v)));
            (y4, y5, y6, y7) = (S.Load(bias + (4 * v)), S.Load(bias + (5 * v)), S.Load(bias + (6 * v)), S.Load(bias + (7 * v)));
            (y8, y9, y10, y11) = (S.Load(bias + (8 * v)), S.Load(bias + (9 * v)), S.Load(bias + (10 * v)), S.Load(bias + (11 * v)));
        }
        for (nint i = 0; i < k; i++, w += ldw)
        {
            V a = S.Set(x[i]);
            y0 = S.Fma(a, S.Load(w), y0);
            y1 = S.Fma(a, S.Load(w + v), y1);
            y2 = S.Fma(a, S.Load(w + (2 * v)), y2);
            y3 = S.Fma(a, S.Load(w + (3 * v)), y3);
            y4 = S.Fma(a, S.Load(w + (4 * v)), y4);
            y5 = S.Fma(a, S.Load(w + (5 * v)), y5);
            y6 = S.Fma(a, S.Load(w + (6 * v)), y6);
            y7 = S.Fma(a, S.Load(w + (7 * v)), y7);
            y8 = S.Fma(a, S.Load(w + (8 * v)), y8);
            y9 = S.Fma(a, S.Load(w + (9 * v)), y9);
            y10 = S.Fma(a, S.Load(w + (10 * v)), y10);
            y11 = S.Fma(a, S.Load(w + (11 * v)), y11);
        }
        V low = S.Set(epilogue.Low), high = S.Set(epilogue.High);
        Epilogue.Put<S, V>(y, y0, low, high, add, residual);
        Epilogue.Put<S, V>(y + v, y1, low, high, add, residual);
        Epilogue.Put<S, V>(y + (2 * v), y2, low, high, add, residual);
        Epilogue.Put<S, V>(y + (3 * v), y3, low, high, add, residual);
        Epilogue.Put<S, V>(y + (4 * v), y4, low, high, add, residual);
        Epilogue.Put<S, V>(y + (5 * v), y5, low, high, add, residual);
        Epilogue.Put<S, V>(y + (6 * v), y6, low, high, add, residual);
        Epilogue.Put<S, V>(y + (7 * v), y7, low, high, add, residual);
        Epilogue.Put<S, V>(y + (8 * v), y8, low, high, add, residual);
        Epilogue.Put<S, V>(y + (9 * v), y9, low, high, add, residual);
        Epilogue.Put<S, V>(y + (10 * v), y10, low, high, add, residual);
        Epilogue.Put<S, V>(y + (11 * v), y11, low, high, add, residual);
    }

    private static void EightVectors<S, V>(float* x, float* w, nint ldw, float* bias, float* y, int k, Epilogue epilogue, bool add, nint residual)
        where S : struct, ISimd<V>
        where V : struct
    {
        nint v = S.Count;
        V y0 = S.Zero, y1 = y0, y2 = y0, y3 = y0, y4 = y0, y5 = y0, y6 = y0, y7 = y0;
        if (bias is not null)
        {
            (y0, y1, y2, y3) = (S.Load(bias), S.Load(bias + v), S.Load(bias + (2 * v)), S.Load(bias + (3 * v)));
            (y4, y5, y6, y7) = (S.Load(bias + (4 * v)), S.Load(bias + (5 * v)), S.Load(bias + (6 * v)), S.Load(bias + (7 * v)));
        }
        for (nint i = 0; i < k; i++, w += ldw)
        {
            V a = S.Set(x[i]);
            y0 = S.Fma(a, S.Load(w), y0);
            y1 = S.Fma(a, S.Load(w + v), y1);
            y2 = S.Fma(a, S.Load(w + (2 * v)), y2);
            y3 = S.Fma(a, S.Load(w + (3 * v)), y3);
            y4 = S.Fma(a, S.Load(w + (4 * v)), y4);
            y5 = S.Fma(a, S.Load(w + (5 * v)), y5);
            y6 = S.Fma(a, S.Load(w + (6 * v)), y6);
            y7 = S.Fma(a, S.Load(w + (7 * v)), y7);
        }
        V low = S.Set(epilogue.Low), high = S.Set(epilogue.High);
        Epilogue.Put<S, V>(y, y0, low, high, add, residual);
        Epilogue.Put<S, V>(y + v, y1, low, high, add, residual);
        Epilogue.Put<S, V>(y + (2 * v), y2, low, high, add, residual);
        Epilogue.Put<S, V>(y + (3 * v), y3, low, high, add, residual);
        Epilogue.Put<S, V>(y + (4 * v), y4, low, high, add, residual);
        Epilogue.Put<S, V>(y + (5 * v), y5, low, high, add, residual);
        Epilogue.Put<S, V>(y + (6 * v), y6, low, high, add, residual);
        Epilogue.Put<S, V>(y + (7 * v), y7, low, high, add, residual);
    }

    private static void FourVectors<S, V>(float* x, float* w, nint ldw, float* bias, float* y, int k, Epilogue epilogue, bool add, nint residual)
        where S : struct, ISimd<V>
        where V : struct
    {
        nint v = S.Count;
        V y0 = S.Zero, y1 = y0, y2 = y0, y3 = y0;
        if (bias is not null)
            (y0, y1, y2, y3) = (S.Load(bias), S.Load(bias + v), S.Load(bias + (2 * v)), S.Load(bias + (3 * v)));
        for (nint i = 0; i < k; i++, w += ldw)
        {
            V a = S.Set(x[i]);
            y0 = S.Fma(a, S.Load(w), y0);
            y1 = S.Fma(a, S.Load(w + v), y1);
            y2 = S.Fma(a, S.Load(w + (2 * v)), y2);
            y3 = S.Fma(a, S.Load(w + (3 * v)), y3);
        }
        V low = S.Set(epilogue.Low), high = S.Set(epilogue.High);
        Epilogue.Put<S, V>(y, y0, low, high, add, residual);
        Epilogue.Put<S, V>(y + v, y1, low, high, add, residual);
        Epilogue.Put<S, V>(y + (2 * v), y2, low, high, add, residual);
        Epilogue.Put<S, V>(y + (3 * v), y3, low, high, add, residual);
    }

    private static void OneVector<S, V>(float* x, float* w, nint ldw, float* bias, float* y, int k, Epilogue epilogue, bool add, nint residual)
        where S : struct, ISimd<V>
        where V : struct
    {
        V sum = bias is null ? S.Zero : S.Load(bias);
        for (nint i = 0; i < k; i++, w += ldw)
            sum = S.Fma(S.Set(x[i]), S.Load(w), sum);
        Epilogue.Put<S, V>(y, sum, S.Set(epilogue.Low), S.Set(epilogue.High), add, residual);
    }
}
