using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// 3 x 3 convolution with stride 1 of a single channel, all taps inside: the nine weights of a vector of outputs stay in registers,
/// and an element of x serves three pixels. The chains, and so the bits, are those of <see cref="GemmTile"/>.
/// </summary>
internal static unsafe class ConvPlaneF32
{
    public static bool Takes(in ConvShape s) =>
        s is { Channels: 1, InPixel: 1 } && s.D == ConvAxis.Unit && s.H.Taps == 3 && s.W is { Taps: 3, Stride: 1, Step: 1 } && s.IsInside;

    /// <summary>Output pixels [first, last), counted along (batch, H, W), of one vector of outputs whose panel column is given.</summary>
    public static void Run<S, V>(ConvShape* s, float* x, float* panel, float* y, Epilogue epilogue, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        V low = S.Set(epilogue.Low), high = S.Set(epilogue.High);
        bool add = epilogue.Residual is not null;
        nint residual = (nint)(epilogue.Residual - y), pixel = s->OutPixel, tapRow = s->H.Step * s->InRow;
        const int row = Panels.Width;
        V w0 = S.Load(panel + row), w1 = S.Load(panel + (2 * row)), w2 = S.Load(panel + (3 * row));
        V w3 = S.Load(panel + (4 * row)), w4 = S.Load(panel + (5 * row)), w5 = S.Load(panel + (6 * row));
        V w6 = S.Load(panel + (7 * row)), w7 = S.Load(panel + (8 * row)), w8 = S.Load(panel + (9 * row));
        PixelCursor at = new(s, first);
        for (int m = first; m < last;)
        {
            int count = s->W.Out - at.X < last - m ? s->W.Out - at.X : last - m, done = 0;
            float* source = x + at.Source(s);
            float* target = y + at.Address(s);
            while (done < count)
            {
                // The last tile of a row starts earlier and computes some pixels again, unless that would add the residual twice.
                if (count - done < 4 && count >= 4 && !add)
                    done = count - 4;
                float* p = source + done;
                float* to = target + (done * pixel);
                V y0 = S.Load(panel);
                if (count - done < 4)
                {
                    y0 = Three<S, V>(p, w0, w1, w2, y0);
                    y0 = Three<S, V>(p + tapRow, w3, w4, w5, y0);
                    y0 = Three<S, V>(p + (2 * tapRow), w6, w7, w8, y0);
                    Epilogue.Put<S, V>(to, y0, low, high, add, residual);
                    done++;
                    continue;
                }
                V y1 = y0, y2 = y0, y3 = y0;
                Twelve<S, V>(p, w0, w1, w2, ref y0, ref y1, ref y2, ref y3);
                Twelve<S, V>(p + tapRow, w3, w4, w5, ref y0, ref y1, ref y2, ref y3);
                Twelve<S, V>(p + (2 * tapRow), w6, w7, w8, ref y0, ref y1, ref y2, ref y3);
                Epilogue.Put<S, V>(to, y0, low, high, add, residual);
                Epilogue.Put<S, V>(to + pixel, y1, low, high, add, residual);
                Epilogue.Put<S, V>(to + (2 * pixel), y2, low, high, add, residual);
                Epilogue.Put<S, V>(to + (3 * pixel), y3, low, high, add, residual);
                done += 4;
            }
            m += count;
            at.Advance(s, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Three<S, V>(float* p, V w0, V w1, V w2, V y)
        where S : struct, ISimd<V>
        where V : struct => S.Fma(S.Set(p[2]), w2, S.Fma(S.Set(p[1]), w1, S.Fma(S.Set(p[0]), w0, y)));

    /// <summary>One row of taps for four pixels: six elements of x, twelve products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Twelve<S, V>(float* p, V w0, V w1, V w2, ref V y0, ref V y1, ref V y2, ref V y3)
        where S : struct, ISimd<V>
        where V : struct
    {
        V a = S.Set(p[0]);
        y0 = S.Fma(a, w0, y0);
        a = S.Set(p[1]);
        y0 = S.Fma(a, w1, y0);
        y1 = S.Fma(a, w0, y1);
        a = S.Set(p[2]);
        y0 = S.Fma(a, w2, y0);
        y1 = S.Fma(a, w1, y1);
        y2 = S.Fma(a, w0, y2);
        a = S.Set(p[3]);
        y1 = S.Fma(a, w2, y1);
        y2 = S.Fma(a, w1, y2);
        y3 = S.Fma(a, w0, y3);
        a = S.Set(p[4]);
        y2 = S.Fma(a, w2, y2);
        y3 = S.Fma(a, w1, y3);
        a = S.Set(p[5]);
        y3 = S.Fma(a, w2, y3);
    }
}
