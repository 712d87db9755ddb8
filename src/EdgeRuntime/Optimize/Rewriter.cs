using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Optimize;

/// <summary>
/// Looks at one node, whose inputs are already rewritten, and may put other values in the place of its outputs. A node that is not
/// replaced stays.
/// </summary>
internal delegate void Rule(Node node, Rewriter rewriter);

/// <summary>
/// One sweep of a rule over the nodes of a graph, in order. Replacements are followed as later nodes come up, and a node that nobody
/// reads any more is dropped with everything that only it read, so that a sweep takes time in proportion to the graph.
/// </summary>
internal sealed class Rewriter
{
    private readonly Graph graph;
    private readonly List<Node> nodes = [];
    private readonly HashSet<Node> dead = [];
    private readonly Dictionary<Value, int> uses = [];
    private readonly Dictionary<Node, int> positions = [];
    private readonly Dictionary<Value, Value> replaced = [];

    private Rewriter(Graph graph)
    {
        this.graph = graph;
        foreach (Node node in graph.Nodes)
            Count(node);
        foreach ((_, Value value) in graph.Outputs)
            Use(value, 1);
    }

    /// <summary>Whether the rule has replaced anything.</summary>
    public bool Changed { get; private set; }

    /// <summary>Sweeps once; true where anything changed.</summary>
    public static bool Sweep(Graph graph, Rule rule)
    {
        Rewriter rewriter = new(graph);
        foreach (Node node in graph.Nodes)
        {
            if (rewriter.dead.Contains(node))
                continue;
            rewriter.Follow(node);
            rule(node, rewriter);
            if (!rewriter.dead.Contains(node))
                rewriter.Append(node);
        }

        rewriter.Finish();
        return rewriter.Changed;
    }

    /// <summary>How many times a value is read by nodes or goes out.</summary>
    public int Uses(Value value) => uses.GetValueOrDefault(value);

    /// <summary>The producer of a value where it is a <typeparamref name="T"/> that nobody else reads: it can be merged into its reader.</summary>
    public Node? Only<T>(Value? value)
        where T : Operator => value is not null && Uses(value) == 1 ? Any<T>(value) : null;

    /// <summary>The producer of a value where it is a <typeparamref name="T"/>, whoever else reads it.</summary>
    public static Node? Any<T>(Value? value)
        where T : Operator => value?.Producer is { Operator: T } producer ? producer : null;

    /// <summary>Where a node that came before stands in the order; greater is later.</summary>
    public int Position(Node node) => positions[node];

    /// <summary>Adds a node before the one that is looked at, under its name; computed at once where all inputs are constants.</summary>
    public Value Emit(Node origin, Operator op, params Value?[] inputs) => EmitAll(origin.Name, op, inputs)[0];

    /// <summary>As <see cref="Emit(Node, Operator, Value?[])"/> under a name of its own, with all outputs.</summary>
    public Value[] EmitAll(string name, Operator op, params Value?[] inputs)
    {
        Node node = new(name, op, inputs);
        bool isConstant = !op.IsRandom && !op.Updates && Array.TrueForAll(inputs, value => value is null || value.IsConstant);
        if (isConstant && !Grows(node) && Evaluator.TryRun(node, graph) is { } folded)
        {
            return Array.ConvertAll(node.Outputs, output => Value.Constant(output.Name, folded[Array.IndexOf(node.Outputs, output)]));
        }

        Count(node);
        Append(node);
        return node.Outputs;
    }

    /// <summary>Makes every later reader of <paramref name="old"/>, and the graph's outputs, read <paramref name="replacement"/>.</summary>
    public void Replace(Value old, Value replacement)
    {
        if (old == replacement)
            return;
        if (old.Shape != replacement.Shape || old.Type != replacement.Type)
            Throw.Shape($"A pass would put {replacement} in the place of {old}: both must have the same type and shape. This is a defect of Edge: please report the model.");
        replaced[old] = replacement;
        Changed = true;
        Use(replacement, Uses(old));
        uses[old] = 0;
        if (old.Producer is { } producer)
            DropIfUnread(producer);
    }

    /// <summary>Replaces the only output of <paramref name="node"/> by a new node's.</summary>
    public void ReplaceBy(Node node, Operator op, params Value?[] inputs) => Replace(node.Output, Emit(node, op, inputs));

    private void Append(Node node)
    {
        positions[node] = nodes.Count;
        nodes.Add(node);
    }

    private void Count(Node node)
    {
        foreach (Value? input in node.Inputs)
        {
            if (input is not null)
                Use(input, 1);
        }
    }

    /// <summary>A constant that is small in the file stays small: folding only rearranges or combines what is there.</summary>
    private static bool Grows(Node node)
    {
        long bytes = 4096;
        foreach (Value? input in node.Inputs)
            bytes += input?.Bytes ?? 0;
        foreach (Value output in node.Outputs)
            bytes -= output.Bytes;
        return bytes < 0;
    }

    private void Use(Value value, int times) => uses[value] = uses.GetValueOrDefault(value) + times;

    /// <summary>Where replacements lead, in the end.</summary>
    private Value Latest(Value value)
    {
        while (replaced.TryGetValue(value, out Value? next))
            value = next;
        return value;
    }

    private void Follow(Node node)
    {
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            if (node.Inputs[i] is { } input)
                node.Inputs[i] = Latest(input);
        }
    }

    private void DropIfUnread(Node node)
    {
        Stack<Node> pending = new();
        pending.Push(node);
        while (pending.TryPop(out Node? next))
        {
            if (next.Operator.Updates || !Array.TrueForAll(next.Outputs, output => Uses(output) == 0) || !dead.Add(next))
                continue;
            foreach (Value? input in next.Inputs)
            {
                if (input is null)
                    continue;
                Value read = Latest(input);
                Use(read, -1);
                if (read.Producer is { } producer && Uses(read) == 0)
                    pending.Push(producer);
            }
        }
    }

    private void Finish()
    {
        graph.Nodes.Clear();
        foreach (Node node in nodes)
        {
            if (!dead.Contains(node))
                graph.Nodes.Add(node);
        }

        for (int i = 0; i < graph.Outputs.Count; i++)
            graph.Outputs[i] = (graph.Outputs[i].Name, Latest(graph.Outputs[i].Value));
    }
}
