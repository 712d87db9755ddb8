using System;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// <c>y = softmax(q k^T scale + mask) v</c>, a block of queries of one head at a time: scores never leave the worker's scratch. Sums run
/// over the keys in ascending order, softmax's in 16 virtual lanes; the division by the sum is left to the result, which is narrower.
/// </summary>
internal static unsafe class AttentionF32
{
    /// <summary>Units [first, last): block by block of the queries of each head of each batch.</summary>
    public static void Forward<S, V>(in AttentionArgs args, int first, int last, byte* scratch)
        where S : struct, ISimd<V>
        where V : struct
    {
        AttentionArgs a = args;
        AttentionScratch s = new(a, scratch, gradient: false);
        int packed = -1;
        for (int unit = first; unit < last; unit++)
        {
            (int head, int block) = Math.DivRem(unit, a.Blocks);
            (int b, int h) = Math.DivRem(head, a.Heads);
            int keyHead = h / a.Group;
            float* k = a.K + (b * a.KWalk.Batch) + (keyHead * a.KWalk.Head), v = a.V + (b * a.VWalk.Batch) + (keyHead * a.VWalk.Head);
            if (a.Queries == 1)
            {
                One<S, V>(a, s, b, h, k, v);
                continue;
            }
            if (packed != (b * a.KeyHeads) + keyHead)
            {
                PackTurned(k, a.KWalk.Token, a.Depth, a.Keys, s.TurnedKeys);
                PackF32.Matrix(v, a.VWalk.Token, 1, null, a.Keys, a.ValueDepth, s.Rows, 0, Panels.Count(a.ValueDepth));
                packed = (b * a.KeyHeads) + keyHead;
            }
            int row = block * a.BlockRows;
            Block<S, V>(a, s, b, h, row, Math.Min(a.BlockRows, a.Queries - row));
        }
    }

    /// <summary>Panels of the [D, T] matrix that rows [T, D] are when turned over; columns past T are zeros.</summary>
    public static void PackTurned(float* rows, nint token, int depth, int tokens, float* panels)
    {
        for (int t = 0; t < tokens; t += Panels.Width, panels += Panels.Stride(depth))
        {
            int count = Math.Min(Panels.Width, tokens - t);
            new Span<float>(panels, count < Panels.Width ? (int)Panels.Stride(depth) : Panels.Width).Clear();
            for (int d = 0; d < depth; d += TransposeF32.Columns)
            {
                int columns = Math.Min(TransposeF32.Columns, depth - d);
                TransposeF32.Run(rows + (t * token) + d, token, panels + ((d + 1) * Panels.Width), Panels.Width, count, columns);
            }
        }
    }

    /// <summary>
    /// The exponentials of the scores of a block, and the inverses of their sums; gives how many keys the block sees. Those past them are 0
    /// up to whole vectors.
    /// </summary>
    public static int Probabilities<S, V>(in AttentionArgs a, in AttentionScratch s, int b, int h, int row, int rows, bool gradient)
        where S : struct, ISimd<V>
        where V : struct
    {
        float* q = a.Q + (b * a.QWalk.Batch) + (h * a.QWalk.Head) + (row * a.QWalk.Token);
        for (int r = 0; r < rows; r++)
            AttentionRow.Scale<S, V>(q + (r * a.QWalk.Token), a.Scale, s.Queries + ((nint)r * a.Depth), a.Depth);
        bool whole = !gradient && a.Scores is not null;
        int length = a.Length(b), keys = whole ? a.Keys : a.Seen(row + rows - 1, length), padded = AttentionArgs.Up(keys);
        GemmF32.Run<S, V>(s.Queries, a.Depth, s.TurnedKeys, s.Scores, a.PaddedKeys, a.Depth, Epilogue.None, 0, rows, 0, padded);
        for (int r = 0; r < rows; r++)
        {
            float* slopes = gradient && a.Softcap != 0 ? s.Slopes + ((nint)r * a.PaddedKeys) : null;
            s.Inverses[r] = Row<S, V>(a, s.Scores + ((nint)r * a.PaddedKeys), slopes, b, h, row + r, a.Seen(row + r, length), keys, whole);
        }
        return keys;
    }

