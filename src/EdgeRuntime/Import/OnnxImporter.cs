using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Import;

/// <summary>A node that Edge cannot run, and why.</summary>
/// <param name="Node">The node's name in the model.</param>
/// <param name="Operator">The operator, with its domain where that is not ONNX's own.</param>
/// <param name="Reason">Why it is not supported.</param>
internal readonly record struct UnsupportedNode(string Node, string Operator, string Reason)
{
    /// <summary>The inputs of the model that would have to be known at load for the node to be supported; null where that would not help.</summary>
    internal string[]? InputsToBind { get; init; }
}

/// <summary>How a model file becomes a graph.</summary>
internal sealed record ImportOptions
{
    /// <summary>The length that takes the place of every symbolic first axis (batch); null for 1.</summary>
    public int? Batch { get; init; }

    /// <summary>Lengths for other symbolic axes by name; those that are not named become 1.</summary>
    public IReadOnlyDictionary<string, int>? Dimensions { get; init; }

    /// <summary>Exact shapes of inputs by name, in place of symbolic or missing ones.</summary>
    public IReadOnlyDictionary<string, Shape>? Shapes { get; init; }

    /// <summary>
    /// Inputs by name whose content is known now: they become constants and are no inputs of the graph. For models that compute at run
    /// time what Edge must know at load, such as the target shape of a Reshape.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor>? Bind { get; init; }

    /// <summary>
    /// Float initializers become variables, dropout and batch normalization their training forms; 16-bit floats are computed with in
    /// 32 bits, so that small updates are not lost.
    /// </summary>
    public bool Training { get; init; }

    /// <summary>
    /// The initializers and Constant nodes, by name, that become variables when training; the others are constants, which are folded and
    /// packed as in inference. Null for every float initializer that has an axis.
    /// </summary>
    public Func<string, bool>? Variables { get; init; }

    /// <summary>What random operators of a training graph draw from.</summary>
    public ulong Seed { get; init; }
}

/// <summary>
/// Turns the nodes of a model, one after the other, into Edge operators with concrete shapes. A node whose inputs are all constants is
/// computed at once, so that subgraphs about shapes leave nothing behind.
/// </summary>
internal sealed class OnnxImporter
{
    private readonly ModelProto model;
    private readonly string? folder;
    private readonly ImportOptions options;
    private readonly Graph graph;
    private readonly Dictionary<string, Value> values = [];
    private readonly HashSet<string> unknown = []; // outputs of nodes that are not supported
    private readonly List<UnsupportedNode> unsupported = [];
    private readonly Dictionary<string, int> opsets = [];

    private OnnxImporter(ModelProto model, string? folder, ImportOptions options)
    {
        (this.model, this.folder, this.options) = (model, folder, options);
        graph = new Graph(model.Graph.Name) { Producer = model.ProducerName };
        foreach (OperatorSetIdProto set in model.OpsetImport)
            opsets[set.Domain == "ai.onnx" ? "" : set.Domain] = (int)Math.Clamp(set.Version, 0, int.MaxValue);
        if (opsets.Count == 0)
            opsets[""] = 1;
    }

    /// <summary>Imports, or throws one error that lists every unsupported node.</summary>
    public static Graph Import(ModelProto model, string? folder, ImportOptions options)
    {
        Graph? graph = TryImport(model, folder, options, out IReadOnlyList<UnsupportedNode> unsupported);
        if (graph is null)
            Throw.Unsupported(Describe(unsupported));
        return graph;
    }

    /// <summary>Imports, or gives null and every node that is not supported.</summary>
    public static Graph? TryImport(ModelProto model, string? folder, ImportOptions options, out IReadOnlyList<UnsupportedNode> unsupported)
    {
        OnnxImporter importer = new(model, folder, options);
        importer.ReadValues();
        foreach (NodeProto node in NodeOrder.Sort(model.Graph))
            importer.ReadNode(node);
        unsupported = importer.unsupported;
        if (unsupported.Count > 0)
            return null;
        importer.ReadOutputs();
        importer.graph.RemoveDead();
        return importer.graph;
    }

