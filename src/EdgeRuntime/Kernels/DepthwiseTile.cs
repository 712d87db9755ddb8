using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Pixels of one output row of a depthwise convolution. Each row of taps is one FMA chain; the rows are added to the bias in
/// order. One chain over all taps would wait for itself: 36 cycles for 18 of work.
/// </summary>
internal static unsafe class DepthwiseTile
{
    /// <summary>Up to 4 inside pixels, 3 taps wide with stride 1: 6 inputs feed 12 products. 4 sums + 6 inputs + 3 weights = 13 registers.</summary>
    public static void FourPixelsOfThree<S, V>(DepthwiseRow* row, int left, float* y, int pixels, int firstChannel, int lastChannel)
        where S : struct, ISimd<V>
        where V : struct
    {
        V low = S.Set(row->Low), high = S.Set(row->High);
        bool add = row->Add;
        nint residual = row->Residual, next = row->OutPixel, step = row->ColumnStep, rowStep = row->RowStep, weightRow = row->WeightRow;
        nint x3 = pixels > 1 ? 3 * step : 2 * step, x4 = pixels > 2 ? 4 * step : x3, x5 = pixels > 3 ? 5 * step : x4;
        for (nint c = firstChannel; c < lastChannel; c += S.Count)
        {
            V y0 = S.Load(row->Bias + c), y1 = y0, y2 = y0, y3 = y0;
            float* x = row->Source + (left * step) + c;
            float* w = row->Weights + c;
            for (int ty = row->Rows; ty != 0; ty--)
            {
                V w0 = S.Load(w), w1 = S.Load(w + step), w2 = S.Load(w + (2 * step));
                V a0 = S.Load(x), a1 = S.Load(x + step), a2 = S.Load(x + (2 * step)), a3 = S.Load(x + x3), a4 = S.Load(x + x4);
                V r0 = S.Multiply(a0, w0), r1 = S.Multiply(a1, w0), r2 = S.Multiply(a2, w0), r3 = S.Multiply(a3, w0);
                r0 = S.Fma(a1, w1, r0);
                r1 = S.Fma(a2, w1, r1);
                r2 = S.Fma(a3, w1, r2);
                r3 = S.Fma(a4, w1, r3);
                y0 = S.Add(y0, S.Fma(a2, w2, r0));
                y1 = S.Add(y1, S.Fma(a3, w2, r1));
                y2 = S.Add(y2, S.Fma(a4, w2, r2));
                y3 = S.Add(y3, S.Fma(S.Load(x + x5), w2, r3));
                x += rowStep;
                w += weightRow;
            }
            Store<S, V>(y + c, next, pixels, y0, y1, y2, y3, low, high, add, residual);
        }
    }

    /// <summary>Up to 4 inside pixels, 3 taps wide with any stride: each input feeds one product.</summary>
    public static void FourPixelsOfThreeApart<S, V>(DepthwiseRow* row, int left, float* y, int pixels, int firstChannel, int lastChannel)
        where S : struct, ISimd<V>
        where V : struct
    {
        V low = S.Set(row->Low), high = S.Set(row->High);
        nint pixel = row->PixelStep, d1 = pixels > 1 ? pixel : 0, d2 = pixels > 2 ? d1 + pixel : d1, d3 = pixels > 3 ? d2 + pixel : d2;
        nint channels = row->Channels, step = row->ColumnStep, rowStep = row->RowStep, weightRow = row->WeightRow;
        for (nint c = firstChannel; c < lastChannel; c += S.Count)
        {
            V y0 = S.Load(row->Bias + c), y1 = y0, y2 = y0, y3 = y0;
            float* x = row->Source + ((nint)left * channels) + c;
            float* w = row->Weights + c;
            for (int ty = row->Rows; ty != 0; ty--)
            {
                V w0 = S.Load(w), w1 = S.Load(w + channels), w2 = S.Load(w + (2 * channels));
                float* p1 = x + step;
                float* p2 = p1 + step;
                V r0 = S.Multiply(S.Load(x), w0), r1 = S.Multiply(S.Load(x + d1), w0), r2 = S.Multiply(S.Load(x + d2), w0), r3 = S.Multiply(S.Load(x + d3), w0);
                r0 = S.Fma(S.Load(p1), w1, r0);
                r1 = S.Fma(S.Load(p1 + d1), w1, r1);
                r2 = S.Fma(S.Load(p1 + d2), w1, r2);
                r3 = S.Fma(S.Load(p1 + d3), w1, r3);
                y0 = S.Add(y0, S.Fma(S.Load(p2), w2, r0));
                y1 = S.Add(y1, S.Fma(S.Load(p2 + d1), w2, r1));
                y2 = S.Add(y2, S.Fma(S.Load(p2 + d2), w2, r2));
                y3 = S.Add(y3, S.Fma(S.Load(p2 + d3), w2, r3));
                x += rowStep;
                w += weightRow;
            }
            Store<S, V>(y + c, row->OutPixel, pixels, y0, y1, y2, y3, low, high, row->Add, row->Residual);
        }
    }

