using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Convolution of one group with packed weights. Pixels inside the image are read where they lie, as runs of the rows that
/// they cover; tiles that touch a border or the end of an output row are read from packed patches.
/// </summary>
internal static unsafe class ConvF32
{
    private const int MaxRows = GemmTile.NarrowRowTile;

    /// <summary>Bytes of scratch for one call of <see cref="Run"/>: the runs' offsets and one tile of patches.</summary>
    public static long ScratchBytes(in ConvShape shape) => OffsetBytes(shape) + ((long)MaxRows * shape.K * sizeof(float));

    private static long OffsetBytes(in ConvShape shape) => ((shape.Runs * (long)sizeof(int)) + 63) & ~63L;

    /// <summary>Output pixels [first, last), counted along (batch, D, H, W), of all output channels of the group.</summary>
    public static void Run<S, V>(ConvShape* shape, float* x, float* panels, float* y, Epilogue epilogue, byte* scratch, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        int* offsets = (int*)scratch;
        FillOffsets(shape, offsets);
        TileArgs direct = new()
        {
            RowStep = (nint)shape->W.Stride * shape->InPixel,
            Offsets = offsets,
            Runs = shape->Runs,
            RunLength = shape->RunLength,
            PanelStride = Panels.Stride(shape->K),
            Ldc = shape->OutPixel,
            Residual = epilogue.Residual,
            ResidualOf = y,
            Low = epilogue.Low,
            High = epilogue.High,
        };
        float* patches = (float*)(scratch + OffsetBytes(*shape));
        int group = GemmF32.GroupColumns(shape->K);
        for (int j = 0; j < shape->Outputs; j += group)
        {
            int end = shape->Outputs - j < group ? shape->Outputs : j + group;
            Group<S, V>(shape, &direct, x, panels, y, patches, first, last, j, end);
        }
    }

    private static void Group<S, V>(
        ConvShape* s, TileArgs* direct, float* x, float* panels, float* y, float* patches, int first, int last, int firstColumn, int lastColumn)
        where S : struct, ISimd<V>
        where V : struct
    {
        int zero = 0;
        TileArgs packed = *direct;
        packed.RowStep = s->K;
        packed.Offsets = &zero;
        packed.Runs = 1;
        packed.RunLength = s->K;

        int rowTile = GemmTile.RowsOf<S, V>(s->Outputs);
        bool dense = s->IsDense;
        int insideX0 = s->W.InsideBegin, insideX1 = s->W.InsideEnd;
        int insideY0 = s->H.InsideBegin, insideY1 = s->H.InsideEnd, insideZ0 = s->D.InsideBegin, insideZ1 = s->D.InsideEnd;
        PixelCursor at = new(s, first);
        for (int m = first; m < last;)
        {
            float* c = y + at.Address(s);
            int inside = at.X < insideX0 || at.Y < insideY0 || at.Y >= insideY1 || at.Z < insideZ0 || at.Z >= insideZ1 ? 0 : insideX1 - at.X;
            if (inside > last - m)
                inside = last - m;
            int rows;
            if (inside >= rowTile || (inside > 0 && inside == last - m))
            {
                rows = inside == last - m ? inside : inside - (inside % rowTile);
                GemmTile.Block<S, V>(direct, x + Source(s, at), panels, c, rows, firstColumn, lastColumn);
                at.Advance(s, rows);
            }
            else
            {
                rows = last - m < rowTile ? last - m : rowTile;
                if (!dense && rows > s->W.Out - at.X)
                    rows = s->W.Out - at.X;
                float* row = patches;
                for (int r = 0; r < rows; r++, row += s->K)
                {
                    Patch.Pack<S, V>(s, x + (at.Image * s->InImage), at.Z, at.Y, at.X, row);
                    at.Advance(s, 1);
                }
                GemmTile.Block<S, V>(&packed, patches, panels, c, rows, firstColumn, lastColumn);
            }
            m += rows;
        }
    }

    /// <summary>Where the first tap of an inside pixel lies.</summary>
    private static nint Source(ConvShape* s, in PixelCursor at)
    {
        int iz = (at.Z * s->D.Stride) + s->D.First, iy = (at.Y * s->H.Stride) + s->H.First, ix = (at.X * s->W.Stride) + s->W.First;
        return (at.Image * s->InImage) + (iz * s->InPlane) + (iy * s->InRow) + ((nint)ix * s->InPixel);
    }

    private static void FillOffsets(ConvShape* s, int* offsets)
    {
        int across = s->RowsAreRuns ? 1 : s->W.Taps;
        for (int tz = 0; tz < s->D.Taps; tz++)
        {
            for (int ty = 0; ty < s->H.Taps; ty++)
            {
                nint row = (tz * s->D.Step * s->InPlane) + (ty * s->H.Step * s->InRow);
                for (int tx = 0; tx < across; tx++)
                    *offsets++ = (int)(row + ((nint)tx * s->W.Step * s->InPixel));
            }
        }
    }
}
