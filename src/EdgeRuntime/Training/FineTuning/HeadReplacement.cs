using System;
using EdgeRuntime.Data;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Random;
using AttributeType = EdgeRuntime.Import.Onnx.AttributeProto.Types.AttributeType;

namespace EdgeRuntime.Training;

/// <summary>Puts new weights, for another number of outputs, into a model's last layer; what stands behind it (softmax) stays.</summary>
internal static class HeadReplacement
{
    private const uint WeightStream = 0x4845_0001;

    /// <summary>A head whose first weights are drawn from a seed, with a bias of zeros if there was one.</summary>
    public static void Draw(Model model, int outputs, ulong seed)
    {
        Head head = Head.Find(model);
        if (outputs < 1 || (outputs < 2 && head.EndsInSoftmax))
            Throw.Data($"A head of {outputs} outputs: {(head.EndsInSoftmax ? "a softmax tells 2 classes or more apart" : "1 or more are needed")}.");
        Tensor weights = new(ElementType.Float32, WeightShape(model, head, outputs));
        int inputs = weights.Shape.Count / outputs;
        new ScaledInitializer(InitializerKind.GlorotUniform).Fill(weights.As<float>(), outputs, inputs, outputs, new CounterRandom(seed, WeightStream));
        Replace(model, head, outputs, weights, new Tensor(ElementType.Float32, new Shape(outputs)));
    }

    /// <summary>A head with given weights, [outputs, inputs] for a dense layer, and bias [outputs].</summary>
    public static void Set(Model model, Head head, float[] weights, float[] bias)
    {
        int outputs = bias.Length, inputs = weights.Length / outputs;
        Shape shape = WeightShape(model, head, outputs);
        Tensor tensor = new(ElementType.Float32, shape);
        bool byRows = head.IsConvolution || IsTransposed(head);
        (float alpha, float beta) = (Factor(head, "alpha"), Factor(head, "beta"));
        Span<float> to = tensor.As<float>();
        for (int i = 0; i < weights.Length; i++)
            to[byRows ? i : (i % inputs * outputs) + (i / inputs)] = weights[i] / alpha;
        AddBias(model, head);
        Replace(model, Head.Find(model), outputs, tensor, Tensor.Of<float>(new Shape(outputs), Array.ConvertAll(bias, b => b / beta)));
    }

    /// <summary>The old weights as [outputs, inputs] and the bias, zeros where there is none.</summary>
    public static (float[] Weights, float[] Bias) Read(Model model, Head head)
    {
        string name = head.Layer.Weights[0].Name;
        float[] stored = model.Initializer(name).ToFloat32(), weights = new float[stored.Length], bias = new float[head.Outputs];
        int inputs = stored.Length / head.Outputs;
        bool byRows = head.IsConvolution || IsTransposed(head);
        (float alpha, float beta) = (Factor(head, "alpha"), Factor(head, "beta"));
        for (int i = 0; i < stored.Length; i++)
            weights[i] = alpha * stored[byRows ? i : (i % inputs * head.Outputs) + (i / inputs)];
        int at = head.Layer.Weights.FindIndex(weight => weight.Role == WeightRole.Bias);
        if (at >= 0)
        {
            float[] old = model.Initializer(head.Layer.Weights[at].Name).ToFloat32();
            for (int i = 0; i < bias.Length; i++)
                bias[i] = beta * old[old.Length == 1 ? 0 : i];
        }

        return (weights, bias);
    }

    /// <summary>Gemm's factor of the product or the bias; 1 where there is none, and of a bias of zeros where it is 0.</summary>
    private static float Factor(Head head, string name)
    {
        foreach (AttributeProto attribute in head.Layer.Node.Attribute)
        {
            if (attribute.Name == name && attribute.F != 0)
                return attribute.F;
        }

        return 1;
    }

    private static bool IsTransposed(Head head)
    {
        foreach (AttributeProto attribute in head.Layer.Node.Attribute)
        {
            if (attribute.Name == "transB")
                return attribute.I != 0;
        }

        return false;
    }

    private static Shape WeightShape(Model model, Head head, int outputs)
    {
        Shape old = model.Initializer(head.Layer.Weights[0].Name).Shape;
        if (head.IsConvolution)
            return old.With(0, outputs);
        int inputs = old.Count / head.Outputs;
        return IsTransposed(head) ? new Shape(outputs, inputs) : new Shape(inputs, outputs);
    }

