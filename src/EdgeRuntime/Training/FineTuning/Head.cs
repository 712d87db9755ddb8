using System.Collections.Generic;
using EdgeRuntime.Import.Onnx;

namespace EdgeRuntime.Training;

/// <summary>The last layer of a model, from its input (the embedding) to the model's output.</summary>
internal sealed record Head(ModelLayer Layer, int Outputs, Shape Output)
{
    /// <summary>What may stand behind the last layer: nothing with weights, other than a bias.</summary>
    private static readonly HashSet<string> Passed =
    [
        "Softmax", "LogSoftmax", "Sigmoid", "Tanh", "Relu", "Clip", "Identity", "Dropout", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze",
        "Transpose", "GlobalAveragePool", "AveragePool", "ReduceMean",
    ];

    /// <summary>The nodes behind the layer, in the order in which they run.</summary>
    public List<NodeProto> Behind { get; } = [];

    /// <summary>The Add that is the layer's bias and which of its inputs that is; null where the layer has none, or holds it itself.</summary>
    public (NodeProto Node, int Input)? BiasSum { get; private set; }

    /// <summary>The value that the layer reads.</summary>
    public string Embedding => Layer.Node.Input[0];

    public bool IsConvolution => Layer.Kind == LayerKind.Convolution;

    public bool EndsInSoftmax => Behind.Exists(node => node.OpType is "Softmax" or "LogSoftmax");

    /// <summary>The head of a model.</summary>
    /// <exception cref="EdgeException">Kind Unsupported: what stands at the end and is no last layer.</exception>
    public static Head Find(Model model)
    {
        if (TryFind(model, out string end) is { } head)
            return head;
        Throw.Unsupported($"The model does not end in a dense layer or convolution with weights of its own, but in {end}: its head cannot be replaced. Train the layers that it has, with --layers.");
        return null!;
    }

    /// <summary>The head of a model; null where it has none, and then what stands at its end.</summary>
    public static Head? TryFind(Model model, out string end)
    {
        ModelLayers layers = ModelLayers.Of(model);
        GraphEdit graph = new(model.Proto.Graph);
        Shape output = model.ToGraph(new Import.ImportOptions()).Outputs[0].Value.Shape;
        List<NodeProto> behind = [];
        (NodeProto, int)? bias = null;
        string value = graph.Graph.Output[0].Name;
        while (graph.Writers.TryGetValue(value, out NodeProto? node))
        {
            if (LayerOf(node, layers) is { } layer)
            {
                int outputs = output.Rank == 0 ? 1 : output.Rank == 1 ? output[0] : output.Count / output[0];
                Head head = new(layer, outputs, output) { BiasSum = bias };
                behind.Reverse();
                head.Behind.AddRange(behind);
                end = "";
                return head;
            }

            int data = 0;
            if (node.OpType == "Add" && bias is null)
            {
                data = graph.Tensor(Origin(node.Input[1], graph)) is null ? 1 : 0;
                bias = (node, 1 - data);
                if (graph.Tensor(Origin(node.Input[1 - data], graph)) is null)
                    break;
            }
            else if (!Passed.Contains(node.OpType))
            {
                break;
            }

            behind.Add(node);
            value = node.Input[data];
        }

        end = graph.Writers.TryGetValue(value, out NodeProto? last) ? $"{last.OpType} '{(last.Name.Length > 0 ? last.Name : value)}'" : $"'{value}'";
        return null;
    }

    /// <summary>The layer of a node if it can be a head: weights on the second input.</summary>
    private static ModelLayer? LayerOf(NodeProto node, ModelLayers layers)
    {
        if (node.OpType is not ("Conv" or "Gemm" or "MatMul"))
            return null;
        foreach (ModelLayer layer in layers.All)
        {
            if (ReferenceEquals(layer.Node, node))
                return layer.Weights[0].Role == WeightRole.Weight && node.Input[0] != layer.Weights[0].Name ? layer : null;
        }

        return null;
    }

    /// <summary>The tensor behind reshapes and the like.</summary>
    private static string Origin(string value, GraphEdit graph)
    {
        while (graph.Writers.TryGetValue(value, out NodeProto? writer) && writer.OpType is "Reshape" or "Transpose" or "Squeeze" or "Unsqueeze" or "Identity" or "Cast")
            value = writer.Input[0];
        return value;
    }
}
