using System;

namespace EdgeRuntime;

/// <summary>The lengths of a tensor's axes, at most 8 of them; no axes for a scalar. At most 2^31 - 1 elements.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The greatest number of axes.</summary>
    public const int MaxRank = 8;

    private readonly int[]? dims;

    /// <summary>Makes a shape from its lengths.</summary>
    /// <param name="dims">The length of each axis, outermost first, each 0 or more.</param>
    /// <exception cref="EdgeException">A length is negative, or there are too many axes or elements.</exception>
    public Shape(params ReadOnlySpan<int> dims)
    {
        if (dims.Length > MaxRank)
            Throw.Shape($"A tensor of {dims.Length} axes: at most {MaxRank} are supported.");
        long count = 1;
        foreach (int dim in dims)
        {
            if (dim < 0)
                Throw.Shape($"Shape [{string.Join(", ", dims.ToArray())}] has a negative length.");
            // A zero further on makes the tensor empty, but the lengths before it must not overflow on the way.
            count = checked(count * Math.Max(dim, 1));
            if (count > int.MaxValue)
                Throw.Shape($"Shape [{string.Join(", ", dims.ToArray())}] has more than 2^31 - 1 elements.");
        }

        this.dims = dims.ToArray();
    }

    /// <summary>The number of axes.</summary>
    public int Rank => dims?.Length ?? 0;

    /// <summary>The lengths, outermost first.</summary>
    public ReadOnlySpan<int> Dims => dims;

    /// <summary>The number of elements; 1 for a scalar.</summary>
    public int Count => Product(0, Rank);

    /// <summary>The length of an axis.</summary>
    /// <param name="axis">From 0, outermost first; <c>^1</c> is the innermost.</param>
    public int this[Index axis] => Dims[axis];

    /// <summary>Two shapes are equal when all their lengths are.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Two shapes differ when any of their lengths does.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Shape other) => Dims.SequenceEqual(other.Dims);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int dim in Dims)
            hash.Add(dim);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", dims ?? [])}]";

    /// <summary>The product of the lengths of the axes from <paramref name="from"/> up to, not including, <paramref name="to"/>.</summary>
    internal int Product(int from, int to)
    {
        int product = 1;
        for (int i = from; i < to; i++)
            product *= dims![i];
        return product;
    }

    /// <summary>The elements from one step of an axis to the next, for each axis.</summary>
    internal int[] Strides()
    {
        int[] strides = new int[Rank];
        int stride = 1;
        for (int i = Rank - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= dims![i];
        }

        return strides;
    }

    internal Shape With(int axis, int dim)
    {
        int[] copy = Dims.ToArray();
        copy[axis] = dim;
        return new Shape(copy);
    }

    internal Shape Insert(int axis, int dim) => new([.. Dims[..axis], dim, .. Dims[axis..]]);

    internal Shape RemoveAt(int axis) => new([.. Dims[..axis], .. Dims[(axis + 1)..]]);

    internal Shape Permute(ReadOnlySpan<int> order)
    {
        int[] permuted = new int[Rank];
        for (int i = 0; i < permuted.Length; i++)
            permuted[i] = dims![order[i]];
        return new Shape(permuted);
    }

    /// <summary>The shape that both broadcast to by the rules of numpy, or null where they do not.</summary>
    internal static Shape? Broadcast(Shape a, Shape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        Span<int> dims = stackalloc int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int x = i <= a.Rank ? a[^i] : 1;
            int y = i <= b.Rank ? b[^i] : 1;
            if (x != y && x != 1 && y != 1)
                return null;
            dims[^i] = x == 1 ? y : x;
        }

        return new Shape(dims);
    }
}