    /// <summary>Up to 4 inside pixels of any window.</summary>
    public static void FourPixels<S, V>(DepthwiseRow* row, int left, int taps, float* y, int pixels, int firstChannel, int lastChannel)
        where S : struct, ISimd<V>
        where V : struct
    {
        V low = S.Set(row->Low), high = S.Set(row->High);
        nint pixel = row->PixelStep, d1 = pixels > 1 ? pixel : 0, d2 = pixels > 2 ? d1 + pixel : d1, d3 = pixels > 3 ? d2 + pixel : d2;
        nint channels = row->Channels, step = row->ColumnStep;
        for (nint c = firstChannel; c < lastChannel; c += S.Count)
        {
            V y0 = S.Load(row->Bias + c), y1 = y0, y2 = y0, y3 = y0;
            for (int tz = 0; tz < row->Planes; tz++)
            {
                for (int ty = 0; ty < row->Rows; ty++)
                {
                    float* x = row->Source + (tz * row->PlaneStep) + (ty * row->RowStep) + ((nint)left * channels) + c;
                    float* w = row->Weights + (tz * row->WeightPlane) + (ty * row->WeightRow) + c;
                    V r0 = S.Zero, r1 = r0, r2 = r0, r3 = r0;
                    for (int tx = taps; tx != 0; tx--, x += step, w += channels)
                    {
                        V v = S.Load(w);
                        r0 = S.Fma(S.Load(x), v, r0);
                        r1 = S.Fma(S.Load(x + d1), v, r1);
                        r2 = S.Fma(S.Load(x + d2), v, r2);
                        r3 = S.Fma(S.Load(x + d3), v, r3);
                    }
                    y0 = S.Add(y0, r0);
                    y1 = S.Add(y1, r1);
                    y2 = S.Add(y2, r2);
                    y3 = S.Add(y3, r3);
                }
            }
            Store<S, V>(y + c, row->OutPixel, pixels, y0, y1, y2, y3, low, high, row->Add, row->Residual);
        }
    }

    /// <summary>One pixel with the taps [firstTap, lastTap) of each row, four vectors of channels at a time.</summary>
    public static void OnePixel<S, V>(DepthwiseRow* row, int left, int firstTap, int lastTap, float* y, int firstChannel, int lastChannel)
        where S : struct, ISimd<V>
        where V : struct
    {
        V low = S.Set(row->Low), high = S.Set(row->High);
        nint channels = row->Channels, step = row->ColumnStep, skipped = ((nint)left * channels) + (firstTap * step);
        nint c = firstChannel;
        for (; c < lastChannel; c += 4 * S.Count)
        {
            // The last vectors of a row that is not a multiple of four are computed twice rather than branched around.
            nint c1 = c + S.Count < lastChannel ? S.Count : 0, c2 = c + c1 + S.Count < lastChannel ? c1 + S.Count : c1;
            nint c3 = c + c2 + S.Count < lastChannel ? c2 + S.Count : c2;
            float* bias = row->Bias + c;
            V y0 = S.Load(bias), y1 = S.Load(bias + c1), y2 = S.Load(bias + c2), y3 = S.Load(bias + c3);
            for (int tz = 0; tz < row->Planes; tz++)
            {
                for (int ty = 0; ty < row->Rows; ty++)
                {
                    float* x = row->Source + (tz * row->PlaneStep) + (ty * row->RowStep) + skipped + c;
                    float* w = row->Weights + (tz * row->WeightPlane) + (ty * row->WeightRow) + (firstTap * channels) + c;
                    V r0 = S.Zero, r1 = r0, r2 = r0, r3 = r0;
                    for (int tx = firstTap; tx < lastTap; tx++, x += step, w += channels)
                    {
                        r0 = S.Fma(S.Load(x), S.Load(w), r0);
                        r1 = S.Fma(S.Load(x + c1), S.Load(w + c1), r1);
                        r2 = S.Fma(S.Load(x + c2), S.Load(w + c2), r2);
                        r3 = S.Fma(S.Load(x + c3), S.Load(w + c3), r3);
                    }
                    y0 = S.Add(y0, r0);
                    y1 = S.Add(y1, r1);
                    y2 = S.Add(y2, r2);
                    y3 = S.Add(y3, r3);
                }
            }
            bool add = row->Add;
            Epilogue.Put<S, V>(y + c, y0, low, high, add, row->Residual);
            if (c1 != 0)
                Epilogue.Put<S, V>(y + c + c1, y1, low, high, add, row->Residual);
            if (c2 != c1)
                Epilogue.Put<S, V>(y + c + c2, y2, low, high, add, row->Residual);
            if (c3 != c2)
                Epilogue.Put<S, V>(y + c + c3, y3, low, high, add, row->Residual);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<S, V>(float* y, nint next, int pixels, V y0, V y1, V y2, V y3, V low, V high, bool add, nint residual)
        where S : struct, ISimd<V>
        where V : struct
    {
        Epilogue.Put<S, V>(y, y0, low, high, add, residual);
        if (pixels > 1)
            Epilogue.Put<S, V>(y + next, y1, low, high, add, residual);
        if (pixels > 2)
            Epilogue.Put<S, V>(y + (2 * next), y2, low, high, add, residual);
        if (pixels > 3)
            Epilogue.Put<S, V>(y + (3 * next), y3, low, high, add, residual);
    }
}
