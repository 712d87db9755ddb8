using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// 3 x 3 convolution with stride 1 by tiles of m x m outputs: tiles are transformed, each of the (m + 2)^2 positions is a matrix
/// product over the channels, and the products are transformed back. Channels and outputs are multiples of 16.
/// </summary>
/// <remarks>A NaN or infinity of the input reaches all outputs of its tiles.</remarks>
internal static unsafe class WinogradF32<T>
    where T : struct, IWinograd
{
    private static int Block => T.BlockTiles;

    private static int Positions => T.Inputs * T.Inputs;

    /// <summary>Floats of the transformed filters, [outputs / 16][positions][1 + channels][16] without biases, and of the bias.</summary>
    public static long PackedLength(int outputs, int channels) => (Positions * Panels.Length(outputs, channels)) + outputs;

    /// <summary>Transformed inputs of a block, products of one panel, one border tile, a tile on its way.</summary>
    public static long ScratchBytes(in ConvShape s) =>
        sizeof(float) * ((long)Positions * ((Block * (s.Channels + Panels.Width)) + s.Channels + Panels.Width));

    /// <summary>Tiles of all images.</summary>
    public static int Tiles(in ConvShape s) => s.Batch * Count(s.H.Out) * Count(s.W.Out);

    /// <summary>Transforms filters <c>[outputs, channels, 3, 3]</c> in double precision, rounded once.</summary>
    public static void Pack(float* w, float* bias, int outputs, int channels, float* packed)
    {
        for (int panel = 0; panel < outputs / Panels.Width; panel++)
        {
            for (int p = 0; p < Positions; p++)
            {
                for (int j = 0; j < Panels.Width; j++)
                    *packed++ = 0;
                for (int c = 0; c < channels; c++)
                {
                    for (int j = 0; j < Panels.Width; j++)
                        *packed++ = Filter(w + ((((nint)panel * Panels.Width) + j) * channels * 9) + (c * 9), p / T.Inputs, p % T.Inputs);
                }
            }
        }
        for (int m = 0; m < outputs; m++)
            *packed++ = bias is null ? 0 : bias[m];
    }

    /// <summary>Tiles [first, last), counted along (batch, H, W).</summary>
    public static void Run<S, V>(ConvShape* s, float* x, float* packed, float* y, Epilogue epilogue, byte* scratch, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        int zero = 0;
        float* inputs = (float*)scratch;
        float* products = inputs + ((nint)Positions * Block * s->Channels);
        float* patch = products + ((nint)Positions * Block * Panels.Width);
        TileArgs t = TileArgs.Contiguous(s->Channels, &zero, products, Epilogue.None);
        int* memory = stackalloc int[TileRows.Integers];
        ConvShape tiles = TileShape(s);
        float* bias = packed + (Positions * Panels.Length(s->Outputs, s->Channels));
        for (int tile = first; tile < last; tile += Block)
        {
            int count = last - tile < Block ? last - tile : Block;
            for (int i = 0; i < count; i++)
                Inputs<S, V>(&tiles, x, tile + i, inputs + ((nint)i * s->Channels), patch);
            TileRows rows = new(memory);
            rows.Add(0, s->Channels, 0, Panels.Width, count);
            rows.Close();
            float* panel = packed;
            for (int column = 0; column < s->Outputs; column += Panels.Width)
            {
                for (int p = 0; p < Positions; p++, panel += t.PanelStride)
                {
                    float* product = products + ((nint)p * Block * Panels.Width);
                    GemmTile.Block<S, V, RunWalk>(&t, inputs + ((nint)p * Block * s->Channels), panel, product, rows, 0, Panels.Width);
                }
                for (int i = 0; i < count; i++)
                    Outputs<S, V>(s, products + ((nint)i * Panels.Width), tile + i, y, bias, column, epilogue, patch);
            }
        }
    }

    private static int Count(int length) => (length + T.Outputs - 1) / T.Outputs;

    /// <summary>The tiles as a convolution that reads them, with their neighbours, as patches.</summary>
    private static ConvShape TileShape(ConvShape* s) => *s with
    {
        H = new ConvAxis(s->H.In, Count(s->H.Out), T.Outputs, s->H.First, 1, T.Inputs),
        W = new ConvAxis(s->W.In, Count(s->W.Out), T.Outputs, s->W.First, 1, T.Inputs),
    };

    private static void Inputs<S, V>(ConvShape* tiles, float* x, int tile, float* to, float* patch)
        where S : struct, ISimd<V>
        where V : struct
    {
        PixelCursor at = new(tiles, tile);
        bool inside = at.Y >= tiles->H.InsideBegin && at.Y < tiles->H.InsideEnd && at.X >= tiles->W.InsideBegin && at.X < tiles->W.InsideEnd;
        float* from = inside ? x + at.Source(tiles) : patch;
        nint row = inside ? tiles->InRow : (nint)T.Inputs * tiles->Channels, pixel = tiles->Channels, position = (nint)Block * tiles->Channels;
        if (!inside)
            Patch.Pack<S, V>(tiles, x + (at.Image * tiles->InImage), 0, at.Y, at.X, patch);
        float* half = patch + ((nint)Positions * tiles->Channels);
        for (nint c = 0; c < tiles->Channels; c += S.Count)
        {
            for (nint i = 0; i < T.Inputs; i++)
                T.Input<S, V>(from + (i * pixel) + c, row, half + (i * S.Count), T.Inputs * S.Count);
            for (nint i = 0; i < T.Inputs; i++)
                T.Input<S, V>(half + (i * T.Inputs * S.Count), S.Count, to + (i * T.Inputs * position) + c, position);
        }
    }

    private static void Outputs<S, V>(ConvShape* s, float* products, int tile, float* y, float* bias, int column, Epilogue epilogue, float* temporary)
        where S : struct, ISimd<V>
        where V : struct
    {
        int across = Count(s->W.Out), down = Count(s->H.Out), row = tile / across;
        int ox = (tile - (row * across)) * T.Outputs, oy = row % down * T.Outputs;
        int width = s->W.Out - ox < T.Outputs ? s->W.Out - ox : T.Outputs, height = s->H.Out - oy < T.Outputs ? s->H.Out - oy : T.Outputs;
        float* target = y + (row / down * s->OutImage) + (oy * s->OutRow) + (ox * s->OutPixel) + column;
        V low = S.Set(epilogue.Low), high = S.Set(epilogue.High);
        bool add = epilogue.Residual is not null;
        nint residual = (nint)(epilogue.Residual - y), position = (nint)Block * Panels.Width;
        float* result = temporary + (T.Inputs * T.Outputs * S.Count);
        for (nint j = 0; j < Panels.Width; j += S.Count)
        {
            for (nint i = 0; i < T.Inputs; i++)
                T.Output<S, V>(products + (i * position) + j, T.Inputs * position, temporary + (i * S.Count), T.Inputs * S.Count);
            V start = S.Load(bias + column + j);
            for (nint i = 0; i < height; i++)
            {
                T.Output<S, V>(temporary + (i * T.Inputs * S.Count), S.Count, result, S.Count);
                float* pixel = target + (i * s->OutRow) + j;
                for (nint k = 0; k < width; k++, pixel += s->OutPixel)
                    Epilogue.Put<S, V>(pixel, S.Add(start, S.Load(result + (k * S.Count))), low, high, add, residual);
            }
        }
    }

    private static float Filter(float* w, int i, int j)
    {
        (double r0, double r1, double r2) = T.Filter(i);
        (double c0, double c1, double c2) = T.Filter(j);
        double top = (r0 * w[0]) + (r1 * w[3]) + (r2 * w[6]);
        double middle = (r0 * w[1]) + (r1 * w[4]) + (r2 * w[7]);
        double bottom = (r0 * w[2]) + (r1 * w[5]) + (r2 * w[8]);
        return (float)((c0 * top) + (c1 * middle) + (c2 * bottom));
    }
}
