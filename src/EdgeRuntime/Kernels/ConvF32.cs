using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Convolution of one group with packed weights. Pixels whose taps are all inside the image are read where they lie; the others
/// are copied to patches first, one tile at a time. A small image is copied with its padding instead, one image at a time.
/// </summary>
internal static unsafe class ConvF32
{
    /// <summary>Runs shorter than this cost more to begin than the extra load of an offset for each element.</summary>
    private const int ShortRun = 16;

    /// <summary>A padded copy of one image stays in L1 up to this size; beyond, only what lies at a border is copied.</summary>
    private const int MostPaddedBytes = 32 * 1024;

    /// <summary>
    /// Bytes of scratch for one call of <see cref="Run"/>: offsets, a list of rows, and a padded image or a tile of patches where there is a border.
    /// </summary>
    public static long ScratchBytes(in ConvShape shape)
    {
        if (PadsImages(shape))
            return ListBytes(shape) + Padding.Bytes(shape);
        return ListBytes(shape) + (shape.IsInside ? 0 : ((TileRow.MaxRows * (long)shape.K) + Patch.Slack) * sizeof(float));
    }

    /// <summary>Output pixels [first, last), counted along (batch, D, H, W), of all output channels of the group.</summary>
    public static void Run<S, V>(ConvShape* shape, float* x, float* panels, float* y, Epilogue epilogue, byte* scratch, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        if (!PadsImages(*shape))
        {
            Columns<S, V>(shape, x, panels, y, epilogue, scratch, first, last);
            return;
        }
        ConvShape padded = Padding.Shape(*shape);
        float* image = (float*)(scratch + ListBytes(*shape));
        int pixels = padded.Pixels;
        for (int n = first / pixels; n * pixels < last; n++)
        {
            Padding.Copy<S, V>(shape, x + (n * shape->InImage), image);
            Epilogue own = epilogue;
            if (own.Residual is not null)
                own.Residual += n * shape->OutImage;
            int from = first - (n * pixels), to = last - (n * pixels);
            Columns<S, V>(&padded, image, panels, y + (n * shape->OutImage), own, scratch, from < 0 ? 0 : from, to > pixels ? pixels : to);
        }
    }

    private static bool PadsImages(in ConvShape shape) =>
        !shape.IsInside && (shape.Channels == shape.InPixel || shape.ChannelPlane != 0) && Padding.Bytes(shape) <= MostPaddedBytes;

    /// <summary>All columns, group by group of panels.</summary>
    private static void Columns<S, V>(ConvShape* shape, float* x, float* panels, float* y, Epilogue epilogue, byte* scratch, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        if (shape->Outputs % S.Count == 0 && ConvPlaneF32.Takes(*shape))
        {
            for (int j = 0; j < shape->Outputs; j += S.Count)
            {
                float* panel = panels + (j / Panels.Width * Panels.Stride(shape->K)) + (j % Panels.Width);
                Epilogue own = epilogue;
                if (own.Residual is not null)
                    own.Residual += j;
                ConvPlaneF32.Run<S, V>(shape, x, panel, y + j, own, first, last);
            }
            return;
        }
        int zero = 0;
        ConvJob job = new()
        {
            Shape = shape,
            X = x,
            Panels = panels,
            Y = y,
            Packed = TileArgs.Contiguous(shape->K, &zero, y, epilogue),
            Rows = new TileRows((int*)(scratch + OffsetBytes(*shape))),
            Patches = (float*)(scratch + ListBytes(*shape)),
        };
        job.Direct = job.Packed;
        job.Direct.Offsets = (int*)scratch;
        bool indexed = IsIndexed(*shape);
        FillOffsets(shape, indexed, (int*)scratch);
        if (!indexed)
        {
            job.Direct.Runs = shape->Runs;
            job.Direct.RunLength = shape->RunLength;
        }
        int group = GemmF32.GroupColumns(shape->K);
        for (job.FirstColumn = 0; job.FirstColumn < shape->Outputs; job.FirstColumn += group)
        {
            job.LastColumn = shape->Outputs - job.FirstColumn < group ? shape->Outputs : job.FirstColumn + group;
            if (indexed)
                Inside<S, V, IndexWalk>(&job, first, last);
            else
                Inside<S, V, RunWalk>(&job, first, last);
            if (!shape->IsInside)
                Border<S, V>(&job, first, last);
        }
    }

    private struct ConvJob
    {
        public ConvShape* Shape;

        public float* X;

        public float* Panels;

        public float* Y;

        public TileArgs Direct;

        public TileArgs Packed;

        public TileRows Rows;

        public float* Patches;

        public int FirstColumn;

        public int LastColumn;
    }

