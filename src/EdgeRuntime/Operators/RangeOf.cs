using System;
using System.Numerics;

namespace EdgeRuntime.Operators;

/// <summary>ONNX Range: <c>start, start + delta, ...</c> up to, not including, <c>limit</c>; all three are constants.</summary>
internal static class RangeOf
{
    private const int MaxCount = 1 << 22; // no network counts further

    /// <summary>ONNX Range 11 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Tensor start = node.Constant(0), limit = node.Constant(1), delta = node.Constant(2);
        if (start.Shape.Count != 1 || limit.Shape.Count != 1 || delta.Shape.Count != 1 || start.Type != limit.Type || start.Type != delta.Type)
            Throw.Shape($"{node.Path}: start, limit and delta must be single numbers of one type, got {start}, {limit} and {delta}.");
        Tensor? range = start.Type switch
        {
            ElementType.Float32 => Count<float>(node, start, limit, delta),
            ElementType.Float64 => Count<double>(node, start, limit, delta),
            ElementType.Float16 => Count<Half>(node, start, limit, delta),
            ElementType.Int16 => Count<short>(node, start, limit, delta),
            ElementType.Int32 => Count<int>(node, start, limit, delta),
            ElementType.Int64 => Count<long>(node, start, limit, delta),
            _ => null,
        };
        if (range is null)
            node.Refuse($"Range of {start.Type} is not supported");
        else
            node.Return(node.Constant(range));
    }

    private static Tensor Count<T>(ImportNode node, Tensor start, Tensor limit, Tensor delta)
        where T : unmanaged, INumber<T>
    {
        T first = start.As<T>()[0], step = delta.As<T>()[0];
        double length = Length(first, limit.As<T>()[0], step);
        if (T.IsZero(step) || !(length <= MaxCount))
            Throw.Shape($"{node.Path}: from {first} to {limit.As<T>()[0]} by {step} is no range of at most {MaxCount} numbers.");
        if (!node.MayFold((long)Math.Max(length, 0) * start.Type.Size()))
            node.Refuse($"its {length} numbers, with what else is computed at load, are out of proportion to the file");
        Tensor range = new(start.Type, new Shape((int)Math.Max(length, 0)));
        Span<T> values = range.As<T>();
        for (int i = 0; i < values.Length; i++)
            values[i] = first + (T.CreateTruncating(i) * step);
        return range;
    }

    private static double Length<T>(T first, T limit, T step)
        where T : unmanaged, INumber<T>
    {
        double by = double.CreateChecked(step);
        if (first is float or double or Half)
            return Math.Ceiling((double.CreateChecked(limit) - double.CreateChecked(first)) / by);
        // The difference of large integers is exact in 128 bits and small where the range is one.
        return Math.Ceiling((double)(Int128.CreateChecked(limit) - Int128.CreateChecked(first)) / by);
    }
}
