using System;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Random;
using AttributeType = EdgeRuntime.Import.Onnx.AttributeProto.Types.AttributeType;

namespace EdgeRuntime.Training;

/// <summary>Layers of sequences. Between them values are [T, N, features], as ONNX's recurrent operators have it.</summary>
internal sealed partial class ModelBuilder
{
    private const string Steps = "T";

    private static readonly Initializer Orthogonal = new OrthogonalInitializer(1f);

    /// <summary>The input that says how many steps of each sequence are real; empty for none.</summary>
    public string Lengths { get; private set; } = "";

    /// <summary>A builder whose input is sequences [N, T, features] with any number of steps.</summary>
    /// <param name="name">The graph's name.</param>
    /// <param name="features">Numbers of a step.</param>
    /// <param name="takesLengths">Whether there is an input for lengths.</param>
    /// <param name="seed">Where first weights come from.</param>
    public static ModelBuilder ForSequences(string name, int features, bool takesLengths, ulong seed)
    {
        ModelBuilder builder = new(name, new Shape(1, features), seed);
        builder.proto.Graph.Input[0].Type.TensorType.Shape.Dim[1] = new TensorShapeProto.Types.Dimension { DimParam = Steps };
        builder.Shape = new Shape(features);
        if (!takesLengths)
            return builder;
        TypeProto.Types.Tensor tensor = new() { ElemType = TensorReader.FromElementType(ElementType.Int32), Shape = new TensorShapeProto() };
        tensor.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "N" });
        builder.proto.Graph.Input.Add(new ValueInfoProto { Name = "lengths", Type = new TypeProto { TensorType = tensor } });
        builder.Lengths = "lengths";
        return builder;
    }

    /// <summary>[N, T, features] to [T, N, features].</summary>
    public ModelBuilder StepsFirst()
    {
        Node("Transpose", $"steps{Layers}", [Value], Ints("perm", [1, 0, 2]));
        return this;
    }

    /// <summary>
    /// A GRU or LSTM over [T, N, features]. Input weights are uniform in ±1 / sqrt(hidden), as PyTorch has them; recurrent weights are orthogonal,
    /// gate by gate; an LSTM begins by forgetting little (a forget bias of 1).
    /// </summary>
    /// <param name="type">GRU or LSTM.</param>
    /// <param name="hidden">Numbers of the state.</param>
    /// <param name="bidirectional">Whether sequences are read backward too.</param>
    /// <param name="lastOnly">Whether the output is the last state [N, directions * hidden], not all of them [T, N, directions * hidden].</param>
    public ModelBuilder Recurrent(string type, int hidden, bool bidirectional, bool lastOnly)
    {
        string name = $"{type.ToLowerInvariant()}{Layers}";
        int gates = type == "GRU" ? 3 : 4, directions = bidirectional ? 2 : 1, features = Shape[^1];
        string w = GateWeight($"{name}.weight", directions, gates, hidden, features, new UniformInitializer(-1 / MathF.Sqrt(hidden), 1 / MathF.Sqrt(hidden)));
        string r = GateWeight($"{name}.recurrence", directions, gates, hidden, hidden, Orthogonal);
        string b = GateBias($"{name}.bias", directions, gates, hidden);
        NodeProto node = new() { OpType = type, Name = name };
        foreach (string input in (ReadOnlySpan<string>)[Value, w, r, b])
            node.Input.Add(input);
        if (Lengths.Length > 0)
            node.Input.Add(Lengths);
        node.Output.Add(lastOnly ? "" : $"{name}.all");
        if (lastOnly)
            node.Output.Add($"{name}.last");
        node.Attribute.Add(Int("hidden_size", hidden));
        node.Attribute.Add(new AttributeProto { Name = "direction", Type = AttributeType.String, S = Google.Protobuf.ByteString.CopyFromUtf8(bidirectional ? "bidirectional" : "forward") });
        if (type == "GRU")
            node.Attribute.Add(Int("linear_before_reset", 1)); // PyTorch's and cuDNN's form: the recurrent product is one for all gates
        proto.Graph.Node.Add(node);
        Value = node.Output[^1];
        Shape = new Shape(directions * hidden);
        return JoinDirections(name, directions, lastOnly);
    }

    /// <summary>The mean of the states of all steps that are real: [T, N, features] to [N, features].</summary>
    public ModelBuilder MeanOfSteps()
    {
        string name = $"mean{Layers}";
        if (Lengths.Length == 0)
        {
            Node("ReduceMean", name, [Value], Ints("axes", [0]), Int("keepdims", 0));
            return this;
        }

        // Behind the end of a sequence the states are 0.
        Node("ReduceSum", $"{name}.sum", [Value, Constant($"{name}.steps", Tensor.Of<long>(new Shape(1), [0]))], Int("keepdims", 0));
        string sum = Value;
        Node("Cast", $"{name}.lengths", [Lengths], Int("to", TensorReader.FromElementType(ElementType.Float32)));
        Node("Unsqueeze", $"{name}.column", [Value, Constant($"{name}.axis", Tensor.Of<long>(new Shape(1), [1]))]);
        Node("Div", name, [sum, Value]);
        return this;
    }

    // [T, D, N, H] to [T, N, D * H], or [D, N, H] to [N, D * H]
    private ModelBuilder JoinDirections(string name, int directions, bool lastOnly)
    {
        int axis = lastOnly ? 0 : 1;
        if (directions == 1)
        {
            Node("Squeeze", $"{name}.joined", [Value, Constant($"{name}.axis", Tensor.Of<long>(new Shape(1), [axis]))]);
            return this;
        }

        Node("Transpose", $"{name}.beside", [Value], Ints("perm", lastOnly ? [1, 0, 2] : [0, 2, 1, 3]));
        long[] shape = lastOnly ? [0, -1] : [0, 0, -1];
        Node("Reshape", $"{name}.joined", [Value, Constant($"{name}.shape", Tensor.Of<long>(new Shape(shape.Length), shape))]);
        return this;
    }

    private string GateWeight(string name, int directions, int gates, int hidden, int inputs, Initializer first)
    {
        Tensor tensor = new(ElementType.Float32, new Shape(directions, gates * hidden, inputs));
        int block = hidden * inputs;
        for (int i = 0; i < directions * gates; i++)
            first.Fill(tensor.As<float>().Slice(i * block, block), hidden, inputs, hidden, new CounterRandom(seed, weights++));
        return Constant(name, tensor);
    }

    // Input biases, then recurrent ones; an LSTM's gates are input, output, forget, cell.
    private string GateBias(string name, int directions, int gates, int hidden)
    {
        Tensor tensor = new(ElementType.Float32, new Shape(directions, 2 * gates * hidden));
        for (int d = 0; d < directions && gates == 4; d++)
            tensor.As<float>().Slice((d * 2 * gates * hidden) + (2 * hidden), hidden).Fill(1f);
        return Constant(name, tensor);
    }
}
