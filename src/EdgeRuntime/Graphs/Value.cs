using System;

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

    /// <summary>The value in whose memory this one lies, if it is a view or a view of a view: what a plan keeps or not. Else itself.</summary>
    public Value Root
    {
        get
        {
            Value root = this;
            while (root.Viewed is { } parent)
                root = parent;
            return root;
        }
    }

    public bool IsConstant => Kind == ValueKind.Constant;

    public long Bytes => (long)Shape.Count * Type.Size();

    // What an update writes through its view is another value than what stood there.
    private Value? Viewed => Producer is { Operator: { Updates: false } op } node && op.Shares(node, Array.IndexOf(node.Outputs, this)) is { Kind: SharingKind.View } view
        ? node.Input(view.Input)
        : null;

    public override string ToString() => $"'{Name}' {Type}{Shape}";

    public static Value Constant(string name, Tensor data) => new(name, data.Type, data.Shape, ValueKind.Constant, data);
}
