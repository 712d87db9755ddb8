using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using Google.Protobuf;
using AttributeType = EdgeRuntime.Import.Onnx.AttributeProto.Types.AttributeType;

namespace Tests.Support;

/// <summary>Writes ONNX models of one node, for tests of import rules.</summary>
internal static class OnnxNodes
{
    /// <summary>A model of one node: constant inputs are initializers, the others inputs of the graph.</summary>
    public static ModelProto Model(
        string type, int opset, int outputs, (string Name, object Value)[] attributes, OperatorInput?[] inputs, IReadOnlyList<Tensor> tensors)
    {
        ModelProto model = new() { IrVersion = 8, Graph = new GraphProto { Name = type } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        int dot = type.LastIndexOf('.'); // as in edge.Step
        NodeProto node = new() { OpType = type[(dot + 1)..], Name = type, Domain = type[..Math.Max(dot, 0)] };
        if (dot > 0)
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = node.Domain, Version = 1 });
        int next = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            node.Input.Add(inputs[i] is null ? "" : $"x{i}");
            if (inputs[i] is not { } input)
                continue;
            Tensor data = tensors[next++];
            if (input.IsConstant)
                model.Graph.Initializer.Add(TensorReader.Write($"x{i}", data));
            else
                model.Graph.Input.Add(Describe($"x{i}", data.Type, data.Shape));
        }

        for (int i = 0; i < outputs; i++)
        {
            node.Output.Add($"y{i}");
            model.Graph.Output.Add(new ValueInfoProto { Name = $"y{i}" });
        }

        foreach ((string name, object value) in attributes)
            node.Attribute.Add(Attribute(name, value));
        model.Graph.Node.Add(node);
        return model;
    }

    public static ValueInfoProto Describe(string name, ElementType type, Shape shape)
    {
        TypeProto.Types.Tensor tensor = new() { ElemType = TensorReader.FromElementType(type), Shape = new TensorShapeProto() };
        foreach (int dim in shape.Dims)
            tensor.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = dim });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    public static AttributeProto Attribute(string name, object value)
    {
        AttributeProto attribute = new() { Name = name };
        switch (value)
        {
            case int i: (attribute.Type, attribute.I) = (AttributeType.Int, i); break;
            case float f: (attribute.Type, attribute.F) = (AttributeType.Float, f); break;
            case string s: (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8(s)); break;
            case string[] texts:
                attribute.Type = AttributeType.Strings;
                attribute.Strings.AddRange(Array.ConvertAll(texts, ByteString.CopyFromUtf8));
                break;
            case Tensor t: (attribute.Type, attribute.T) = (AttributeType.Tensor, TensorReader.Write("", t)); break;
            case float[] floats:
                attribute.Type = AttributeType.Floats;
                attribute.Floats.AddRange(floats);
                break;
            case int[] ints:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(Array.ConvertAll(ints, i => (long)i));
                break;
            default: throw new NotSupportedException($"No attribute of {value.GetType()}.");
        }

        return attribute;
    }
}
