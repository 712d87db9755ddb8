namespace EdgeRuntime.Operators;

/// <summary>
/// The lines of a tensor along one axis, and where the line at the same place of another tensor begins, whose other axes may have
/// other lengths.
/// </summary>
internal sealed class AxisLines
{
    private readonly Shape shape;
    private readonly Shape other;
    private readonly int[] strides;
    private readonly int[] otherStrides;
    private readonly int axis;

    /// <param name="shape">The tensor that is gone through.</param>
    /// <param name="other">The other tensor, of the same rank.</param>
    /// <param name="axis">The axis of the lines.</param>
    public AxisLines(Shape shape, Shape other, int axis)
    {
        (this.shape, this.other, this.axis) = (shape, other, axis);
        (strides, otherStrides) = (shape.Strides(), other.Strides());
        Count = shape.Product(0, axis) * shape.Product(axis + 1, shape.Rank);
    }

    /// <summary>How many lines there are.</summary>
    public int Count { get; }

    /// <summary>Elements of a line.</summary>
    public int Length => shape[axis];

    /// <summary>From an element of a line to the next.</summary>
    public int Stride => strides[axis];

    /// <summary>Elements of a line of the other tensor.</summary>
    public int OtherLength => other[axis];

    /// <summary>From an element of a line of the other tensor to the next.</summary>
    public int OtherStride => otherStrides[axis];

    /// <summary>Where a line begins in both tensors.</summary>
    /// <param name="line">The line's number, in row-major order of the other axes.</param>
    /// <param name="start">Its first element.</param>
    /// <param name="otherStart">The first element of the other tensor's line.</param>
    /// <returns>Whether the other tensor has that line.</returns>
    public bool Find(int line, out int start, out int otherStart)
    {
        (start, otherStart) = (0, 0);
        bool inside = true;
        for (int i = shape.Rank - 1; i >= 0; i--)
        {
            if (i == axis)
                continue;
            (line, int at) = System.Math.DivRem(line, shape[i]);
            start += at * strides[i];
            otherStart += at * otherStrides[i];
            inside &= at < other[i];
        }

        return inside;
    }
}
