using System;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>Layers of sequences [N, T, features] that see all steps at once. What depends on T is computed when a model is loaded.</summary>
internal sealed partial class ModelBuilder
{
    private static readonly Initializer GlorotUniform = new ScaledInitializer(InitializerKind.GlorotUniform);

    private string countOfSteps = ""; // a scalar, int64

    /// <summary>Which steps are real, bools [N, T]; empty where all are.</summary>
    private string realSteps = "";

    /// <summary>A dense layer of every step.</summary>
    public ModelBuilder DenseOfSteps(int units)
    {
        string name = $"dense{Layers}";
        string w = Weight($"{name}.weight", new Shape(Shape[^1], units), Shape[^1], units, GlorotUniform);
        Node("MatMul", $"{name}.product", [Value, w]);
        Node("Add", name, [Value, Filled($"{name}.bias", new Shape(units), 0)]);
        Shape = new Shape(units);
        return this;
    }

    /// <summary>
    /// Adds where each step stands (Vaswani et al., 2017): sines, then cosines, of the step times frequencies that fall from 1 to 1 / 10,000.
    /// </summary>
    public ModelBuilder AddPositions()
    {
        string name = $"position{Layers}", x = Value;
        float[] frequencies = new float[Shape[^1] / 2];
        for (int i = 0; i < frequencies.Length; i++)
            frequencies[i] = VectorMath.Exp<ScalarSet, float>(-9.21034037f * i / frequencies.Length);
        Node("Cast", $"{name}.count", [CountOfSteps()], Int("to", (int)TensorProto.Types.DataType.Float));
        Node("Range", $"{name}.steps", [Constant($"{name}.first", Tensor.Scalar(0)), Value, Constant($"{name}.next", Tensor.Scalar(1))]);
        Node("Unsqueeze", $"{name}.column", [Value, Axis($"{name}.axis", 1)]);
        string column = Value;
        // A node, since an initializer would be trained.
        Node("Constant", $"{name}.frequencies", [], new AttributeProto
        {
            Name = "value",
            Type = AttributeProto.Types.AttributeType.Tensor,
            T = Import.TensorReader.Write("", Tensor.Of<float>(new Shape(frequencies.Length), frequencies)),
        });
        Node("Mul", $"{name}.angles", [column, Value]);
        string angles = Value;
        Node("Sin", $"{name}.sines", [angles]);
        Node("Cos", $"{name}.cosines", [angles]);
        Node("Concat", $"{name}.waves", [$"{name}.sines", $"{name}.cosines"], Int("axis", 1));
        Node("Add", name, [x, Value]);
        return this;
    }

    public ModelBuilder LayerNorm()
    {
        string name = $"norm{Layers}";
        Shape features = new(Shape[^1]);
        Node("LayerNormalization", name, [Value, Filled($"{name}.weight", features, 1f), Filled($"{name}.bias", features, 0f)], Int("axis", -1));
        return this;
    }

    /// <summary>Gelu, written out for operator sets that do not have it.</summary>
    public ModelBuilder Gelu()
    {
        string name = $"gelu{Layers}", x = Value;
        Node("Div", $"{name}.deviations", [x, Constant($"{name}.root", Tensor.Scalar(1.41421354f))]);
        Node("Erf", $"{name}.erf", [Value]);
        Node("Add", $"{name}.twice", [Value, Constant($"{name}.one", Tensor.Scalar(1))]);
        Node("Mul", $"{name}.product", [x, Value]);
        Node("Mul", name, [Value, Constant($"{name}.half", Tensor.Scalar(0.5f))]);
        return this;
    }

