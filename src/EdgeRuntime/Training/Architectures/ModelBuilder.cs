using System;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Random;
using AttributeType = EdgeRuntime.Import.Onnx.AttributeProto.Types.AttributeType;

namespace EdgeRuntime.Training;

/// <summary>Writes an ONNX model layer by layer, with first weights drawn from a seed. Each layer takes the one before it.</summary>
internal sealed partial class ModelBuilder
{
    private const int Opset = 17;

    private static readonly Initializer HeNormal = new ScaledInitializer(InitializerKind.HeNormal);

    private readonly ModelProto proto = new() { IrVersion = 8, ProducerName = "Edge", Graph = new GraphProto() };
    private readonly ulong seed;
    private uint weights; // the random stream of the next weight tensor

    /// <param name="name">The graph's name.</param>
    /// <param name="input">One sample: [channels, height, width], [channels, length] or [features].</param>
    /// <param name="seed">Where first weights come from.</param>
    public ModelBuilder(string name, Shape input, ulong seed)
    {
        this.seed = seed;
        proto.Graph.Name = name;
        proto.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        proto.Graph.Input.Add(Info("input", input));
        (Value, Shape) = ("input", input);
    }

    /// <summary>The name of the last layer's output.</summary>
    public string Value { get; set; }

    /// <summary>One sample of the last layer's output.</summary>
    public Shape Shape { get; set; }

    private int Layers => proto.Graph.Node.Count;

    public Model Build(string outputName)
    {
        proto.Graph.Node[^1].Output[0] = outputName;
        proto.Graph.Output.Add(Info(outputName, Shape));
        return new Model(proto);
    }

    /// <summary>Convolution of 1 or 2 spatial axes; <paramref name="pads"/> as ONNX has them (all begins, then all ends).</summary>
    public ModelBuilder Conv(int filters, int[] kernel, int[] strides, int[] pads, int groups = 1, bool bias = true, Initializer? first = null, Initializer? firstBias = null)
    {
        string name = $"conv{Layers}";
        int spatial = kernel.Length;
        if (Shape.Rank != spatial + 1 || groups < 1 || Shape[0] % groups != 0 || filters < 1 || filters % groups != 0)
            Throw.Shape($"Layer '{name}': {filters} filters of {spatial} axes in {groups} groups do not fit its input {Shape}.");
        int[] output = new int[spatial + 1];
        output[0] = filters;
        int taps = 1;
        for (int i = 0; i < spatial; i++)
        {
            int padded = Shape[i + 1] + pads[i] + pads[i + spatial];
            if (kernel[i] < 1 || strides[i] < 1 || padded < kernel[i])
                Throw.Shape($"Layer '{name}': a kernel of {kernel[i]} does not fit the length {padded} of its padded input {Shape}.");
            output[i + 1] = ((padded - kernel[i]) / strides[i]) + 1;
            taps *= kernel[i];
        }

        int channels = Shape[0] / groups;
        string w = Weight($"{name}.weight", new Shape([filters, channels, .. kernel]), channels * taps, filters / groups * taps, first ?? HeNormal);
        string[] inputs = bias ? [Value, w, Bias($"{name}.bias", filters, channels * taps, firstBias)] : [Value, w];
        Node("Conv", name, inputs, Ints("kernel_shape", kernel), Ints("strides", strides), Ints("pads", pads), Int("group", groups));
        Shape = new Shape(output);
        return this;
    }

    /// <summary>A square convolution that keeps the size at stride 1, without bias, then batch normalization.</summary>
    public ModelBuilder ConvNorm(int filters, int kernel, int stride = 1, int groups = 1) =>
        Conv(filters, [kernel, kernel], [stride, stride], [kernel / 2, kernel / 2, kernel / 2, kernel / 2], groups, bias: false).BatchNorm();

    public ModelBuilder BatchNorm()
    {
        string name = $"norm{Layers}";
        Shape channels = new(Shape[0]);
        Node("BatchNormalization", name, [Value, Filled($"{name}.weight", channels, 1f), Filled($"{name}.bias", channels, 0f), Filled($"{name}.mean", channels, 0f), Filled($"{name}.var", channels, 1f)]);
        return this;
    }

    public ModelBuilder Relu() => Activation("Relu");

    public ModelBuilder Activation(string type)
    {
        Node(type, $"{type.ToLowerInvariant()}{Layers}", [Value]);
        return this;
    }

    /// <summary>MaxPool, AveragePool, or MinPool, which is Edge's own operator.</summary>
    public ModelBuilder Pool(string type, int[] kernel, int[] strides)
    {
        string name = $"pool{Layers}";
        int[] output = [.. Shape.Dims];
        for (int i = 0; i < kernel.Length; i++)
        {
            if (Shape.Rank != kernel.Length + 1 || kernel[i] < 1 || strides[i] < 1 || Shape[i + 1] < kernel[i])
                Throw.Shape($"Layer '{name}': a window [{string.Join(", ", kernel)}] does not fit its input {Shape}.");
            output[i + 1] = ((Shape[i + 1] - kernel[i]) / strides[i]) + 1;
        }

        Node(type, name, [Value], Ints("kernel_shape", kernel), Ints("strides", strides));
        if (type == "MinPool")
            UseEdgeDomain(proto.Graph.Node[^1]);
        Shape = new Shape(output);
        return this;
    }

