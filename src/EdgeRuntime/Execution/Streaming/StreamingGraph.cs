using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Execution.Streaming;

/// <summary>
/// The graph of one step made of the graph of a whole sequence: node by node, each operator says what stands for it when a few frames come
/// at a time, and which states that takes.
/// </summary>
internal sealed class StreamingGraph : StreamBuilder
{
    private readonly Graph whole;
    private readonly Graph step;
    private readonly Dictionary<Value, Value> steps = [];
    private readonly Dictionary<Value, Frames> frames = [];
    private readonly HashSet<Value> newest = []; // what is known after the newest frame
    private readonly HashSet<Value> unknown = []; // outputs of refused nodes
    private readonly List<string> refusals = [];
    private Node? current;
    private int emitted;

    private StreamingGraph(Graph whole) => (this.whole, step) = (whole, new Graph(whole.Name) { FoldBudget = whole.FoldBudget, FoldWork = whole.FoldWork, Counter = whole.Counter });

    /// <summary>Tries one axis of one input as that of time.</summary>
    /// <param name="whole">The graph of a whole sequence, its explicit states bound; not to be used afterwards.</param>
    /// <param name="input">The input that the frames come in by.</param>
    /// <param name="axis">Its axis of time.</param>
    /// <param name="count">Frames of a step.</param>
    public static StreamingResult Make(Graph whole, Value input, int axis, int count)
    {
        StreamingGraph maker = new(whole);
        maker.Begin(input, axis, count);
        foreach (Node node in whole.Nodes)
            maker.Rewrite(node);
        maker.End();
        maker.step.Frame = input.Type == ElementType.Float32 ? maker.steps[input] : null;
        return new StreamingResult(maker.step, maker.refusals, maker.step.States.Count - whole.States.Count);
    }

    public override Frames? Of(Value? value) => value is not null && frames.TryGetValue(value, out Frames found) ? found : null;

    public override Value? Step(Value? value) => value is null ? null : steps.GetValueOrDefault(value, value);

    public override Value? InputOf(Value value)
    {
        HashSet<Value> seen = [value];
        Stack<Value> open = new(seen);
        while (open.TryPop(out Value? next))
        {
            if (next.Kind == ValueKind.Input)
                return next;
            foreach (Value? input in next.Producer?.Inputs ?? [])
            {
                if (input is not null && seen.Add(input))
                    open.Push(input);
            }
        }

        return null;
    }

    public override void Return(Value value, Value stepValue, Frames? found)
    {
        steps[value] = stepValue;
        if (found is { } known)
            frames[value] = known;
        else
            newest.Add(value);
        if (found is { Length: < 2 })
            Refuse("leaves one frame of the whole sequence, too few to follow: export the model with a longer one, or with an open axis of time");
    }

    public override Value[] EmitAll(Operator op, params Value?[] inputs)
    {
        string name = emitted++ == 0 ? current!.Name : $"{current!.Name} {op.Type}";
        return step.Add(name, op, inputs).Outputs;
    }

    public override Value State(string name, Shape shape, Tensor? initial = null)
    {
        Value state = new(name, ElementType.Float32, shape, ValueKind.Variable, initial);
        step.States.Add(state);
        return state;
    }

    public override void Keep(Value state, Value next) => step.Add(state.Name, new StoreState(), state, next);

    private void Begin(Value input, int axis, int count)
    {
        step.States.AddRange(whole.States);
        step.Warnings.AddRange(whole.Warnings);
        foreach (Value value in whole.Inputs)
        {
            Value own = value != input ? value : new Value(value.Name, value.Type, value.Shape.With(axis, count), ValueKind.Input);
            step.Inputs.Add(own);
            steps[value] = own;
        }

        int length = input.Shape[axis];
        frames[input] = new Frames(length, 0, count, 0, length).At(input.Shape, axis);
    }

    private void Rewrite(Node node)
    {
        if (System.Array.Exists(node.Inputs, input => input is not null && unknown.Contains(input)))
        {
            unknown.UnionWith(node.Outputs); // the cause is already known
            return;
        }

        (current, emitted) = (node, 0);
        bool hasFrames = false, hasNewest = false;
        foreach (Value? input in node.Inputs)
        {
            hasFrames |= Of(input) is not null;
            hasNewest |= input is not null && newest.Contains(input);
        }

        try
        {
            if (hasFrames && hasNewest)
                Refuse("brings what is known after the last frame back to all frames");
            if (hasFrames)
                node.Operator.ByFrames(node, this);
            else
                TakeOver(node, hasNewest);
        }
        catch (EdgeException e) when (e.Kind is ErrorKind.Unsupported or ErrorKind.Shape)
        {
            refusals.Add($"{node.Path} {e.Message}");
            unknown.UnionWith(node.Outputs);
        }
    }

    private void TakeOver(Node node, bool isNewest)
    {
        Value[] outputs = EmitAll(node.Operator, System.Array.ConvertAll(node.Inputs, value => Step(value)));
        for (int i = 0; i < outputs.Length; i++)
        {
            steps[node.Outputs[i]] = outputs[i];
            if (isNewest)
                newest.Add(node.Outputs[i]);
        }
    }

    private void End()
    {
        foreach ((string name, Value value) in whole.Outputs)
        {
            if (unknown.Contains(value))
                continue;
            if (Of(value) is { IsPadded: true })
                refusals.Add($"output '{name}' has padding in time: it must be cut off");
            step.Outputs.Add((name, Step(value)!));
        }

        // What only told the length of the sequence is no longer asked for.
        Dictionary<Value, List<Node>> before = whole.Readers();
        step.RemoveDead();
        Dictionary<Value, List<Node>> readers = step.Readers();
        step.Inputs.RemoveAll(value => before.ContainsKey(value) && !readers.ContainsKey(value) && !step.IsOutput(value) && !IsFrameInput(value));
    }

    private bool IsFrameInput(Value value) => !whole.Inputs.Contains(value);
}

/// <summary>What became of a graph and an axis of time.</summary>
/// <param name="Graph">The graph of one step; incomplete where something is refused.</param>
/// <param name="Refusals">Every node that cannot be computed frame by frame, and why.</param>
/// <param name="OwnStates">States besides those that the model names.</param>
internal sealed record StreamingResult(Graph Graph, List<string> Refusals, int OwnStates);
