namespace EdgeRuntime.Graphs;

/// <summary>Where a value comes from.</summary>
internal enum ValueKind
{
    /// <summary>Written by a node in each run.</summary>
    Computed,

    /// <summary>Written by the caller before a run.</summary>
    Input,

    /// <summary>Known when the model is loaded and never changed.</summary>
    Constant,

    /// <summary>Outlives a run: a weight being trained, a momentum buffer, a running statistic. Starts as <see cref="Value.Data"/>, else as zeros.</summary>
    Variable,
}

/// <summary>A tensor of the graph: a name, a type and a shape; no memory yet.</summary>
internal sealed class Value(string name, ElementType type, Shape shape, ValueKind kind = ValueKind.Computed, Tensor? data = null)
{
    public string Name { get; set; } = name;

    public ElementType Type { get; } = type;

    public Shape Shape { get; } = shape;

    public ValueKind Kind { get; set; } = kind;

    /// <summary>The content of a constant; the first content of a variable.</summary>
    public Tensor? Data { get; } = data;

    /// <summary>The node that writes it; null for inputs, constants and variables.</summary>
    public Node? Producer { get; set; }

    public bool IsConstant => Kind == ValueKind.Constant;

    public long Bytes => (long)Shape.Count * Type.Size();

    public override string ToString() => $"'{Name}' {Type}{Shape}";

    public static Value Constant(string name, Tensor data) => new(name, data.Type, data.Shape, ValueKind.Constant, data);
}