    private static bool IsIndexed(in ConvShape shape) => shape.ChannelPlane != 0 || (shape.RunLength < ShortRun && shape.Runs > 1);

    private static long OffsetBytes(in ConvShape shape) => (((IsIndexed(shape) ? shape.K : shape.Runs) * (long)sizeof(int)) + 63) & ~63L;

    private static long ListBytes(in ConvShape shape) => OffsetBytes(shape) + (((TileRows.Integers * sizeof(int)) + 63) & ~63L);

    /// <summary>All pixels of the range whose taps are inside.</summary>
    private static void Inside<S, V, W>(ConvJob* job, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
        where W : struct, IWalk
    {
        ConvShape* s = job->Shape;
        int x0 = s->W.InsideBegin, x1 = s->W.InsideEnd, y0 = s->H.InsideBegin, y1 = s->H.InsideEnd, z0 = s->D.InsideBegin, z1 = s->D.InsideEnd;
        nint pixel = (nint)s->W.Stride * s->InPixel;
        TileRows rows = job->Rows;
        PixelCursor at = new(s, first);
        for (int m = first; m < last;)
        {
            int left = s->W.Out - at.X < last - m ? s->W.Out - at.X : last - m;
            if (at.Y >= y0 && at.Y < y1 && at.Z >= z0 && at.Z < z1)
            {
                int from = at.X < x0 ? x0 : at.X, to = at.X + left < x1 ? at.X + left : x1;
                nint source = at.Source(s) + ((from - at.X) * pixel), target = at.Address(s) + ((from - at.X) * s->OutPixel);
                for (int count; from < to; from += count, source += count * pixel, target += count * s->OutPixel)
                {
                    count = to - from < rows.Free ? to - from : rows.Free;
                    rows.Add(source, pixel, target, s->OutPixel, count);
                    if (rows.Free == 0)
                        Flush<S, V, W>(job, &job->Direct, job->X, ref rows);
                }
            }
            m += left;
            at.Advance(s, left);
        }
        if (rows.Count != 0)
            Flush<S, V, W>(job, &job->Direct, job->X, ref rows);
    }

    /// <summary>All pixels of the range that reach over a border.</summary>
    private static void Border<S, V>(ConvJob* job, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        ConvShape* s = job->Shape;
        int tile = GemmTile.RowsOf<S, V>(s->Outputs), k = s->K;
        int x0 = s->W.InsideBegin, x1 = s->W.InsideEnd, y0 = s->H.InsideBegin, y1 = s->H.InsideEnd, z0 = s->D.InsideBegin, z1 = s->D.InsideEnd;
        TileRows rows = job->Rows;
        PixelCursor at = new(s, first);
        for (int m = first; m < last;)
        {
            int skipped = 1;
            if (at.X >= x0 && at.X < x1 && at.Y >= y0 && at.Y < y1 && at.Z >= z0 && at.Z < z1)
            {
                skipped = x1 - at.X;
            }
            else
            {
                Patch.Pack<S, V>(s, job->X + (at.Image * s->InImage), at.Z, at.Y, at.X, job->Patches + (rows.Count * (nint)k));
                rows.Add(rows.Count * (nint)k, 0, at.Address(s), 0, 1);
                if (rows.Count == tile)
                    Flush<S, V, RunWalk>(job, &job->Packed, job->Patches, ref rows);
            }
            m += skipped;
            at.Advance(s, skipped);
        }
        if (rows.Count != 0)
            Flush<S, V, RunWalk>(job, &job->Packed, job->Patches, ref rows);
    }

    private static void Flush<S, V, W>(ConvJob* job, TileArgs* args, float* a, ref TileRows rows)
        where S : struct, ISimd<V>
        where V : struct
        where W : struct, IWalk
    {
        rows.Close();
        GemmTile.Block<S, V, W>(args, a, job->Panels, job->Y, rows, job->FirstColumn, job->LastColumn);
        rows.Count = 0;
    }

    private static void FillOffsets(ConvShape* s, bool indexed, int* offsets)
    {
        int across = s->RowsAreRuns ? 1 : s->W.Taps, length = s->RunLength, step = s->ChannelPlane == 0 ? 1 : (int)s->ChannelPlane;
        for (int tz = 0; tz < s->D.Taps; tz++)
        {
            for (int ty = 0; ty < s->H.Taps; ty++)
            {
                nint row = (tz * s->D.Step * s->InPlane) + (ty * s->H.Step * s->InRow);
                for (int tx = 0; tx < across; tx++)
                {
                    int run = (int)(row + ((nint)tx * s->W.Step * s->InPixel));
                    if (!indexed)
                        *offsets++ = run;
                    for (int i = 0; i < length && indexed; i++)
                        *offsets++ = run + (i * step);
                }
            }
        }
    }
}
