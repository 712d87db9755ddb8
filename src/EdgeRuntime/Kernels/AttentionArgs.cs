using System;

namespace EdgeRuntime.Kernels;

/// <summary>Where the numbers of one batch, head and token lie, in floats; what belongs to one token is contiguous.</summary>
internal readonly record struct TokenWalk(nint Batch, nint Head, nint Token);

/// <summary>What attention and its gradient are bound to. Letters: H heads, Q queries (tokens of q), T keys (tokens of k and v), D depth of a head.</summary>
internal unsafe struct AttentionArgs
{
    public float* Q;

    public float* K;

    public float* V;

    /// <summary>Added to the scores, a contiguous row of all keys for each query; null for none. Steps of 0 repeat it.</summary>
    public float* Mask;

    /// <summary>How many keys of each batch there are; null where all are.</summary>
    public byte* Lengths;

    public bool WideLengths;

    /// <summary>The output, or in the gradient its gradient.</summary>
    public float* Y;

    /// <summary>Scores that go out, [batch, H, Q, T]: in forward as <see cref="Stage"/> says, in the gradient those of the mask. Null for none.</summary>
    public float* Scores;

    /// <summary>After what scores go out: 0 the product, 1 the soft cap, 2 the mask, 3 softmax.</summary>
    public int Stage;

    public TokenWalk QWalk;

    public TokenWalk KWalk;

    public TokenWalk VWalk;

    public TokenWalk YWalk;

    public TokenWalk MaskWalk;

    public int Batch;

    public int Heads;

    /// <summary>Heads of k and v; each serves as many heads of q.</summary>
    public int KeyHeads;

    public int Queries;

    public int Keys;

    public int Depth;

    public int ValueDepth;

    public float Scale;

    /// <summary>The scores' bound, by a hyperbolic tangent; 0 for none.</summary>
    public float Softcap;

    /// <summary>Whether query i sees the keys up to i + <see cref="Past"/> alone.</summary>
    public bool Causal;

    public int Past;

    public float* DQ;

    public float* DK;

    public float* DV;

    public readonly int Group => Heads / KeyHeads;

    /// <summary>Keys in whole vectors of 16.</summary>
    public readonly int PaddedKeys => Up(Keys);

    /// <summary>Queries whose scores a worker holds: a block in L1 where rows are short, and never fewer than four tiles of rows.</summary>
    public readonly int BlockRows
    {
        get
        {
            const int tiles = 24, blockBytes = 24 * 1024;
            int rows = blockBytes / (Math.Max(PaddedKeys, Panels.Width) * sizeof(float)) / tiles * tiles;
            return Math.Min(Math.Max(rows, tiles), Math.Max(Queries, 1));
        }
    }

    public readonly int Blocks => (Queries + BlockRows - 1) / BlockRows;

    public static int Up(int count) => (count + Panels.Width - 1) / Panels.Width * Panels.Width;

    /// <summary>How many keys batch <paramref name="b"/> has.</summary>
    public readonly int Length(int b)
    {
        if (Lengths is null)
            return Keys;
        long length = WideLengths ? ((long*)Lengths)[b] : ((int*)Lengths)[b];
        return (int)Math.Clamp(length, 0, Keys);
    }

    /// <summary>How many of <paramref name="length"/> keys query <paramref name="i"/> sees.</summary>
    public readonly int Seen(int i, int length)
    {
        if (!Causal)
            return length;
        long last = i + 1L + (Lengths is null ? Past : length - Queries);
        return (int)Math.Clamp(last, 0, length);
    }
}