    private static string Describe(IReadOnlyList<UnsupportedNode> nodes)
    {
        const int MostLines = 20;
        Dictionary<(string Operator, string Reason), int> groups = [];
        foreach (UnsupportedNode node in nodes)
            groups[(node.Operator, node.Reason)] = groups.GetValueOrDefault((node.Operator, node.Reason)) + 1;
        List<string> lines = [];
        foreach (UnsupportedNode node in nodes)
        {
            if (lines.Count < MostLines && groups.Remove((node.Operator, node.Reason), out int count))
                lines.Add($"{node.Operator} {(count == 1 ? $"'{node.Node}'" : $"x{count}")}: {node.Reason}");
        }

        string more = groups.Count > 0 ? $"; and {groups.Count} more reasons" : "";
        return $"{nodes.Count} node(s) of the model are not supported: {string.Join("; ", lines)}{more}. 'edge info MODEL' lists every node.";
    }

    private void ReadValues()
    {
        foreach (TensorProto tensor in model.Graph.Initializer)
        {
            if (tensor.Name.Length == 0 || values.ContainsKey(tensor.Name))
                Throw.Format($"The model has two initializers of the name '{tensor.Name}', or one without a name.");
            Tensor data = Read(tensor);
            graph.Stored(data.Bytes.Length);
            bool trained = options.Training && data.Type == ElementType.Float32 && data.Shape.Rank > 0 && (options.Variables is null || options.Variables(tensor.Name));
            values[tensor.Name] = new Value(tensor.Name, data.Type, data.Shape, trained ? ValueKind.Variable : ValueKind.Constant, data);
        }

        if (model.Graph.SparseInitializer.Count > 0)
            Throw.Unsupported("The model holds sparse tensors, which are not supported: save it with dense weights.");
        foreach (ValueInfoProto input in model.Graph.Input)
        {
            if (values.ContainsKey(input.Name))
                continue; // IR 3 lists initializers among the inputs too
            bool bound = options.Bind?.ContainsKey(input.Name) == true;
            Value value = bound ? Bound(input, options.Bind![input.Name]) : new(input.Name, InputType(input), InputShape(input), ValueKind.Input);
            if (!values.TryAdd(input.Name, value))
                Throw.Format($"The model has two inputs of the name '{input.Name}'.");
            if (!bound)
                graph.Inputs.Add(value);
        }
    }

    private Tensor Read(TensorProto tensor)
    {
        Tensor data = TensorReader.Read(tensor, folder);
        return options.Training && data.Type == ElementType.Float16 ? Tensor.Of<float>(data.Shape, data.ToFloat32()) : data;
    }

    private Value Bound(ValueInfoProto input, Tensor data)
    {
        if (InputType(input) is var type && type != data.Type)
            Throw.Shape($"Input '{input.Name}' is {type}, it cannot be bound to a {data} tensor.");
        return Value.Constant(input.Name, data);
    }

    private ElementType InputType(ValueInfoProto input)
    {
        if (input.Type?.ValueCase != TypeProto.ValueOneofCase.TensorType)
            Throw.Unsupported($"Input '{input.Name}' is not a tensor (sequences, maps and optional types are not supported).");
        ElementType type = TensorReader.ToElementType(input.Type.TensorType.ElemType, $"Input '{input.Name}'");
        return options.Training && type == ElementType.Float16 ? ElementType.Float32 : type;
    }

    private Shape InputShape(ValueInfoProto input)
    {
        Shape given = default;
        bool isGiven = options.Shapes?.TryGetValue(input.Name, out given) == true;
        if (isGiven)
            return Checked(input, given);
        if (input.Type.TensorType.Shape is not { } shape)
        {
            Throw.Unsupported($"Input '{input.Name}' has no shape: export the model with one (the batch may stay open).");
            return default;
        }

        long[] dims = new long[shape.Dim.Count];
        for (int i = 0; i < dims.Length; i++)
        {
            TensorShapeProto.Types.Dimension dim = shape.Dim[i];
            dims[i] = dim.ValueCase switch
            {
                // Some exporters write 0 or -1 for an open axis.
                TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue when dim.DimValue > 0 || (dim.DimValue == 0 && i > 0) => dim.DimValue,
                TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam when options.Dimensions?.TryGetValue(dim.DimParam, out int named) == true => named,
                _ => i == 0 ? options.Batch ?? 1 : 1,
            };
        }

        return TensorReader.ToShape(dims, $"Input '{input.Name}'");
    }

    private static Shape Checked(ValueInfoProto input, Shape given)
    {
        if (input.Type.TensorType.Shape is { } declared)
        {
            bool fits = declared.Dim.Count == given.Rank;
            for (int i = 0; fits && i < given.Rank; i++)
                fits = declared.Dim[i].ValueCase != TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue || declared.Dim[i].DimValue == given[i];
            if (!fits)
                Throw.Shape($"Input '{input.Name}' cannot have the shape {given}: the model fixes other lengths.");
        }

        return given;
    }