    /// <summary>One row of scores becomes exponentials; gives the inverse of their sum.</summary>
    private static float Row<S, V>(in AttentionArgs a, float* scores, float* slopes, int b, int h, int i, int seen, int keys, bool goesOut)
        where S : struct, ISimd<V>
        where V : struct
    {
        int padded = AttentionArgs.Up(keys);
        if (goesOut && a.Stage == 0)
            Copy(a, scores, b, h, i);
        if (a.Softcap != 0)
            AttentionRow.Soften<S, V>(scores, a.Softcap, slopes, padded);
        if (goesOut && a.Stage == 1)
            Copy(a, scores, b, h, i);
        if (a.Mask is not null)
            AttentionRow.Add<S, V>(scores, a.Mask + (b * a.MaskWalk.Batch) + (h * a.MaskWalk.Head) + (i * a.MaskWalk.Token), seen);
        new Span<float>(scores + seen, padded - seen).Fill(float.NegativeInfinity);
        if (goesOut && a.Stage == 2)
            Copy(a, scores, b, h, i);
        float inverse = AttentionRow.Exponentials<S, V>(scores, padded);
        if (goesOut && a.Stage == 3)
            AttentionRow.Scale<S, V>(scores, inverse, Target(a, b, h, i), a.Keys);
        return inverse;
    }

    private static void Block<S, V>(in AttentionArgs a, in AttentionScratch s, int b, int h, int row, int rows)
        where S : struct, ISimd<V>
        where V : struct
    {
        int keys = Probabilities<S, V>(a, s, b, h, row, rows, gradient: false), width = AttentionArgs.Up(a.ValueDepth);
        Product<S, V>(s.Scores, a.PaddedKeys, s.Rows, s.Result, a.ValueDepth, keys, a.Keys, rows);
        float* y = a.Y + (b * a.YWalk.Batch) + (h * a.YWalk.Head) + (row * a.YWalk.Token);
        for (int r = 0; r < rows; r++)
            AttentionRow.Scale<S, V>(s.Result + ((nint)r * width), s.Inverses[r], y + (r * a.YWalk.Token), a.ValueDepth);
    }

    /// <summary>[rows, padded columns] = the first <paramref name="keys"/> columns of scores times as many rows of panels that have all keys.</summary>
    public static void Product<S, V>(float* scores, nint lds, float* panels, float* result, int columns, int keys, int allKeys, int rows)
        where S : struct, ISimd<V>
        where V : struct
    {
        int width = AttentionArgs.Up(columns);
        if (keys == allKeys)
        {
            GemmF32.Run<S, V>(scores, lds, panels, result, width, keys, Epilogue.None, 0, rows, 0, width);
            return;
        }
        for (int j = 0; j < width; j += Panels.Width, panels += Panels.Stride(allKeys))
            GemmF32.Run<S, V>(scores, lds, panels, result + j, width, keys, Epilogue.None, 0, rows, 0, Panels.Width);
    }

    /// <summary>A single query reads keys and values where they lie: packing would cost more than the products.</summary>
    private static void One<S, V>(in AttentionArgs a, in AttentionScratch s, int b, int h, float* k, float* v)
        where S : struct, ISimd<V>
        where V : struct
    {
        AttentionRow.Scale<S, V>(a.Q + (b * a.QWalk.Batch) + (h * a.QWalk.Head), a.Scale, s.Queries, a.Depth);
        int length = a.Length(b), seen = a.Seen(0, length), keys = a.Scores is not null ? a.Keys : seen, padded = AttentionArgs.Up(keys);
        GemvF32.Rows<S, V>(s.Queries, k, a.KWalk.Token, null, s.Scores, a.Depth, Epilogue.None, 0, keys);
        new Span<float>(s.Scores + keys, padded - keys).Clear();
        float inverse = Row<S, V>(a, s.Scores, null, b, h, 0, seen, keys, a.Scores is not null);
        GemvF32.Columns<S, V>(s.Scores, v, a.VWalk.Token, null, s.Result, keys, Epilogue.None, 0, a.ValueDepth);
        AttentionRow.Scale<S, V>(s.Result, inverse, a.Y + (b * a.YWalk.Batch) + (h * a.YWalk.Head), a.ValueDepth);
    }

    private static float* Target(in AttentionArgs a, int b, int h, int i) => a.Scores + (((((nint)b * a.Heads) + h) * a.Queries) + i) * a.Keys;

    private static void Copy(in AttentionArgs a, float* scores, int b, int h, int i) =>
        new ReadOnlySpan<float>(scores, a.Keys).CopyTo(new Span<float>(Target(a, b, h, i), a.Keys));
}
