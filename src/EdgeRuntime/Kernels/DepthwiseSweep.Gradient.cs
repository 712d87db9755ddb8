using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

internal static unsafe partial class DepthwiseSweep
{
    /// <summary>Channels of a unit of <see cref="Weights"/>.</summary>
    public const int GradientUnit = Panels.Width;

    /// <summary>
    /// The gradient of the weights [C, 1, 3, 3], channels [first, last) of one unit: nine sums of a vector of channels stay in registers
    /// over an image, whose cache lines serve the next vector too; each sum is one chain over (batch, H, W), which goes on
    /// from what dw holds where <paramref name="add"/> says so.
    /// </summary>
    public static void Weights<S, V>(ConvShape* s, float* x, float* dy, float* dw, int first, int last, bool add)
        where S : struct, ISimd<V>
        where V : struct
    {
        float* sums = stackalloc float[9 * GradientUnit];
        for (int c = first; c < last; c++)
        {
            for (int tap = 0; tap < 9; tap++)
                sums[(tap * GradientUnit) + c - first] = add ? dw[((nint)c * 9) + tap] : 0f;
        }
        for (int image = 0; image < s->Batch; image++)
        {
            float* from = x + (image * s->InImage);
            float* by = dy + (image * s->OutImage);
            int c = first;
            for (; c <= last - S.Count; c += S.Count)
                AddImage<S, V>(s, from + c, by + c, sums + (c - first));
            for (; c < last; c++)
                AddImage<ScalarSet, float>(s, from + c, by + c, sums + (c - first));
        }
        for (int c = first; c < last; c++)
        {
            for (int tap = 0; tap < 9; tap++)
                dw[((nint)c * 9) + tap] = sums[(tap * GradientUnit) + c - first];
        }
    }

    private static void AddImage<S, V>(ConvShape* s, float* x, float* dy, float* sums)
        where S : struct, ISimd<V>
        where V : struct
    {
        const int tap = GradientUnit;
        float* zeros = stackalloc float[Panels.Width];
        int inside = s->W.InsideEnd - s->W.InsideBegin;
        bool hasLeft = s->W.InsideBegin != 0, hasRight = s->W.InsideEnd != s->W.Out;
        nint channels = s->InPixel;
        V s0 = S.Load(sums), s1 = S.Load(sums + tap), s2 = S.Load(sums + (2 * tap)), s3 = S.Load(sums + (3 * tap)), s4 = S.Load(sums + (4 * tap));
        V s5 = S.Load(sums + (5 * tap)), s6 = S.Load(sums + (6 * tap)), s7 = S.Load(sums + (7 * tap)), s8 = S.Load(sums + (8 * tap));
        for (int row = 0; row < s->H.Out; row++)
        {
            int iy = (row * s->H.Stride) + s->H.First;
            float* from = dy + (row * s->OutRow);
            float* source = x + ((nint)s->W.First * channels);
            nint a1 = Tap(s, iy, channels), b1 = Tap(s, iy + s->H.Step, channels), c1 = Tap(s, iy + (2 * s->H.Step), channels);
            float* a = a1 != 0 ? source + (iy * s->InRow) : zeros;
            float* b = b1 != 0 ? source + ((iy + s->H.Step) * s->InRow) : zeros;
            float* c = c1 != 0 ? source + ((iy + (2 * s->H.Step)) * s->InRow) : zeros;
            nint a2 = s->W.Stride * a1, b2 = s->W.Stride * b1, c2 = s->W.Stride * c1;
            for (int i = hasLeft ? -1 : 0; i < inside + (hasRight ? 1 : 0); i++, a += a2, b += b2, c += c2, from += s->OutPixel)
            {
                V g = S.Load(from);
                if (i >= 0)
                {
                    s0 = S.Fma(S.Load(a), g, s0);
                    s3 = S.Fma(S.Load(b), g, s3);
                    s6 = S.Fma(S.Load(c), g, s6);
                }
                s1 = S.Fma(S.Load(a + a1), g, s1);
                s4 = S.Fma(S.Load(b + b1), g, s4);
                s7 = S.Fma(S.Load(c + c1), g, s7);
                if (i < inside)
                {
                    s2 = S.Fma(S.Load(a + (2 * a1)), g, s2);
                    s5 = S.Fma(S.Load(b + (2 * b1)), g, s5);
                    s8 = S.Fma(S.Load(c + (2 * c1)), g, s8);
                }
            }
        }
        S.Store(sums, s0);
        S.Store(sums + tap, s1);
        S.Store(sums + (2 * tap), s2);
        S.Store(sums + (3 * tap), s3);
        S.Store(sums + (4 * tap), s4);
        S.Store(sums + (5 * tap), s5);
        S.Store(sums + (6 * tap), s6);
        S.Store(sums + (7 * tap), s7);
        S.Store(sums + (8 * tap), s8);
    }
}
