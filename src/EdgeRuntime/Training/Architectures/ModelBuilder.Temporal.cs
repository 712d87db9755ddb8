using EdgeRuntime.Import;

namespace EdgeRuntime.Training;

/// <summary>Convolutions over time. Between them values are [N, features, T], as ONNX's convolutions have it.</summary>
internal sealed partial class ModelBuilder
{
    /// <summary>[N, T, features] to [N, features, T].</summary>
    public ModelBuilder FeaturesFirst()
    {
        Node("Transpose", $"features{Layers}", [Value], Ints("perm", [0, 2, 1]));
        return this;
    }

    /// <summary>A convolution that sees a step and those before it, as many as its dilated kernel reaches; zeros stand before the first step.</summary>
    /// <param name="filters">Features of a step of the output.</param>
    /// <param name="kernel">Steps that are seen.</param>
    /// <param name="dilation">From one of them to the next.</param>
    /// <param name="separable">Whether time and features are mixed one after the other: a filter a feature, then a convolution of one step.</param>
    /// <param name="bias">Whether filters have one; of no use where a normalization follows.</param>
    public ModelBuilder CausalConv(int filters, int kernel, int dilation = 1, bool separable = false, bool bias = false)
    {
        if (separable)
            return TimeConv(Shape[0], kernel, dilation, groups: Shape[0], bias: false).TimeConv(filters, kernel: 1, dilation: 1, groups: 1, bias);
        return TimeConv(filters, kernel, dilation, groups: 1, bias);
    }

    /// <summary>The last step that is real: [N, features, T] to [N, features].</summary>
    public ModelBuilder LastOfTime()
    {
        string name = $"last{Layers}", steps = Value;
        if (Lengths.Length > 0)
        {
            // Picked, not summed under a mask: what stands behind the end may be NaN, and frame by frame the newest step is the last one.
            Node("Transpose", $"{name}.rows", [steps], Ints("perm", [0, 2, 1]));
            string rows = Value;
            Node("Sub", $"{name}.index", [Lengths, Constant($"{name}.one", Tensor.Of<int>(new Shape(1), [1]))]);
            Node("Cast", $"{name}.place", [Value], Int("to", TensorReader.FromElementType(ElementType.Int64)));
            Node("Unsqueeze", $"{name}.tuple", [Value, Constant($"{name}.column", Tensor.Of<long>(new Shape(1), [1]))]); // [N, 1]
            Node("GatherND", name, [rows, Value], Int("batch_dims", 1));
            return this;
        }

        Node("Gather", name, [steps, Constant($"{name}.step", Tensor.Of<long>(default, [-1]))], Int("axis", 2));
        return this;
    }

    /// <summary>The mean of the steps that are real: [N, features, T] to [N, features].</summary>
    public ModelBuilder MeanOfTime()
    {
        string name = $"mean{Layers}", steps = Value;
        if (Lengths.Length == 0)
        {
            Node("ReduceMean", name, [steps], Ints("axes", [2]), Int("keepdims", 0));
            return this;
        }

        SumOfRealTime($"{name}.sum", steps);
        string sum = Value;
        Node("Cast", $"{name}.lengths", [Lengths], Int("to", TensorReader.FromElementType(ElementType.Float32)));
        Node("Unsqueeze", $"{name}.column", [Value, Constant($"{name}.axis", Tensor.Of<long>(new Shape(1), [1]))]);
        Node("Div", name, [sum, Value]);
        return this;
    }

    // Real steps are chosen, not multiplied by 1: what stands behind the end may be NaN.
    private void SumOfRealTime(string name, string steps)
    {
        Node("Unsqueeze", $"{name}.bound", [Lengths, Constant($"{name}.column", Tensor.Of<long>(new Shape(1), [1]))]); // [N, 1]
        string column = Value;
        Node("Shape", $"{name}.shape", [steps], Int("start", 2), Int("end", 3));
        Node("Squeeze", $"{name}.length", [Value]);
        Node("Range", $"{name}.all", [Constant($"{name}.zero", Tensor.Of<long>(default, [0])), Value, Constant($"{name}.step", Tensor.Of<long>(default, [1]))]);
        Node("Cast", $"{name}.times", [Value], Int("to", TensorReader.FromElementType(ElementType.Int32))); // [T]
        Node("Less", $"{name}.holds", [Value, column]); // [N, T]
        Node("Unsqueeze", $"{name}.mask", [Value, Constant($"{name}.axis", Tensor.Of<long>(new Shape(1), [1]))]); // [N, 1, T]
        Node("Where", $"{name}.real", [Value, steps, Constant($"{name}.nothing", Tensor.Scalar(0))]);
        Node("ReduceSum", name, [Value, Constant($"{name}.over", Tensor.Of<long>(new Shape(1), [2]))], Int("keepdims", 0));
    }

    private ModelBuilder TimeConv(int filters, int kernel, int dilation, int groups, bool bias)
    {
        string name = $"conv{Layers}";
        int channels = Shape[0] / groups;
        string w = Weight($"{name}.weight", new Shape(filters, channels, kernel), channels * kernel, filters / groups * kernel, HeNormal);
        string[] inputs = bias ? [Value, w, Bias($"{name}.bias", filters, channels * kernel, null)] : [Value, w];
        Node("Conv", name, inputs, Ints("kernel_shape", [kernel]), Ints("dilations", [dilation]), Ints("pads", [(kernel - 1) * dilation, 0]), Int("group", groups));
        Shape = new Shape(filters);
        return this;
    }
}
