using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Random;
using Google.Protobuf;
using Tests.Support;

namespace Tests.Import;

/// <summary>Small whole networks, made here so that tests of the importer need no files.</summary>
internal static class SmallModels
{
    public static List<byte[]> All() => [Convolutional().ToByteArray(), Attention().ToByteArray(), ShapeChain().ToByteArray()];

    /// <summary>Convolution, normalization, pools, residual sum, dense layer, softmax.</summary>
    public static ModelProto Convolutional()
    {
        ModelProto model = Empty("convolutional", 13);
        Input(model, "image", 1, 3, 12, 12);
        Weight(model, "w1", 8, 3, 3, 3);
        Weight(model, "b1", 8);
        Weight(model, "w2", 8, 1, 3, 3);
        Weight(model, "w3", 10, 8);
        Node(model, "Conv", ["image", "w1", "b1"], "c1", ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 1, 1 }));
        Node(model, "Relu", ["c1"], "r1");
        Node(model, "Conv", ["r1", "w2"], "c2", ("group", 8), ("auto_pad", "SAME_UPPER"));
        Node(model, "Clip", ["c2"], "k2");
        Node(model, "Add", ["k2", "r1"], "sum");
        Node(model, "MaxPool", ["sum"], "pool", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
        Node(model, "LeakyRelu", ["pool"], "leaky", ("alpha", 0.1f));
        Node(model, "GlobalAveragePool", ["leaky"], "mean");
        Node(model, "Flatten", ["mean"], "flat", ("axis", 1));
        Node(model, "Gemm", ["flat", "w3"], "logits", ("transB", 1), ("alpha", 0.5f));
        Node(model, "Softmax", ["logits"], "probabilities", ("axis", -1));
        model.Graph.Output.Add(new ValueInfoProto { Name = "probabilities" });
        return model;
    }

    /// <summary>Batched matrix products, transpositions, softmax, split, concatenation.</summary>
    public static ModelProto Attention()
    {
        ModelProto model = Empty("attention", 17);
        Input(model, "tokens", 2, 6, 8);
        Weight(model, "wqkv", 8, 24);
        Ints(model, "sizes", 8, 8, 8);
        Ints(model, "axes", 2);
        Node(model, "MatMul", ["tokens", "wqkv"], "qkv");
        NodeProto split = Node(model, "Split", ["qkv", "sizes"], "q", ("axis", 2));
        split.Output.Add("k");
        split.Output.Add("v");
        Node(model, "Transpose", ["k"], "kt", ("perm", new[] { 0, 2, 1 }));
        Node(model, "MatMul", ["q", "kt"], "scores");
        Node(model, "Softmax", ["scores"], "weights", ("axis", 2));
        Node(model, "MatMul", ["weights", "v"], "mixed");
        Node(model, "Concat", ["mixed", "tokens"], "both", ("axis", 2));
        Node(model, "ReduceMean", ["both"], "means", ("axes", new[] { 1 }), ("keepdims", 0));
        Node(model, "Unsqueeze", ["means", "axes"], "wide");
        Node(model, "Tanh", ["wide"], "y");
        model.Graph.Output.Add(new ValueInfoProto { Name = "y" });
        return model;
    }

    /// <summary>What PyTorch writes for a view: shapes taken apart and put together, slices, gathers, pads.</summary>
    public static ModelProto ShapeChain()
    {
        ModelProto model = Empty("shapes", 13);
        Input(model, "x", 2, 3, 4, 5);
        Ints(model, "zero", 0);
        Ints(model, "minus", -1);
        Ints(model, "one", 1);
        Ints(model, "pads", 0, 0, 1, 1, 0, 0, 1, 1);
        Ints(model, "repeats", 1, 2);
        Node(model, "Pad", ["x", "pads"], "padded", ("mode", "reflect"));
        Node(model, "Shape", ["padded"], "shape");
        Node(model, "Gather", ["shape", "zero"], "batch", ("axis", 0));
        Node(model, "Concat", ["batch", "minus"], "target", ("axis", 0));
        Node(model, "Reshape", ["padded", "target"], "flat");
        Node(model, "Slice", ["flat", "one", "minus", "one"], "cut");
        Node(model, "Tile", ["cut", "repeats"], "tiled");
        Node(model, "ConstantOfShape", ["batch"], "zeros");
        Node(model, "Cast", ["zeros"], "cast", ("to", 1));
        Node(model, "Unsqueeze", ["cast", "one"], "column");
        Node(model, "Expand", ["column", "target2"], "spread");
        Ints(model, "target2", 2, 1);
        Node(model, "Mul", ["tiled", "spread"], "y");
        model.Graph.Output.Add(new ValueInfoProto { Name = "y" });
        return model;
    }

    private static ModelProto Empty(string name, int opset)
    {
        ModelProto model = new() { IrVersion = 8, Graph = new GraphProto { Name = name } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        return model;
    }

    private static void Input(ModelProto model, string name, params int[] shape) =>
        model.Graph.Input.Add(OnnxNodes.Describe(name, ElementType.Float32, new Shape(shape)));

    private static void Weight(ModelProto model, string name, params int[] shape)
    {
        Tensor tensor = new(ElementType.Float32, new Shape(shape));
        new CounterRandom((ulong)name.Length, 7).FillUniform(tensor.As<float>(), -0.5f, 0.5f);
        model.Graph.Initializer.Add(TensorReader.Write(name, tensor));
    }

    private static void Ints(ModelProto model, string name, params int[] values) =>
        model.Graph.Initializer.Add(TensorReader.Write(name, Tensor.Ints(values)));

    private static NodeProto Node(ModelProto model, string type, string[] inputs, string output, params (string Name, object Value)[] attributes)
    {
        NodeProto node = new() { OpType = type, Name = $"{type}/{output}" };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        foreach ((string name, object value) in attributes)
            node.Attribute.Add(OnnxNodes.Attribute(name, value));
        model.Graph.Node.Add(node);
        return node;
    }
}
