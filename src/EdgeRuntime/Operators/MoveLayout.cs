using System;
using System.Collections.Generic;

namespace EdgeRuntime.Operators;

/// <summary>
/// A box of elements that is moved from one strided layout into another: axes of length 1 are dropped, and axes that neighbour each
/// other on both sides are merged. Strides are in bytes.
/// </summary>
internal sealed class MoveLayout
{
    /// <param name="lengths">The lengths of the box, outermost first.</param>
    /// <param name="sourceStrides">Elements from one index of an axis to the next in the source; 0 repeats, negative runs backwards.</param>
    /// <param name="targetStrides">The same in the target.</param>
    /// <param name="elementBytes">Bytes of one element.</param>
    public MoveLayout(ReadOnlySpan<int> lengths, ReadOnlySpan<int> sourceStrides, ReadOnlySpan<int> targetStrides, int elementBytes)
    {
        ElementBytes = elementBytes;
        for (int i = 0; i < lengths.Length; i++)
        {
            Count *= lengths[i];
            if (lengths[i] == 1)
                continue;
            long from = (long)sourceStrides[i] * elementBytes;
            long to = (long)targetStrides[i] * elementBytes;
            if (Lengths.Count > 0 && From[^1] == from * lengths[i] && To[^1] == to * lengths[i])
            {
                Lengths[^1] *= lengths[i];
                (From[^1], To[^1]) = (from, to);
            }
            else
            {
                Lengths.Add(lengths[i]);
                From.Add(from);
                To.Add(to);
            }
        }
    }

    public int ElementBytes { get; }

    /// <summary>All elements.</summary>
    public long Count { get; } = 1;

    public List<int> Lengths { get; } = [];

    public List<long> From { get; } = [];

    public List<long> To { get; } = [];

    /// <summary>
    /// Whether the two innermost axes are a matrix turned over: what is next to each other on one side is a row apart on the other.
    /// </summary>
    public bool TurnsMatrices =>
        Lengths.Count >= 2 && To[^1] == ElementBytes && From[^2] == ElementBytes && From[^1] >= (long)Lengths[^2] * ElementBytes;
}
