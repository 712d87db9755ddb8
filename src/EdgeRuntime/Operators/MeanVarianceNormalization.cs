using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary><c>(x - mean) / deviation</c> over any axes: brought to the end, they are a <see cref="LayerNormalization"/> without parameters.</summary>
internal static class MeanVarianceNormalization
{
    // ONNX adds 1e-9 to the deviation only so that a constant input gives 0 and not NaN.
    private const float Epsilon = 1e-18f;

    /// <summary>ONNX MeanVarianceNormalization 9, 13 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        int[] axes = node.Ints("axes") ?? [0, 2, 3];
        bool[] reduced = new bool[x.Shape.Rank];
        foreach (int axis in axes)
            reduced[node.Axis(axis, x.Shape.Rank)] = true;
        List<int> order = [];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < reduced.Length; i++)
            {
                if (reduced[i] == (pass == 1))
                    order.Add(i);
            }
        }

        int kept = reduced.AsSpan().Count(false);
        if (kept == reduced.Length)
            Throw.Shape($"{node.Path}: axes is empty.");
        Transpose toEnd = new(new Axes([.. order]));
        Value moved = node.Emit(toEnd, x);
        Tensor ones = new(ElementType.Float32, new Shape(moved.Shape.Dims[kept..]));
        ones.As<float>().Fill(1);
        Value y = node.Emit(new LayerNormalization(kept, Epsilon, Centered: true), moved, node.Constant(ones));
        node.Return(node.Emit(toEnd.Inverse(), y));
    }
}
