using System;
using System.Collections.Generic;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using DataType = EdgeRuntime.Import.Onnx.TensorProto.Types.DataType;

namespace EdgeRuntime.Training;

/// <summary>
/// The layers with weights of an imported model, in the order in which they run. A weight is an initializer or a Constant node; what
/// stands between it and its layer (Reshape, Transpose, Cast) is looked through, and an Add behind a layer is its bias.
/// </summary>
/// <remarks>
/// Constants that act on the input before the first layer are preprocessing and belong to no layer; nor do single numbers in
/// arithmetic, nor what an operator wants as a constant (shapes, scales, bounds).
/// </remarks>
internal sealed class ModelLayers
{
    private readonly List<ModelLayer> layers = [];
    private readonly Dictionary<string, (string Name, int Count)> weights = []; // values that are a float tensor of the file, perhaps rearranged
    private readonly HashSet<string> literals = []; // weights that stand in Constant nodes
    private readonly Dictionary<string, ModelLayer> sums = []; // what a layer puts out, before any activation

    private ModelLayers()
    {
    }

    public IReadOnlyList<ModelLayer> All => layers;

    public static ModelLayers Of(Model model)
    {
        ModelLayers found = new();
        foreach (TensorProto tensor in model.Proto.Graph.Initializer)
            found.AddWeight(tensor.Name, tensor);
        foreach (NodeProto node in NodeOrder.Sort(model.Proto.Graph))
            found.Read(node);
        return found;
    }

    /// <summary>Whether a weight of this name may be trained when it is asked for by name, though it belongs to no layer.</summary>
    public bool IsWeight(string name) => weights.TryGetValue(name, out (string Name, int Count) weight) && weight.Name == name;

    /// <summary>The names that can be asked for: of layers and of their weights.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            foreach (ModelLayer layer in layers)
            {
                yield return layer.Name;
                foreach (LayerWeight weight in layer.Weights)
                    yield return weight.Name;
            }
        }
    }

    private void AddWeight(string name, TensorProto tensor)
    {
        int count = 1;
        foreach (long dim in tensor.Dims)
            count = (int)Math.Min(int.MaxValue, count * dim);
        if (tensor.DataType is (int)DataType.Float or (int)DataType.Float16 && tensor.Dims.Count > 0)
            weights.TryAdd(name, (name, count));
    }

    private void Read(NodeProto node)
    {
        if (node.Output.Count == 0)
            return;
        string output = node.Output[0];
        switch (node.OpType)
        {
            case "Constant":
                foreach (AttributeProto attribute in node.Attribute)
                {
                    if (attribute.Name == "value" && attribute.T is { } tensor)
                        AddWeight(output, tensor);
                }

                literals.Add(output);
                break;
            case "Reshape" or "Transpose" or "Squeeze" or "Unsqueeze" or "Flatten" or "Identity" or "Cast" or "CastLike":
                if (Weight(node, 0) is { } moved)
                    weights[output] = moved;
                else if (node.Input.Count > 0 && sums.TryGetValue(node.Input[0], out ModelLayer? passed))
                    sums[output] = passed; // so that a bias is found behind it
                break;
            case "Conv" or "ConvTranspose":
                Add(node, LayerKind.Convolution, (1, WeightRole.Weight), (2, WeightRole.Bias));
                break;
            case "Gemm" or "MatMul":
                Add(node, LayerKind.Dense, (Weight(node, 1) is null ? 0 : 1, WeightRole.Weight), (2, WeightRole.Bias));
                break;
            case "BatchNormalization":
                Add(node, LayerKind.Normalization, (1, WeightRole.Scale), (2, WeightRole.Bias), (3, WeightRole.Statistic), (4, WeightRole.Statistic));
                break;
            case "InstanceNormalization" or "LayerNormalization" or "GroupNormalization" or "RMSNormalization":
                Add(node, LayerKind.Normalization, (1, WeightRole.Scale), (2, WeightRole.Bias));
                break;
            case "RNN" or "GRU" or "LSTM":
                Add(node, LayerKind.Recurrent, (1, WeightRole.Weight), (2, WeightRole.Weight), (3, WeightRole.Bias));
                break;
            case "Gather":
                Add(node, LayerKind.Embedding, (0, WeightRole.Weight));
                break;
            case "PRelu":
                Add(node, LayerKind.Other, (1, WeightRole.Scale));
                break;
            case "Add" or "Sub" or "Mul" or "Div":
                ReadArithmetic(node);
                break;
        }
    }

    private void ReadArithmetic(NodeProto node)
    {
        if (node.Input.Count < 2)
            return;
        int side = Weight(node, 1) is null ? 0 : 1;
        if (Weight(node, side) is not { } weight || Weight(node, 1 - side) is not null)
            return;
        if (node.OpType == "Add" && sums.TryGetValue(node.Input[1 - side], out ModelLayer? layer))
        {
            layer.Weights.Add(new LayerWeight(weight.Name, WeightRole.Bias));
            sums[node.Output[0]] = layer;
            return;
        }

        // What stands in a Constant node is a literal of the formula, and what comes before the first layer is preprocessing.
        if (layers.Count > 0 && weight.Count > 1 && !literals.Contains(weight.Name))
            Add(node, LayerKind.Other, (side, node.OpType is "Add" or "Sub" ? WeightRole.Bias : WeightRole.Scale));
    }

    private (string Name, int Count)? Weight(NodeProto node, int input) =>
        input < node.Input.Count && weights.TryGetValue(node.Input[input], out (string Name, int Count) weight) ? weight : null;

    private void Add(NodeProto node, LayerKind kind, params ReadOnlySpan<(int Input, WeightRole Role)> inputs)
    {
        ModelLayer layer = new(node.Name.Length > 0 ? node.Name : node.Output[0], kind, node);
        foreach ((int input, WeightRole role) in inputs)
        {
            if (Weight(node, input) is { } weight)
                layer.Weights.Add(new LayerWeight(weight.Name, role));
        }

        if (layer.Weights.Count == 0)
            return;
        layers.Add(layer);
        if (kind is LayerKind.Convolution or LayerKind.Dense)
            sums[node.Output[0]] = layer;
    }
}

/// <summary>What a layer does with its weights.</summary>
internal enum LayerKind
{
    Convolution,
    Dense,
    Normalization,
    Recurrent,
    Embedding,

    /// <summary>PRelu, and a product or sum with a tensor of the file that belongs to none of the others.</summary>
    Other,
}

/// <summary>What a weight does in its layer.</summary>
internal enum WeightRole
{
    Weight,
    Bias,
    Scale,

    /// <summary>A running mean or variance: no gradient changes it.</summary>
    Statistic,
}

/// <summary>A weight under the name that the file gives it.</summary>
internal readonly record struct LayerWeight(string Name, WeightRole Role);

/// <summary>A node of the file with the weights that it reads.</summary>
internal sealed record ModelLayer(string Name, LayerKind Kind, NodeProto Node)
{
    public List<LayerWeight> Weights { get; } = [];
}