    public ModelBuilder GlobalAveragePool()
    {
        Node("GlobalAveragePool", $"pool{Layers}", [Value]);
        Shape = new Shape(Shape[0], 1, 1);
        return this;
    }

    public ModelBuilder Flatten()
    {
        Node("Flatten", $"flatten{Layers}", [Value], Int("axis", 1));
        Shape = new Shape(Shape.Count);
        return this;
    }

    public ModelBuilder Dropout(float ratio)
    {
        string name = $"dropout{Layers}";
        Node("Dropout", name, [Value, Constant($"{name}.ratio", Tensor.Scalar(ratio))]);
        return this;
    }

    /// <summary>
    /// Drops whole channels (Tompson et al., 2015): a mask of one number a channel, made by an ONNX Dropout of ones, is multiplied with all
    /// of it. Nothing is left of it at inference.
    /// </summary>
    public ModelBuilder SpatialDropout(float ratio)
    {
        string name = $"dropout{Layers}", x = Value;
        if (Shape.Rank < 2)
            Throw.Shape($"Layer '{name}': whole channels are dropped of an input of [channels, ...], not of {Shape}: use dropout.");
        Node("Shape", $"{name}.channels", [x], Int("start", 0), Int("end", 2)); // [N, C]
        long[] rest = new long[Shape.Rank - 1];
        Array.Fill(rest, 1);
        Node("Concat", $"{name}.shape", [Value, Constant($"{name}.rest", Tensor.Of<long>(new Shape(rest.Length), rest))], Int("axis", 0));
        Node("ConstantOfShape", $"{name}.ones", [Value], new AttributeProto { Name = "value", Type = AttributeType.Tensor, T = TensorReader.Write("", Tensor.Of<float>(new Shape(1), [1f])) });
        Node("Dropout", $"{name}.mask", [Value, Constant($"{name}.ratio", Tensor.Scalar(ratio))]);
        Node("Mul", name, [x, Value]);
        return this;
    }

    public ModelBuilder Dense(int units, Initializer? first = null, Initializer? firstBias = null)
    {
        string name = $"dense{Layers}";
        if (Shape.Rank != 1 || units < 1)
            Throw.Shape($"Layer '{name}': {units} units over an input of {Shape}: a flat input and at least one unit are needed.");
        string w = Weight($"{name}.weight", new Shape(units, Shape[0]), Shape[0], units, first ?? HeNormal);
        string bias = Bias($"{name}.bias", units, Shape[0], firstBias);
        Node("Gemm", name, [Value, w, bias], Int("transB", 1));
        Shape = new Shape(units);
        return this;
    }

    /// <summary>Adds an earlier value of the same shape.</summary>
    public ModelBuilder Add(string other)
    {
        Node("Add", $"add{Layers}", [Value, other]);
        return this;
    }

    private void UseEdgeDomain(NodeProto node)
    {
        const string Domain = "edge";
        node.Domain = Domain;
        foreach (OperatorSetIdProto set in proto.OpsetImport)
        {
            if (set.Domain == Domain)
                return;
        }

        proto.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
    }

    private string Weight(string name, Shape shape, int fanIn, int fanOut, Initializer first)
    {
        Tensor tensor = new(ElementType.Float32, shape);
        first.Fill(tensor.As<float>(), shape[0], fanIn, fanOut, new CounterRandom(seed, weights++));
        return Constant(name, tensor);
    }

    /// <summary>Zeros, which take no random stream, where nothing else is said.</summary>
    private string Bias(string name, int units, int fanIn, Initializer? first) => first is null
        ? Constant(name, new Tensor(ElementType.Float32, new Shape(units)))
        : Weight(name, new Shape(units), fanIn, units, first);

    private string Filled(string name, Shape shape, float value)
    {
        Tensor tensor = new(ElementType.Float32, shape);
        tensor.As<float>().Fill(value);
        return Constant(name, tensor);
    }

    private string Constant(string name, Tensor tensor)
    {
        proto.Graph.Initializer.Add(TensorReader.Write(name, tensor));
        return name;
    }

    private void Node(string type, string name, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        NodeProto node = new() { OpType = type, Name = name };
        foreach (string input in inputs)
            node.Input.Add(input);
        foreach (AttributeProto attribute in attributes)
            node.Attribute.Add(attribute);
        node.Output.Add(name);
        proto.Graph.Node.Add(node);
        Value = name;
    }

    private static AttributeProto Ints(string name, int[] values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeType.Ints };
        foreach (int value in values)
            attribute.Ints.Add(value);
        return attribute;
    }

    private static AttributeProto Int(string name, int value) => new() { Name = name, Type = AttributeType.Int, I = value };

    private static ValueInfoProto Info(string name, Shape sample)
    {
        TypeProto.Types.Tensor tensor = new() { ElemType = TensorReader.FromElementType(ElementType.Float32), Shape = new TensorShapeProto() };
        tensor.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "N" });
        foreach (int dim in sample.Dims)
            tensor.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = dim });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
