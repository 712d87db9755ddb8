using System;
using System.Collections.Generic;

namespace EdgeRuntime.Operators;

/// <summary>A sparse matrix: for each index of an output axis, the indices of the input axis that it is made of and their weights.</summary>
internal sealed class Taps : IEquatable<Taps>
{
    private readonly int[] starts;
    private readonly int[] indices;
    private readonly float[] weights;

    /// <param name="sourceLength">The length of the input axis.</param>
    /// <param name="rows">For each output index its inputs, ascending; none where the output is a fixed value.</param>
    public Taps(int sourceLength, List<(int Index, float Weight)>[] rows)
    {
        SourceLength = sourceLength;
        starts = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++)
            starts[i + 1] = starts[i] + rows[i].Count;
        (indices, weights) = (new int[starts[^1]], new float[starts[^1]]);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int k = 0; k < rows[i].Count; k++)
                (indices[starts[i] + k], weights[starts[i] + k]) = rows[i][k];
        }
    }

    public int SourceLength { get; }

    public int Length => starts.Length - 1;

    public int[] Indices => indices;

    public float[] Weights => weights;

    /// <summary>Where the taps of an output begin and how many they are.</summary>
    public (int Start, int Count) this[int output] => (starts[output], starts[output + 1] - starts[output]);

    /// <summary>The matrix of the gradient: for each input the outputs that it went into, ascending.</summary>
    public Taps Transposed()
    {
        List<(int, float)>[] rows = new List<(int, float)>[SourceLength];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = [];
        for (int o = 0; o < Length; o++)
        {
            for (int k = starts[o]; k < starts[o + 1]; k++)
                rows[indices[k]].Add((o, weights[k]));
        }

        return new Taps(Length, rows);
    }

    public bool Equals(Taps? other) =>
        other is not null && SourceLength == other.SourceLength && starts.AsSpan().SequenceEqual(other.starts)
        && indices.AsSpan().SequenceEqual(other.indices) && weights.AsSpan().SequenceEqual(other.weights);

    public override bool Equals(object? obj) => Equals(obj as Taps);

    public override int GetHashCode() => HashCode.Combine(SourceLength, Length, indices.Length);

    public override string ToString() => $"{SourceLength} to {Length}";
}
