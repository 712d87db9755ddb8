using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Gradient of the weights of one group of a convolution, as [K, outputs]: each is one FMA chain over (batch, D, H, W) ascending,
/// over the pixels whose tap is inside.
/// </summary>
internal static unsafe class ConvGradientF32
{
    /// <summary>Pixels below which loading and storing the sums of a tile costs more than misses.</summary>
    private const int LeastPixels = 128;

    /// <summary>Bytes of scratch for one call: one run for each output row, the offset of each row of the result.</summary>
    public static long ScratchBytes(in ConvShape s) => ((long)s.Batch * s.D.Out * s.H.Out * sizeof(CrossRun)) + ((long)s.K * sizeof(int));

    /// <summary>Pieces of the result that can be computed apart: all rows where no tap is ever outside, else the taps.</summary>
    public static int Units<S, V>(in ConvShape s)
        where S : struct, ISimd<V>
        where V : struct
    {
        int tile = CrossTile.RowsOf<S, V>(s.Outputs);
        return s.IsInside ? (s.K + tile - 1) / tile : s.Taps;
    }

    /// <summary>
    /// Units [first, last) of dw [K, outputs] from x and dy, whose pixels are <c>OutPixel</c> floats apart; goes on from what dw holds where
    /// <paramref name="add"/> says so.
    /// </summary>
    public static void Run<S, V>(ConvShape* s, float* x, float* dy, float* dw, byte* scratch, int first, int last, bool add)
        where S : struct, ISimd<V>
        where V : struct
    {
        int images = LeastPixels * s->Batch / s->Pixels;
        if (images < 1)
            images = 1;
        for (int image = 0; image < s->Batch; image += images)
            Images<S, V>(s, x, dy, dw, scratch, first, last, image, s->Batch - image < images ? s->Batch : image + images, add || image != 0);
    }

    /// <summary>A few images at a time stay in cache while all tiles pass over them; sums go on in dw from block to block.</summary>
    private static void Images<S, V>(ConvShape* s, float* x, float* dy, float* dw, byte* scratch, int first, int last, int image, int end, bool add)
        where S : struct, ISimd<V>
        where V : struct
    {
        CrossRun* runs = (CrossRun*)scratch;
        int* offsets = (int*)(scratch + ((long)s->Batch * s->D.Out * s->H.Out * sizeof(CrossRun)));
        if (s->IsInside)
        {
            int tile = CrossTile.RowsOf<S, V>(s->Outputs);
            int count = FillRuns(s, 0, 0, 0, image, end, runs);
            FillOffsets(s, offsets);
            Rows<S, V>(s, runs, count, x, offsets, dy, dw, first * tile, last * tile < s->K ? last * tile : s->K, add);
            return;
        }
        for (int c = 0; c < s->Channels; c++)
            offsets[c] = c;
        for (int tap = first; tap < last; tap++)
        {
            int tx = tap % s->W.Taps, ty = tap / s->W.Taps % s->H.Taps, tz = tap / s->W.Taps / s->H.Taps;
            int count = FillRuns(s, tz, ty, tx, image, end, runs);
            Rows<S, V>(s, runs, count, x, offsets, dy, dw + ((nint)tap * s->Channels * s->Outputs), 0, s->Channels, add);
        }
    }

    private static void Rows<S, V>(
        ConvShape* s, CrossRun* runs, int count, float* x, int* offsets, float* dy, float* dw, int first, int last, bool add)
        where S : struct, ISimd<V>
        where V : struct
    {
        int tile = CrossTile.RowsOf<S, V>(s->Outputs);
        nint pixel = (nint)s->W.Stride * s->InPixel;
        for (int row = first; row < last; row += tile)
        {
            CrossTile.Row<S, V>(
                runs, count, x, pixel, offsets + row, dy, s->OutPixel, dw + ((nint)row * s->Outputs), s->Outputs,
                last - row < tile ? last - row : tile, s->Outputs, add);
        }
    }

    /// <summary>The stretches of output rows that see a tap inside the image.</summary>
    private static int FillRuns(ConvShape* s, int tz, int ty, int tx, int image, int end, CrossRun* runs)
    {
        (int z0, int z1) = s->D.InsideOf(tz);
        (int y0, int y1) = s->H.InsideOf(ty);
        (int x0, int x1) = s->W.InsideOf(tx);
        if (x0 == x1)
            return 0;
        int count = 0;
        for (int n = image; n < end; n++)
        {
            for (int oz = z0; oz < z1; oz++)
            {
                int iz = (oz * s->D.Stride) + s->D.First + (tz * s->D.Step);
                for (int oy = y0; oy < y1; oy++)
                {
                    int iy = (oy * s->H.Stride) + s->H.First + (ty * s->H.Step), ix = (x0 * s->W.Stride) + s->W.First + (tx * s->W.Step);
                    nint a = (n * s->InImage) + (iz * s->InPlane) + (iy * s->InRow) + ((nint)ix * s->InPixel);
                    nint b = (n * s->OutImage) + (oz * s->OutPlane) + (oy * s->OutRow) + (x0 * s->OutPixel);
                    runs[count++] = new CrossRun { A = (int)a, B = (int)b, Length = x1 - x0 };
                }
            }
        }
        return count;
    }

