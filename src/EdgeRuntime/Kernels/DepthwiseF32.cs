using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Convolution of each channel with its own filter, NHWC. Weights are packed as <c>[1 + taps][C]</c>, the first row being the
/// bias. Taps outside the image are left out, which depends on the pixel alone.
/// </summary>
internal static unsafe class DepthwiseF32
{
    /// <summary>Floats of the packed weights.</summary>
    public static long PackedLength(int channels, int taps) => channels * (taps + 1L);

    /// <summary>Packs weights <c>[C, 1, taps]</c> and bias [C] (or null): all taps in order, or those listed.</summary>
    public static void Pack(float* w, float* bias, int channels, int taps, float* packed, int* listed = null, int count = -1)
    {
        for (int c = 0; c < channels; c++)
            packed[c] = bias is null ? 0 : bias[c];
        for (int t = 0; t < (count < 0 ? taps : count); t++)
        {
            packed += channels;
            int tap = count < 0 ? t : listed[t];
            for (int c = 0; c < channels; c++)
                packed[c] = w[((nint)c * taps) + tap];
        }
    }

    /// <summary>Output rows [first, last), counted along (batch, D, H).</summary>
    public static void Run<S, V>(ConvShape* s, float* x, float* packed, float* y, Epilogue epilogue, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        if (DepthwiseSweep.Takes(*s))
        {
            DepthwiseSweep.Run<S, V>(s, x, packed, y, epilogue, first, last);
            return;
        }
        Rows<S, V>(s, x, packed, y, epilogue, first, last, int.MaxValue);
    }

    /// <summary>Output rows [first, last) of one image whose input row i lies in slot i % ring of x; for shapes of three rows of taps that <see cref="DepthwiseThree"/> takes.</summary>
    public static void RunRing<S, V>(ConvShape* s, float* x, int ring, float* packed, float* y, Epilogue epilogue, int first, int last)
        where S : struct, ISimd<V>
        where V : struct => Rows<S, V>(s, x, packed, y, epilogue, first, last, ring);

    private static void Rows<S, V>(ConvShape* s, float* x, float* packed, float* y, Epilogue epilogue, int first, int last, int ring)
        where S : struct, ISimd<V>
        where V : struct
    {
        DepthwiseRow row = new()
        {
            Channels = s->InPixel,
            ColumnStep = (nint)s->W.Step * s->InPixel,
            PixelStep = (nint)s->W.Stride * s->InPixel,
            RowStep = s->H.Step * s->InRow,
            Ring = ring,
            PlaneStep = s->D.Step * s->InPlane,
            OutPixel = s->OutPixel,
            WeightRow = (nint)s->W.Taps * s->InPixel,
            WeightPlane = (nint)s->H.Taps * s->W.Taps * s->InPixel,
            Bias = packed,
            Add = epilogue.Residual is not null,
            Residual = (nint)(epilogue.Residual - y),
            Low = epilogue.Low,
            High = epilogue.High,
        };
        int vectors = s->InPixel - (s->InPixel % S.Count);
        PixelCursor at = new(s, first * s->W.Out);
        for (int unit = first; unit < last; unit++)
        {
            row.SetRows(s, at.Z, at.Y, x + (at.Image * s->InImage), packed + s->InPixel);
            float* target = y + at.Address(s);
            if (vectors != 0)
                Row<S, V>(s, &row, target, 0, vectors);
            if (vectors != s->InPixel)
                Row<ScalarSet, float>(s, &row, target, vectors, s->InPixel);
            at.Advance(s, s->W.Out);
        }
    }

    private static void Row<S, V>(ConvShape* s, DepthwiseRow* row, float* y, int firstChannel, int lastChannel)
        where S : struct, ISimd<V>
        where V : struct
    {
        if (DepthwiseThree.Takes(*s, row->Add))
        {
            DepthwiseThree.Row<S, V>(s, row, y, firstChannel, lastChannel);
            return;
        }
        bool three = s->D.Taps == 1 && s->W.Taps == 3, side = three && s->W.Stride == 1 && s->W.Step == 1;
        int inside = s->W.InsideBegin, end = s->W.InsideEnd;
        for (int ox = 0; ox < s->W.Out;)
        {
            int left = (ox * s->W.Stride) + s->W.First;
            float* target = y + (ox * s->OutPixel);
            if (ox >= inside && ox < end)
            {
                int pixels = end - ox < 4 ? end - ox : 4;
                if (side)
                    DepthwiseTile.FourPixelsOfThree<S, V>(row, left, target, pixels, firstChannel, lastChannel);
                else if (three)
                    DepthwiseTile.FourPixelsOfThreeApart<S, V>(row, left, target, pixels, firstChannel, lastChannel);
                else
                    DepthwiseTile.FourPixels<S, V>(row, left, s->W.Taps, target, pixels, firstChannel, lastChannel);
                ox += pixels;
            }
            else
            {
                int tap = left >= 0 ? 0 : (-left + s->W.Step - 1) / s->W.Step;
                int room = s->W.In - 1 - left, last = room < 0 ? 0 : (room / s->W.Step) + 1;
                DepthwiseTile.OnePixel<S, V>(row, left, tap, last < s->W.Taps ? last : s->W.Taps, target, firstChannel, lastChannel);
                ox++;
            }
        }
    }
}
