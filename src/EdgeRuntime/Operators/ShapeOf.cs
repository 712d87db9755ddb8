using System;

namespace EdgeRuntime.Operators;

/// <summary>ONNX Shape: the lengths of the axes, known when the model is loaded.</summary>
internal static class ShapeOf
{
    /// <summary>ONNX Shape 1, 13, 15 and newer; <c>start</c> and <c>end</c> count from the end where negative and are clamped.</summary>
    public static void Import(ImportNode node)
    {
        ReadOnlySpan<int> dims = node.Input(0).Shape.Dims;
        int start = Clamp(node.Int("start", 0), dims.Length);
        int end = Clamp(node.Int("end", dims.Length), dims.Length);
        node.Return(node.Constant(Tensor.Ints(dims[start..Math.Max(start, end)])));
    }

    private static int Clamp(int position, int rank) => Math.Clamp(position < 0 ? position + rank : position, 0, rank);
}
