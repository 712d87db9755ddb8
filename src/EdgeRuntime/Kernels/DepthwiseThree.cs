using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Rows of a depthwise convolution three taps wide with stride 1 or 2 and at most one column of padding on each side, four pixels
/// at a time, the ones at a border among them. Each row of taps is one FMA chain of the taps inside; the rows are added to the bias
/// in order.
/// </summary>
internal static unsafe class DepthwiseThree
{
    /// <summary>Pixels of a tile: 4 sums + 3 weights + 5 inputs + 4 products = 16 registers.</summary>
    private const int Pixels = 4;

    /// <summary>A residual would be added twice where the last tile of a row overlaps the one before.</summary>
    public static bool Takes(in ConvShape s, bool add)
    {
        int right = ((s.W.Out - 1) * s.W.Stride) + s.W.First + 2;
        return !add && s.D.Taps == 1 && s.W.Taps == 3 && s.W.Step == 1 && s.W.Stride <= 2 && s.W.Out >= Pixels && s.W.First >= -1 && right <= s.W.In;
    }

    /// <summary>One output row.</summary>
    public static void Row<S, V>(ConvShape* s, DepthwiseRow* row, float* y, int firstChannel, int lastChannel)
        where S : struct, ISimd<V>
        where V : struct
    {
        int stride = s->W.Stride, taps = ((Pixels - 1) * stride) + 3;
        bool whole = row->Rows * row->Planes == 3;
        for (int next = 0; next < s->W.Out; next += Pixels)
        {
            int ox = next < s->W.Out - Pixels ? next : s->W.Out - Pixels, ix = (ox * stride) + s->W.First;
            bool left = ix < 0, right = ix + taps > s->W.In;
            float* source = row->Source + ((nint)ix * row->Channels);
            float* target = y + (ox * row->OutPixel);
            if (stride != 1)
                Apart<S, V>(row, source, left, right, target, firstChannel, lastChannel);
            else if (left || right || !whole)
                SideBySide<S, V>(row, source, left, right, target, firstChannel, lastChannel);
            else
                Inside<S, V>(row, source, target, firstChannel, lastChannel);
        }
    }

    /// <summary>Stride 1 and all nine taps inside, written out: 10 to 15 % faster than the loop over rows.</summary>
    private static void Inside<S, V>(DepthwiseRow* row, float* x, float* y, nint firstChannel, nint lastChannel)
        where S : struct, ISimd<V>
        where V : struct
    {
        V low = S.Set(row->Low), high = S.Set(row->High);
        nint step = row->Channels, next = row->OutPixel, three = 3 * step, five = 5 * step, y3 = 3 * next;
        nint bias = (nint)(row->Bias - row->Weights);
        float* w = row->Weights + firstChannel;
        float* p0 = x + firstChannel;
        float* p1 = p0 + row->FirstRowStep;
        float* p2 = p1 + row->NextRowStep;
        y += firstChannel;
        for (nint c = lastChannel - firstChannel; c > 0; c -= S.Count)
        {
            V w0 = S.Load(w), w1 = S.Load(w + step), w2 = S.Load(w + (2 * step)), s0 = S.Load(w + bias);
            V a1 = S.Load(p0 + step), a2 = S.Load(p0 + (2 * step)), a3 = S.Load(p0 + three), a4 = S.Load(p0 + (4 * step));
            V r0 = S.Fma(a1, w1, S.Multiply(S.Load(p0), w0));
            V r1 = S.Fma(a2, w1, S.Multiply(a1, w0));
            V r2 = S.Fma(a3, w1, S.Multiply(a2, w0));
            V r3 = S.Fma(a4, w1, S.Multiply(a3, w0));
            V s1 = S.Add(s0, S.Fma(a3, w2, r1));
            V s2 = S.Add(s0, S.Fma(a4, w2, r2));
            V s3 = S.Add(s0, S.Fma(S.Load(p0 + five), w2, r3));
            s0 = S.Add(s0, S.Fma(a2, w2, r0));

            float* v = w + three;
            w0 = S.Load(v);
            w1 = S.Load(v + step);
            w2 = S.Load(v + (2 * step));
            a1 = S.Load(p1 + step);
            a2 = S.Load(p1 + (2 * step));
            a3 = S.Load(p1 + three);
            a4 = S.Load(p1 + (4 * step));
            r0 = S.Fma(a1, w1, S.Multiply(S.Load(p1), w0));
            r1 = S.Fma(a2, w1, S.Multiply(a1, w0));
            r2 = S.Fma(a3, w1, S.Multiply(a2, w0));
            r3 = S.Fma(a4, w1, S.Multiply(a3, w0));
            s0 = S.Add(s0, S.Fma(a2, w2, r0));
            s1 = S.Add(s1, S.Fma(a3, w2, r1));
            s2 = S.Add(s2, S.Fma(a4, w2, r2));
            s3 = S.Add(s3, S.Fma(S.Load(p1 + five), w2, r3));

            v += three;
            w0 = S.Load(v);
            w1 = S.Load(v + step);
            w2 = S.Load(v + (2 * step));
            a1 = S.Load(p2 + step);
            a2 = S.Load(p2 + (2 * step));
            a3 = S.Load(p2 + three);
            a4 = S.Load(p2 + (4 * step));
            r0 = S.Fma(a1, w1, S.Multiply(S.Load(p2), w0));
            r1 = S.Fma(a2, w1, S.Multiply(a1, w0));
            r2 = S.Fma(a3, w1, S.Multiply(a2, w0));
            r3 = S.Fma(a4, w1, S.Multiply(a3, w0));
            Store<S, V>(y, S.Add(s0, S.Fma(a2, w2, r0)), low, high);
            Store<S, V>(y + next, S.Add(s1, S.Fma(a3, w2, r1)), low, high);
            Store<S, V>(y + (2 * next), S.Add(s2, S.Fma(a4, w2, r2)), low, high);
            Store<S, V>(y + y3, S.Add(s3, S.Fma(S.Load(p2 + five), w2, r3)), low, high);
            p0 += S.Count;
            p1 += S.Count;
            p2 += S.Count;
            w += S.Count;
            y += S.Count;
        }
    }

