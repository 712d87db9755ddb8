using System;

namespace EdgeRuntime.Operators;

/// <summary>A sparse matrix: for each index of an output axis, the indices of the input axis that it is made of and their weights.</summary>
/// <param name="sourceLength">The length of the input axis.</param>
/// <param name="starts">Where the taps of each output begin; the last entry is their number.</param>
/// <param name="indices">The input of each tap, ascending for an output; an output without taps is a fixed value.</param>
/// <param name="weights">The weight of each tap.</param>
internal sealed class Taps(int sourceLength, int[] starts, int[] indices, float[] weights) : IEquatable<Taps>
{
    private readonly int[] starts = starts;

    public int SourceLength { get; } = sourceLength;

    public int Length => starts.Length - 1;

    public int[] Indices { get; } = indices;

    public float[] Weights { get; } = weights;

    /// <summary>Where the taps of an output begin and how many they are.</summary>
    public (int Start, int Count) this[int output] => (starts[output], starts[output + 1] - starts[output]);

    /// <summary>The matrix of the gradient: for each input the outputs that it went into, ascending.</summary>
    public Taps Transposed()
    {
        int[] rows = new int[SourceLength + 1], outputs = new int[Indices.Length];
        float[] shares = new float[Indices.Length];
        foreach (int index in Indices)
            rows[index + 1]++;
        for (int i = 0; i < SourceLength; i++)
            rows[i + 1] += rows[i];
        int[] next = rows.AsSpan(0, SourceLength).ToArray();
        for (int o = 0; o < Length; o++)
        {
            for (int k = starts[o]; k < starts[o + 1]; k++)
            {
                int place = next[Indices[k]]++;
                (outputs[place], shares[place]) = (o, Weights[k]);
            }
        }

        return new Taps(Length, rows, outputs, shares);
    }

    public bool Equals(Taps? other) =>
        other is not null && SourceLength == other.SourceLength && starts.AsSpan().SequenceEqual(other.starts)
        && Indices.AsSpan().SequenceEqual(other.Indices) && Weights.AsSpan().SequenceEqual(other.Weights);

    public override bool Equals(object? obj) => Equals(obj as Taps);

    public override int GetHashCode() => HashCode.Combine(SourceLength, Length, Indices.Length);

    public override string ToString() => $"{SourceLength} to {Length}";
}
