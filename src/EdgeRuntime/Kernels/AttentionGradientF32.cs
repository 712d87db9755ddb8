using System;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// The gradients of <see cref="AttentionF32"/>, which computes the probabilities a second time: <c>dv = p^T dy</c>, <c>dp = dy v^T</c>,
/// <c>ds = p (dp - sum(p dp))</c>, <c>dq = ds k scale</c>, <c>dk = ds^T q scale</c>.
/// </summary>
internal static unsafe class AttentionGradientF32
{
    /// <summary>Units [first, last), the heads of k and v: what several heads of q add to one is added by one worker, in their order.</summary>
    public static void Run<S, V>(in AttentionArgs args, int first, int last, byte* scratch)
        where S : struct, ISimd<V>
        where V : struct
    {
        AttentionArgs a = args;
        AttentionScratch s = new(a, scratch, gradient: true);
        for (int unit = first; unit < last; unit++)
        {
            (int b, int keyHead) = Math.DivRem(unit, a.KeyHeads);
            nint kAt = (b * a.KWalk.Batch) + (keyHead * a.KWalk.Head), vAt = (b * a.VWalk.Batch) + (keyHead * a.VWalk.Head);
            AttentionF32.PackTurned(a.K + kAt, a.KWalk.Token, a.Depth, a.Keys, s.TurnedKeys);
            AttentionF32.PackTurned(a.V + vAt, a.VWalk.Token, a.ValueDepth, a.Keys, s.TurnedValues);
            PackF32.Matrix(a.K + kAt, a.KWalk.Token, 1, null, a.Keys, a.Depth, s.Rows, 0, Panels.Count(a.Depth));
            for (int t = 0; t < a.Keys; t++)
            {
                new Span<float>(a.DK + kAt + (t * a.KWalk.Token), a.Depth).Clear();
                new Span<float>(a.DV + vAt + (t * a.VWalk.Token), a.ValueDepth).Clear();
            }

            for (int h = keyHead * a.Group; h < (keyHead + 1) * a.Group; h++)
            {
                for (int row = 0; row < a.Queries; row += a.BlockRows)
                    Block<S, V>(a, s, b, h, row, Math.Min(a.BlockRows, a.Queries - row), a.DK + kAt, a.DV + vAt);
            }
        }
    }

    private static void Block<S, V>(in AttentionArgs a, in AttentionScratch s, int b, int h, int row, int rows, float* dk, float* dv)
        where S : struct, ISimd<V>
        where V : struct
    {
        nint lds = a.PaddedKeys;
        int keys = AttentionF32.Probabilities<S, V>(a, s, b, h, row, rows, gradient: true), padded = AttentionArgs.Up(keys);
        float* dy = a.Y + (b * a.YWalk.Batch) + (h * a.YWalk.Head) + (row * a.YWalk.Token);
        for (int r = 0; r < rows; r++)
            new ReadOnlySpan<float>(dy + (r * a.YWalk.Token), a.ValueDepth).CopyTo(new Span<float>(s.ResultGradients + ((nint)r * a.ValueDepth), a.ValueDepth));
        GemmF32.Run<S, V>(s.ResultGradients, a.ValueDepth, s.TurnedValues, s.ScoreGradients, lds, a.ValueDepth, Epilogue.None, 0, rows, 0, padded);
        for (int r = 0; r < rows; r++)
        {
            float* ds = s.ScoreGradients + (r * lds);
            AttentionRow.Gradient<S, V>(s.Scores + (r * lds), s.Inverses[r], ds, padded);
            if (a.Scores is not null)
                ToMask(a, ds, b, h, row + r, keys);
            if (a.Softcap != 0)
                AttentionRow.Multiply<S, V>(ds, s.Slopes + (r * lds), padded);
        }

        GemmTransposedF32.Run<S, V>(s.Scores, lds, s.ResultGradients, a.ValueDepth, dv, a.VWalk.Token, rows, a.ValueDepth, 0, keys, add: true);
        GemmTransposedF32.Run<S, V>(s.ScoreGradients, lds, s.Queries, a.Depth, dk, a.KWalk.Token, rows, a.Depth, 0, keys, add: true);
        AttentionF32.Product<S, V>(s.ScoreGradients, lds, s.Rows, s.Result, a.Depth, keys, a.Keys, rows);
        float* dq = a.DQ + (b * a.QWalk.Batch) + (h * a.QWalk.Head) + (row * a.QWalk.Token);
        for (int r = 0; r < rows; r++)
            AttentionRow.Scale<S, V>(s.Result + ((nint)r * AttentionArgs.Up(a.Depth)), a.Scale, dq + (r * a.QWalk.Token), a.Depth);
    }

    private static void ToMask(in AttentionArgs a, float* ds, int b, int h, int i, int keys)
    {
        Span<float> target = new(a.Scores + ((((((nint)b * a.Heads) + h) * a.Queries) + i) * a.Keys), a.Keys);
        new ReadOnlySpan<float>(ds, keys).CopyTo(target);
        target[keys..].Clear();
    }
}