    private void ReadNode(NodeProto proto)
    {
        string shown = proto.Name.Length > 0 ? proto.Name : proto.Output.Count > 0 ? proto.Output[0] : "?";
        string domain = proto.Domain == "ai.onnx" ? "" : proto.Domain;
        string operatorName = domain.Length == 0 ? proto.OpType : $"{domain}.{proto.OpType}";
        if (!opsets.TryGetValue(domain, out int opset))
            opset = domain.Length == 0 || domain == "edge" ? 1 : 0;
        OperatorEntry? entry = OperatorTable.Find(domain, proto.OpType);
        if (entry is null || opset < entry.Since)
        {
            string reason = entry is null ? WhyMissing(proto.OpType) : $"operator set {opset} is older than {entry.Since}, the oldest that Edge reads";
            Refuse(proto, shown, operatorName, reason);
            return;
        }

        Value?[] inputs = new Value?[proto.Input.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            string name = proto.Input[i];
            if (unknown.Contains(name))
            {
                foreach (string output in proto.Output)
                    unknown.Add(output);
                return; // the cause is already reported
            }

            if (name.Length > 0 && !values.TryGetValue(name, out inputs[i]))
                Throw.Format($"{operatorName} '{shown}': input {i} ('{name}') is written by no node: the model is incomplete.");
        }

        ImportNode node = new(proto.OpType, shown, opset, options.Training ? options.Seed : null, graph, inputs, [.. proto.Output], NodeAttributes.Of(proto, $"{operatorName} '{shown}'", Read));
        try
        {
            if (opset < 6)
                node.Ignore("consumed_inputs"); // a hint about memory of the first operator sets
            entry.Import(node);
            foreach (string attribute in node.UnreadAttributes)
                node.Refuse($"attribute '{attribute}' is not supported");
            Define(proto, node);
        }
        catch (RefusedException refusal)
        {
            Refuse(proto, shown, operatorName, refusal.Message, refusal.MustBeConstant);
        }
        catch (EdgeException e) when (e.Kind == ErrorKind.Unsupported)
        {
            Refuse(proto, shown, operatorName, e.Message);
        }
    }

    private static string WhyMissing(string type) => type is "Loop" or "Scan"
        ? "loops over the steps of a sequence are not supported: export recurrent layers as RNN, GRU or LSTM operators (PyTorch's nn.GRU, not a loop over cells), or unrolled"
        : "Edge does not have this operator";

    private void Refuse(NodeProto proto, string name, string operatorName, string reason, Value? mustBeConstant = null)
    {
        unsupported.Add(new UnsupportedNode(name, operatorName, reason) { InputsToBind = mustBeConstant is null ? null : Sources(mustBeConstant) });
        foreach (string output in proto.Output)
            unknown.Add(output);
    }

    /// <summary>The inputs of the graph that a value is computed from.</summary>
    private static string[] Sources(Value value)
    {
        List<string> names = [];
        HashSet<Value> seen = [value];
        Stack<Value> open = new(seen);
        while (open.TryPop(out Value? next))
        {
            if (next.Kind == ValueKind.Input)
                names.Add(next.Name);
            foreach (Value? input in next.Producer?.Inputs ?? [])
            {
                if (input is not null && seen.Add(input))
                    open.Push(input);
            }
        }

        return [.. names];
    }

    private void Define(NodeProto proto, ImportNode node)
    {
        Value[] results = node.Results ?? [];
        for (int i = 0; i < proto.Output.Count; i++)
        {
            string name = proto.Output[i];
            if (name.Length == 0)
                continue;
            if (i >= results.Length)
                node.Refuse($"output {i} ('{name}') is not supported");
            if (!values.TryAdd(name, results[i]))
                Throw.Format($"{node.Path}: the name '{name}' is already taken: every value may be written once.");
            if (results[i].Kind == ValueKind.Computed)
                results[i].Name = name;
            else if (proto.OpType == "Constant" && results[i].Shape.Rank > 0 && options.Training && options.Variables?.Invoke(name) == true)
                values[name] = new Value(name, results[i].Type, results[i].Shape, ValueKind.Variable, results[i].Data);
        }
    }

    private void ReadOutputs()
    {
        foreach (ValueInfoProto output in model.Graph.Output)
        {
            if (!values.TryGetValue(output.Name, out Value? value))
                Throw.Format($"Output '{output.Name}' is not written by any node.");
            graph.Outputs.Add((output.Name, value));
        }

        if (graph.Outputs.Count == 0)
            Throw.Format("The model has no output.");
    }
}