    /// <summary>Attention of every step to all steps that are real, by several heads, with one projection before and one behind it.</summary>
    public ModelBuilder SelfAttention(int heads)
    {
        string name = $"attention{Layers}";
        int width = Shape[^1], depth = width / heads;
        string real = RealSteps();
        DenseOfSteps(3 * width);
        NodeProto split = new() { OpType = "Split", Name = $"{name}.split" };
        split.Input.Add(Value);
        split.Input.Add(Constant($"{name}.parts", Tensor.Ints(width, width, width)));
        split.Output.Add([$"{name}.q", $"{name}.k", $"{name}.v"]);
        split.Attribute.Add(Int("axis", -1));
        proto.Graph.Node.Add(split);
        string shape = Constant($"{name}.heads", Tensor.Ints(0, 0, heads, depth));
        Heads($"{name}.q", shape, [0, 2, 1, 3]);
        Heads($"{name}.k", shape, [0, 2, 3, 1]);
        Heads($"{name}.v", shape, [0, 2, 1, 3]);
        Node("MatMul", $"{name}.products", [$"{name}.q.turned", $"{name}.k.turned"]);
        Node("Mul", $"{name}.scores", [Value, Constant($"{name}.scale", Tensor.Scalar(1 / MathF.Sqrt(depth)))]);
        if (real.Length > 0)
            Node("Add", $"{name}.masked", [Value, real]);
        Node("Softmax", $"{name}.probabilities", [Value], Int("axis", -1));
        Node("MatMul", $"{name}.values", [Value, $"{name}.v.turned"]);
        Node("Transpose", $"{name}.beside", [Value], Ints("perm", [0, 2, 1, 3]));
        Node("Reshape", name, [Value, Constant($"{name}.shape", Tensor.Ints(0, 0, width))]);
        Shape = new Shape(width);
        return DenseOfSteps(width);
    }

    /// <summary>Zeros behind the end of each sequence, whatever came there: attention multiplies it by 0, which does not rid it of NaN.</summary>
    public ModelBuilder ClearBehindEnds()
    {
        if (RealSteps().Length > 0)
            ChooseReal("steps.cleared", Value);
        return this;
    }

    /// <summary>The mean over the steps that are real: [N, T, features] to [N, features].</summary>
    public ModelBuilder MeanOfRealSteps()
    {
        string name = $"mean{Layers}", x = Value;
        if (Lengths.Length == 0)
        {
            Node("ReduceMean", name, [x], Ints("axes", [1]), Int("keepdims", 0));
            return this;
        }

        ChooseReal($"{name}.values", x);
        Node("ReduceSum", $"{name}.sum", [Value, Axis($"{name}.steps", 1)], Int("keepdims", 0));
        string sum = Value;
        Node("Cast", $"{name}.lengths", [Lengths], Int("to", (int)TensorProto.Types.DataType.Float));
        Node("Unsqueeze", $"{name}.column", [Value, Axis($"{name}.axis", 1)]);
        Node("Div", name, [sum, Value]);
        return this;
    }

    private void ChooseReal(string name, string x)
    {
        Node("Unsqueeze", $"{name}.mask", [realSteps, Axis($"{name}.last", 2)]);
        Node("Where", name, [Value, x, Constant($"{name}.nothing", Tensor.Scalar(0))]);
    }

    private void Heads(string part, string shape, int[] order)
    {
        Node("Reshape", $"{part}.heads", [part, shape]);
        Node("Transpose", $"{part}.turned", [Value], Ints("perm", order));
    }

    /// <summary>The mask of all layers, floats [N, 1, 1, T]; empty where all steps are real.</summary>
    private string RealSteps()
    {
        const string Name = "steps.mask";
        if (Lengths.Length == 0 || realSteps.Length > 0)
            return realSteps.Length > 0 ? Name : "";
        string before = Value;
        Node("Cast", "steps.count", [CountOfSteps()], Int("to", (int)TensorProto.Types.DataType.Int32));
        Node("Range", "steps.numbers", [Constant("steps.first", Tensor.Of<int>(default, [0])), Value, Constant("steps.next", Tensor.Of<int>(default, [1]))]);
        Node("Unsqueeze", "steps.lengths", [Lengths, Axis("steps.axis", 1)]);
        Node("Less", realSteps = "steps.real", ["steps.numbers", Value]);
        // Not minus infinity, which runtimes that subtract before they look make NaN of.
        Node("Where", "steps.hidden", [Value, Constant("steps.seen", Tensor.Scalar(0)), Constant("steps.unseen", Tensor.Scalar(-1e9f))]);
        Node("Unsqueeze", Name, [Value, Constant("steps.axes", Tensor.Ints(1, 2))]);
        Value = before;
        return Name;
    }

    private string CountOfSteps()
    {
        if (countOfSteps.Length > 0)
            return countOfSteps;
        string before = Value;
        Node("Shape", "steps.shape", ["input"], Int("start", 1), Int("end", 2));
        Node("Squeeze", countOfSteps = "steps.scalar", [Value, Axis("steps.only", 0)]);
        Value = before;
        return countOfSteps;
    }

    private string Axis(string name, int axis) => Constant(name, Tensor.Ints(axis));
}
