using EdgeRuntime;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Random;
using Google.Protobuf;

namespace Tests.Support;

/// <summary>Writes ONNX models of some nodes, for tests of what several of them do together.</summary>
internal sealed class OnnxModel(string name, int opset = 18)
{
    private readonly ModelProto proto = new() { IrVersion = 8, Graph = new GraphProto { Name = name }, OpsetImport = { new OperatorSetIdProto { Version = opset } } };

    /// <summary>An input of 32-bit floats.</summary>
    public OnnxModel Input(string input, params int[] shape)
    {
        proto.Graph.Input.Add(OnnxNodes.Describe(input, ElementType.Float32, new Shape(shape)));
        return this;
    }

    /// <summary>An input of 32-bit floats some of whose axes are open.</summary>
    public OnnxModel OpenInput(string input, params object[] axes)
    {
        TypeProto.Types.Tensor tensor = new() { ElemType = TensorReader.FromElementType(ElementType.Float32), Shape = new TensorShapeProto() };
        foreach (object axis in axes)
            tensor.Shape.Dim.Add(axis is int length ? new TensorShapeProto.Types.Dimension { DimValue = length } : new TensorShapeProto.Types.Dimension { DimParam = (string)axis });
        proto.Graph.Input.Add(new ValueInfoProto { Name = input, Type = new TypeProto { TensorType = tensor } });
        return this;
    }

    /// <summary>An initializer of seeded noise in [-0.5, 0.5); its name is the seed.</summary>
    public OnnxModel Weight(string weight, params int[] shape)
    {
        Tensor tensor = new(ElementType.Float32, new Shape(shape));
        ulong seed = 0;
        foreach (char letter in weight)
            seed = (seed * 31) + letter;
        new CounterRandom(seed, 7).FillUniform(tensor.As<float>(), -0.5f, 0.5f);
        return Constant(weight, tensor);
    }

    public OnnxModel Constant(string constant, Tensor tensor)
    {
        proto.Graph.Initializer.Add(TensorReader.Write(constant, tensor));
        return this;
    }

    public OnnxModel Ints(string constant, params int[] values) => Constant(constant, Tensor.Ints(values));

    /// <summary>A node; outputs are separated by commas.</summary>
    public OnnxModel Node(string type, string[] inputs, string outputs, params (string Name, object Value)[] attributes)
    {
        NodeProto node = new() { OpType = type, Name = $"{type}/{outputs}" };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs.Split(','));
        foreach ((string attribute, object value) in attributes)
            node.Attribute.Add(OnnxNodes.Attribute(attribute, value));
        proto.Graph.Node.Add(node);
        return this;
    }

    public Model Return(params string[] outputs)
    {
        foreach (string output in outputs)
            proto.Graph.Output.Add(new ValueInfoProto { Name = output });
        return Model.Load(proto.ToByteArray());
    }
}
