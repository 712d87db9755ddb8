using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>ONNX's windows, sums of cosines over a constant number of samples: computed at load.</summary>
internal static class WindowOf
{
    private const int MaxCount = 1 << 22;

    /// <summary>ONNX HannWindow 17 and newer.</summary>
    public static void ImportHann(ImportNode node) => Import(node, 0.5, 0.5, 0);

    /// <summary>ONNX HammingWindow 17 and newer, with 25/46 where numpy has 0.54.</summary>
    public static void ImportHamming(ImportNode node) => Import(node, 25d / 46, 21d / 46, 0);

    /// <summary>ONNX BlackmanWindow 17 and newer.</summary>
    public static void ImportBlackman(ImportNode node) => Import(node, 0.42, 0.5, 0.08);

    private static void Import(ImportNode node, double a0, double a1, double a2)
    {
        int[] size = node.ConstantInts(0);
        if (size.Length != 1 || size[0] < 0 || size[0] > MaxCount)
            Throw.Shape($"{node.Path}: a window has one size of 0 to {MaxCount} samples, got {node.Input(0)}.");
        ElementType type = OnnxElementType.Of(node.Int("output_datatype", 1), node.Path);
        bool periodic = node.Flag("periodic", true);
        if (!node.MayFold((long)size[0] * sizeof(float)))
            node.Refuse($"its {size[0]} samples, with what else is computed at load, are out of proportion to the file");
        Tensor window = new(ElementType.Float32, new Shape(size[0]));
        CosineWindow.Write(a0, a1, a2, periodic, window.As<float>());
        node.Return(Cast.Convert(node, node.Constant(window), type));
    }
}
