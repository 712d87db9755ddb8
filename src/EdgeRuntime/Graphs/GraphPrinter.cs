using System;
using System.Text;

namespace EdgeRuntime.Graphs;

/// <summary>Writes a graph as text, one line a node: <c>'y' [1, 10] = Gemm('x', 'w' [10, 64]) { ... }</c>.</summary>
internal static class GraphPrinter
{
    /// <summary>Inputs, nodes and outputs in order, each line ended by a line feed.</summary>
    public static string Print(Graph graph)
    {
        StringBuilder text = new();
        foreach (Value input in graph.Inputs)
            text.Append("input ").Append(Describe(input)).Append('\n');
        foreach (Node node in graph.Nodes)
            text.Append(Line(node)).Append('\n');
        foreach ((string name, Value value) in graph.Outputs)
            text.Append("output '").Append(name).Append("' = ").Append(Describe(value)).Append('\n');
        return text.ToString();
    }

    /// <summary>One node: what it writes, its operator, what it reads, its attributes.</summary>
    public static string Line(Node node)
    {
        string outputs = string.Join(", ", Array.ConvertAll(node.Outputs, Describe));
        string inputs = string.Join(", ", Array.ConvertAll(node.Inputs, Operand));
        return $"{outputs} = {node.Operator.Type}({inputs}){Attributes(node.Operator)}";
    }

    private static string Describe(Value value) =>
        value.Type == ElementType.Float32 ? $"'{value.Name}' {value.Shape}" : $"'{value.Name}' {value.Type}{value.Shape}";

    /// <summary>A computed value was described where it was written; constants and variables show their shape here.</summary>
    private static string Operand(Value? value) => value switch
    {
        null => "-",
        { Kind: ValueKind.Computed or ValueKind.Input } => $"'{value.Name}'",
        { Kind: ValueKind.Constant, Shape.Count: 1, Type: ElementType.Float32 } => FormattableString.Invariant($"{value.Data!.As<float>()[0]}"),
        { Kind: ValueKind.Variable } => $"variable {Describe(value)}",
        _ => Describe(value),
    };

    /// <summary>The record's own text without its name: <c> { Axis = 1 }</c>, or nothing where it has no attributes.</summary>
    private static string Attributes(Operator op)
    {
        string text = op.ToString();
        int brace = text.IndexOf('{', StringComparison.Ordinal);
        string attributes = brace < 0 ? "" : text[(brace + 1)..^1];

        // The formula of an elementwise operator repeats its constants.
        int map = attributes.IndexOf(" Map = ", StringComparison.Ordinal);
        if (map >= 0)
            attributes = attributes.Remove(map, attributes.IndexOf('}', map) + 1 - map).Trim(' ', ',');
        return string.IsNullOrWhiteSpace(attributes) ? "" : $" {{ {attributes.Trim()} }}";
    }
}