    /// <summary>Stride 1 at a border: 6 inputs of a row feed 12 products.</summary>
    private static void SideBySide<S, V>(DepthwiseRow* row, float* x, bool left, bool right, float* y, nint firstChannel, nint lastChannel)
        where S : struct, ISimd<V>
        where V : struct
    {
        V low = S.Set(row->Low), high = S.Set(row->High);
        nint step = row->Channels, second = row->FirstRowStep, third = row->NextRowStep, weightRow = row->WeightRow, next = row->OutPixel;
        nint begin = left ? step : 0, end = right ? 4 * step : 5 * step, three = 3 * step, y3 = 3 * next;
        float* bias = row->Bias;
        float* weights = row->Weights;
        int rows = row->Planes == 0 ? 0 : row->Rows;
        for (nint c = firstChannel; c < lastChannel; c += S.Count)
        {
            V s0 = S.Load(bias + c), s1 = s0, s2 = s0, s3 = s0;
            float* p = x + c;
            float* w = weights + c;
            nint rowStep = second;
            for (int ty = rows; ty != 0; ty--)
            {
                V w0 = S.Load(w), w1 = S.Load(w + step), w2 = S.Load(w + (2 * step));
                V a1 = S.Load(p + step), a2 = S.Load(p + (2 * step)), a3 = S.Load(p + three), a4 = S.Load(p + (4 * step));
                V r0 = left ? S.Multiply(a1, w1) : S.Fma(a1, w1, S.Multiply(S.Load(p + begin), w0));
                V r1 = S.Fma(a2, w1, S.Multiply(a1, w0));
                V r2 = S.Fma(a3, w1, S.Multiply(a2, w0));
                V r3 = S.Fma(a4, w1, S.Multiply(a3, w0));
                s0 = S.Add(s0, S.Fma(a2, w2, r0));
                s1 = S.Add(s1, S.Fma(a3, w2, r1));
                s2 = S.Add(s2, S.Fma(a4, w2, r2));
                s3 = S.Add(s3, right ? r3 : S.Fma(S.Load(p + end), w2, r3));
                p += rowStep;
                rowStep = third;
                w += weightRow;
            }
            float* to = y + c;
            Store<S, V>(to, s0, low, high);
            Store<S, V>(to + next, s1, low, high);
            Store<S, V>(to + (2 * next), s2, low, high);
            Store<S, V>(to + y3, s3, low, high);
        }
    }

    /// <summary>Stride 2: 9 inputs of a row feed 12 products.</summary>
    private static void Apart<S, V>(DepthwiseRow* row, float* x, bool left, bool right, float* y, nint firstChannel, nint lastChannel)
        where S : struct, ISimd<V>
        where V : struct
    {
        V low = S.Set(row->Low), high = S.Set(row->High);
        nint step = row->Channels, second = row->FirstRowStep, third = row->NextRowStep, weightRow = row->WeightRow, next = row->OutPixel;
        nint begin = left ? step : 0, end = right ? 7 * step : 8 * step, three = 3 * step, five = 5 * step, seven = 7 * step, y3 = 3 * next;
        float* bias = row->Bias;
        float* weights = row->Weights;
        int rows = row->Planes == 0 ? 0 : row->Rows;
        for (nint c = firstChannel; c < lastChannel; c += S.Count)
        {
            V s0 = S.Load(bias + c), s1 = s0, s2 = s0, s3 = s0;
            float* p = x + c;
            float* w = weights + c;
            nint rowStep = second;
            for (int ty = rows; ty != 0; ty--)
            {
                V w0 = S.Load(w), w1 = S.Load(w + step), w2 = S.Load(w + (2 * step));
                V a1 = S.Load(p + step), a2 = S.Load(p + (2 * step)), a4 = S.Load(p + (4 * step)), a6 = S.Load(p + (2 * three));
                V r0 = left ? S.Multiply(a1, w1) : S.Fma(a1, w1, S.Multiply(S.Load(p + begin), w0));
                V r1 = S.Fma(S.Load(p + three), w1, S.Multiply(a2, w0));
                V r2 = S.Fma(S.Load(p + five), w1, S.Multiply(a4, w0));
                V r3 = S.Fma(S.Load(p + seven), w1, S.Multiply(a6, w0));
                s0 = S.Add(s0, S.Fma(a2, w2, r0));
                s1 = S.Add(s1, S.Fma(a4, w2, r1));
                s2 = S.Add(s2, S.Fma(a6, w2, r2));
                s3 = S.Add(s3, right ? r3 : S.Fma(S.Load(p + end), w2, r3));
                p += rowStep;
                rowStep = third;
                w += weightRow;
            }
            float* to = y + c;
            Store<S, V>(to, s0, low, high);
            Store<S, V>(to + next, s1, low, high);
            Store<S, V>(to + (2 * next), s2, low, high);
            Store<S, V>(to + y3, s3, low, high);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<S, V>(float* y, V sum, V low, V high)
        where S : struct, ISimd<V>
        where V : struct => S.Store(y, S.Min(high, S.Max(low, sum)));
}