    /// <summary>Where each row (tap, channel) of the result reads, from the first tap on.</summary>
    private static void FillOffsets(ConvShape* s, int* offsets)
    {
        for (int tap = 0; tap < s->Taps; tap++)
        {
            int tx = tap % s->W.Taps, ty = tap / s->W.Taps % s->H.Taps, tz = tap / s->W.Taps / s->H.Taps;
            nint at = (tz * s->D.Step * s->InPlane) + (ty * s->H.Step * s->InRow) + ((nint)tx * s->W.Step * s->InPixel);
            for (int c = 0; c < s->Channels; c++)
                *offsets++ = (int)at + c;
        }
    }

    /// <summary>Filter <paramref name="m"/> from [K, outputs] to ONNX's [outputs, channels, taps].</summary>
    public static void Unpack(float* dw, int outputs, int channels, int taps, float* filters, int m)
    {
        float* to = filters + ((nint)m * channels * taps);
        for (int c = 0; c < channels; c++)
        {
            for (int t = 0; t < taps; t++)
                *to++ = dw[((((nint)t * channels) + c) * outputs) + m];
        }
    }

    /// <summary>Filter <paramref name="m"/> from ONNX's [outputs, channels, taps] to [K, outputs].</summary>
    public static void Pack(float* filters, int outputs, int channels, int taps, float* dw, int m)
    {
        float* from = filters + ((nint)m * channels * taps);
        for (int c = 0; c < channels; c++)
        {
            for (int t = 0; t < taps; t++)
                dw[((((nint)t * channels) + c) * outputs) + m] = *from++;
        }
    }

    /// <summary>Taps [first, last) of the gradient of a depthwise convolution's weights [C, 1, taps], added to what they hold or instead of it.</summary>
    public static void Depthwise<S, V>(ConvShape* s, float* x, float* dy, float* dw, byte* scratch, int first, int last, bool add)
        where S : struct, ISimd<V>
        where V : struct
    {
        CrossRun* runs = (CrossRun*)scratch;
        float* sums = stackalloc float[4 * Panels.Width];
        for (int tap = first; tap < last; tap++)
        {
            int tx = tap % s->W.Taps, ty = tap / s->W.Taps % s->H.Taps, tz = tap / s->W.Taps / s->H.Taps;
            int count = FillRuns(s, tz, ty, tx, 0, s->Batch, runs);
            for (int c = 0; c < s->InPixel;)
            {
                int left = s->InPixel - c, done = left < S.Count ? (left < 4 ? left : 4) : left < 4 * S.Count ? left - (left % S.Count) : 4 * S.Count;
                for (int i = 0; i < done; i++)
                    sums[i] = add ? dw[((nint)(c + i) * s->Taps) + tap] : 0f;
                if (left >= S.Count)
                    FourVectors<S, V>(s, runs, count, x + c, dy + c, sums, done);
                else
                    FourVectors<ScalarSet, float>(s, runs, count, x + c, dy + c, sums, done);
                for (int i = 0; i < done; i++)
                    dw[((nint)(c + i) * s->Taps) + tap] = sums[i];
                c += done;
            }
        }
    }

    private static void FourVectors<S, V>(ConvShape* s, CrossRun* runs, int count, float* x, float* dy, float* sums, int channels)
        where S : struct, ISimd<V>
        where V : struct
    {
        nint c1 = channels > S.Count ? S.Count : 0, c2 = channels > 2 * S.Count ? 2 * S.Count : c1;
        nint c3 = channels > 3 * S.Count ? 3 * S.Count : c2;
        nint xStep = (nint)s->W.Stride * s->InPixel, yStep = s->OutPixel;
        V s0 = S.Load(sums), s1 = S.Load(sums + c1), s2 = S.Load(sums + c2), s3 = S.Load(sums + c3);
        for (; count != 0; count--, runs++)
        {
            float* p = x + runs->A;
            float* q = dy + runs->B;
            for (int length = runs->Length; length != 0; length--, p += xStep, q += yStep)
            {
                s0 = S.Fma(S.Load(p), S.Load(q), s0);
                s1 = S.Fma(S.Load(p + c1), S.Load(q + c1), s1);
                s2 = S.Fma(S.Load(p + c2), S.Load(q + c2), s2);
                s3 = S.Fma(S.Load(p + c3), S.Load(q + c3), s3);
            }
        }
        S.Store(sums, s0);
        S.Store(sums + c1, s1);
        S.Store(sums + c2, s2);
        S.Store(sums + c3, s3);
    }
}
