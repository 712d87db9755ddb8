using System;

namespace EdgeRuntime.Kernels;

/// <summary>What a worker holds of one head: packed keys and values, and the scores of one block of queries.</summary>
internal readonly unsafe struct AttentionScratch
{
    /// <summary>k turned over, [D, T] in panels: the right side of q * k^T.</summary>
    public readonly float* TurnedKeys;

    /// <summary>v [T, D] in panels, the right side of p * v; in the gradient k [T, D], the right side of ds * k.</summary>
    public readonly float* Rows;

    /// <summary>In the gradient v turned over, [D, T] in panels: the right side of dy * v^T.</summary>
    public readonly float* TurnedValues;

    /// <summary>Queries of the block times the scale, [rows, D].</summary>
    public readonly float* Queries;

    /// <summary>[rows, padded T].</summary>
    public readonly float* Scores;

    /// <summary>In the gradient those of the probabilities, [rows, padded T].</summary>
    public readonly float* ScoreGradients;

    /// <summary>In the gradient of a soft cap its slopes, [padded T] for each row.</summary>
    public readonly float* Slopes;

    /// <summary>A block of the result, [rows, padded D]; in the gradient dy [rows, D] stands before it.</summary>
    public readonly float* Result;

    public readonly float* ResultGradients;

    /// <summary>The inverse sum of each row.</summary>
    public readonly float* Inverses;

    public AttentionScratch(in AttentionArgs a, byte* memory, bool gradient)
    {
        float* next = (float*)memory;
        int rows = a.BlockRows, padded = a.PaddedKeys;
        TurnedKeys = Take(ref next, Panels.Length(a.Keys, a.Depth));
        Rows = Take(ref next, gradient ? Panels.Length(a.Depth, a.Keys) : Panels.Length(a.ValueDepth, a.Keys));
        TurnedValues = Take(ref next, gradient ? Panels.Length(a.Keys, a.ValueDepth) : 0);
        Queries = Take(ref next, (long)rows * a.Depth);
        Scores = Take(ref next, (long)rows * padded);
        ScoreGradients = Take(ref next, gradient ? (long)rows * padded : 0);
        Slopes = Take(ref next, gradient && a.Softcap != 0 ? (long)rows * padded : 0);
        ResultGradients = Take(ref next, gradient ? (long)rows * a.ValueDepth : 0);
        Result = Take(ref next, (long)rows * AttentionArgs.Up(Math.Max(a.Depth, a.ValueDepth)));
        Inverses = Take(ref next, rows);
        End = next;
    }

    private float* End { get; }

    /// <summary>Bytes of one worker.</summary>
    public static long Bytes(in AttentionArgs a, bool gradient) => (long)new AttentionScratch(a, null, gradient).End;

    private static float* Take(ref float* next, long count)
    {
        float* taken = next;
        next += (count + Panels.Width - 1) / Panels.Width * Panels.Width;
        return taken;
    }
}
