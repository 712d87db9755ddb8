using System;

namespace EdgeRuntime.Operators;

/// <summary>A short list of integers (axes, strides, pads) that compares by content, so that operators that hold one are equal when their attributes are.</summary>
internal readonly struct Axes(params int[] values) : IEquatable<Axes>
{
    private readonly int[] values = values;

    public int Count => values.Length;

    public ReadOnlySpan<int> Span => values;

    public int this[int index] => values[index];

    public static bool operator ==(Axes left, Axes right) => left.Equals(right);

    public static bool operator !=(Axes left, Axes right) => !left.Equals(right);

    public bool Equals(Axes other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is Axes other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int value in Span)
            hash.Add(value);
        return hash.ToHashCode();
    }

    /// <summary>The same numbers with another one for <paramref name="axis"/>.</summary>
    public Axes With(int axis, int value)
    {
        int[] numbers = Span.ToArray();
        numbers[axis] = value;
        return new Axes(numbers);
    }

    public override string ToString() => string.Join(",", values);
}
