using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// A new axis of a given depth that holds the on value at each index and the off value elsewhere: a comparison with the numbers from 0 on and a
/// <see cref="Where"/>. Negative indices count from the end; one that is out of range is off everywhere.
/// </summary>
internal static class OneHot
{
    /// <summary>ONNX OneHot 9, 11 and newer; the depth is a constant.</summary>
    public static void Import(ImportNode node)
    {
        Value indices = Cast.Convert(node, node.Input(0), ElementType.Int64), values = node.Input(2);
        float? given = node.OptionalConstantFloat(1);
        if (given is not (>= 1 and <= 1 << 24) || values.Shape != new Shape(2))
            Throw.Shape($"{node.Path}: a depth of 1 to 2^24 and values [off, on] are needed, got {node.Input(1)} and {values}.");
        int depth = (int)given.Value;
        int axis = node.Axis(node.Int("axis", -1), indices.Shape.Rank + 1);
        Value numbers = Numbers(node, depth, indices.Shape.Rank - axis);
        Value fromEnd = node.Emit(new Add(), indices, node.Constant(Tensor.Of<long>(default, [depth])));
        Value isNegative = node.Emit(new Less(), indices, node.Constant(new Tensor(ElementType.Int64, default)));
        Value index = node.Emit(new Where(), isNegative, fromEnd, indices);
        index = node.Reshape(index, new Shape([.. indices.Shape.Dims[..axis], 1, .. indices.Shape.Dims[axis..]]));
        Value off = node.Reshape(node.Emit(Slice.Of(values.Shape, 0, 0, 1), values), default);
        Value on = node.Reshape(node.Emit(Slice.Of(values.Shape, 0, 1, 1), values), default);
        node.Return(node.Emit(new Where(), node.Emit(new Equal(), index, numbers), on, off));
    }

    /// <summary>0, 1, ... along an axis that <paramref name="behind"/> others follow.</summary>
    public static Value Numbers(ImportNode node, int count, int behind)
    {
        if (!node.MayFold((long)count * sizeof(long)))
            node.Refuse($"{count} classes are out of proportion to the file");
        int[] dims = new int[behind + 1];
        dims.AsSpan().Fill(1);
        dims[0] = count;
        Tensor numbers = new(ElementType.Int64, new Shape(dims));
        for (int i = 0; i < count; i++)
            numbers.As<long>()[i] = i;
        return node.Constant(numbers);
    }
}