    /// <summary>A bias where the layer had none; MatMul becomes Gemm's sum by an Add.</summary>
    private static void AddBias(Model model, Head head)
    {
        NodeProto node = head.Layer.Node;
        if (head.BiasSum is not null || (node.Input.Count > 2 && node.Input[2].Length > 0))
            return;
        GraphEdit edit = new(model.Proto.Graph);
        string bias = edit.Unused($"{head.Layer.Weights[0].Name}_bias");
        Tensor zeros = new(ElementType.Float32, new Shape(head.Outputs));
        model.Proto.Graph.Initializer.Add(TensorReader.Write(bias, zeros));
        if (node.OpType != "MatMul")
        {
            while (node.Input.Count < 3)
                node.Input.Add("");
            node.Input[2] = bias;
            return;
        }

        string product = edit.Unused($"{node.Output[0]}_product");
        NodeProto sum = new() { OpType = "Add", Name = $"{bias}_sum" };
        sum.Input.Add([product, bias]);
        sum.Output.Add(node.Output[0]);
        node.Output[0] = product;
        model.Proto.Graph.Node.Insert(model.Proto.Graph.Node.IndexOf(node) + 1, sum);
    }

    private static void Replace(Model model, Head head, int outputs, Tensor weights, Tensor bias)
    {
        GraphEdit edit = new(model.Proto.Graph);
        NodeProto layer = head.Layer.Node;
        edit.SetInput(layer, 1, weights);
        if (layer.Input.Count > 2 && layer.Input[2].Length > 0)
            edit.SetInput(layer, 2, bias);
        if (head.BiasSum is { } sum)
            edit.SetInput(sum.Node, sum.Input, head.IsConvolution ? Column(bias, weights.Shape.Rank - 2) : bias);
        foreach (NodeProto node in head.Behind)
        {
            if (node.OpType == "Reshape")
                Reshape(edit, node, head.Outputs, outputs);
        }

        NameOutputs(edit.Graph, head.Outputs, outputs);
        edit.ForgetShapes(value => layer.Output.Contains(value) || head.Behind.Exists(node => node.Output.Contains(value)));
        InputNotes.Rename(model.Metadata, null); // the old names do not fit
    }

    /// <summary>A bias that is added to [N, C, ...] has an axis for each spatial one.</summary>
    private static Tensor Column(Tensor bias, int spatial)
    {
        int[] dims = new int[spatial + 1];
        Array.Fill(dims, 1);
        dims[0] = bias.Shape.Count;
        return Tensor.Of<float>(new Shape(dims), bias.As<float>());
    }

    private static void Reshape(GraphEdit edit, NodeProto node, int old, int outputs)
    {
        if (node.Input.Count > 1 && edit.Tensor(node.Input[1]) is { } stored)
        {
            Tensor shape = TensorReader.Read(stored, folder: null);
            if (Renamed(shape.ToInt64(), old, outputs) is { } dims)
                edit.SetInput(node, 1, Tensor.Of<long>(shape.Shape, dims));
        }

        foreach (AttributeProto attribute in node.Attribute)
        {
            if (attribute.Name != "shape" || attribute.Type != AttributeType.Ints || Renamed([.. attribute.Ints], old, outputs) is not { } dims)
                continue;
            attribute.Ints.Clear();
            attribute.Ints.Add(dims);
        }
    }

    /// <summary>The shape with its old number of classes, behind the batch, changed; null where it does not hold it.</summary>
    private static long[]? Renamed(long[] dims, int old, int outputs)
    {
        int at = Array.IndexOf(dims, old, Math.Min(1, dims.Length));
        if (at < 0)
            return null;
        dims[at] = outputs;
        return dims;
    }

    private static void NameOutputs(GraphProto graph, int old, int outputs)
    {
        if (graph.Output[0].Type?.TensorType?.Shape is not { } shape)
            return;
        for (int i = Math.Min(1, shape.Dim.Count); i < shape.Dim.Count; i++)
        {
            if (shape.Dim[i].DimValue == old)
            {
                shape.Dim[i].DimValue = outputs;
                return;
            }
        }
    }
}
