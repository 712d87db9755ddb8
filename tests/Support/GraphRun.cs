using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;

namespace Tests.Support;

/// <summary>How the units of each step are cut and in which order the pieces run.</summary>
internal enum Split
{
    Whole,
    Halves,
    Thirds,
    EachAlone,
}

/// <summary>
/// Compiles a graph without the planner: every value, scratch and packed constant has a fenced block of its own, poisoned before each
/// run, so that a test sees reads of what was never written and writes outside.
/// </summary>
internal sealed unsafe class GraphRun : IDisposable
{
    private const int Workers = 2;
    private readonly Graph graph;
    private readonly IReadOnlyList<Tensor> inputs;
    private readonly Dictionary<Value, nint> places = [];
    private readonly List<FencedBytes> scratch = []; // and everything else that a run writes
    private readonly List<FencedBytes> kept = []; // constants, packed ones too
    private readonly List<(Value Value, Tensor Content)> written = []; // by the caller before each run
    private readonly List<Step> steps = [];

    /// <param name="graph">What to run.</param>
    /// <param name="isa">The instruction set.</param>
    /// <param name="inputs">The content of the graph's inputs, in order.</param>
    /// <param name="share">Whether outputs lie in their inputs' memory wherever operators allow it.</param>
    public GraphRun(Graph graph, Isa isa, IReadOnlyList<Tensor> inputs, bool share = false)
    {
        (this.graph, this.inputs) = (graph, inputs);
        Place(share);
        StepBuilder builder = new(isa, value => places[value]);
        Dictionary<Value, int> unpackedReaders = [];
        foreach (Node node in graph.Nodes)
            Compile(node, builder, unpackedReaders);
        steps.AddRange(builder.Steps);
        // What is packed by all its readers must not be read again.
        foreach ((Value value, nint place) in places)
        {
            if (value.IsConstant && !unpackedReaders.ContainsKey(value) && !graph.IsOutput(value))
                new Span<byte>((void*)place, (int)value.Bytes).Fill(0xFF);
        }
    }

    /// <summary>Runs once from fresh inputs.</summary>
    public void Run(Split split = Split.Whole)
    {
        Reset();
        RunSteps(split);
        foreach (FencedBytes block in (FencedBytes[])[.. scratch, .. kept])
            block.CheckFences();
    }

    public void RunSteps(Split split)
    {
        foreach (Step step in steps)
            RunStep(step, split);
    }

    public Tensor[] Outputs() => [.. graph.Outputs.ConvertAll(o => Copy(o.Value))];

    public void Dispose()
    {
        foreach (FencedBytes block in (FencedBytes[])[.. scratch, .. kept])
            block.Dispose();
    }

    // Pieces run from last to first and by changing workers: nothing may depend on the order.
    private static void RunStep(Step step, Split split)
    {
        int piece = split switch
        {
            Split.Halves => (step.Units + 1) / 2,
            Split.Thirds => (step.Units + 2) / 3,
            Split.EachAlone => 1,
            _ => step.Units,
        };
        if (step.Units == 0)
            return;
        for (int first = (step.Units - 1) / piece * piece, worker = 0; first >= 0; first -= piece, worker ^= 1)
            step.Run(first, Math.Min(first + piece, step.Units), worker);
    }

    private void Place(bool share)
    {
        for (int i = graph.Nodes.Count - 1; i >= 0 && share; i--)
            PlaceInputsInOutput(graph.Nodes[i]);
        for (int i = 0; i < graph.Inputs.Count; i++)
        {
            if (!places.ContainsKey(graph.Inputs[i]))
                places[graph.Inputs[i]] = Allocate(scratch, graph.Inputs[i].Bytes);
            written.Add((graph.Inputs[i], inputs[i]));
        }

        Dictionary<Value, List<Node>> readers = graph.Readers();
        HashSet<Value> shared = [];
        foreach (Node node in graph.Nodes)
        {
            foreach (Value? input in node.Inputs)
            {
                if (input is not null && !places.ContainsKey(input))
                    PlaceSource(input);
            }

            for (int o = 0; o < node.Outputs.Length; o++)
                PlaceOutput(node, o, share, readers, shared);
        }

        foreach ((_, Value output) in graph.Outputs)
        {
            if (!places.ContainsKey(output))
                PlaceSource(output);
        }
    }

    private void PlaceSource(Value value)
    {
        places[value] = Allocate(value.IsConstant ? kept : scratch, value.Bytes);
        if (value.IsConstant)
            Fill(value, value.Data!);
        else if (value.Kind == ValueKind.Variable)
            written.Add((value, value.Data ?? new Tensor(value.Type, value.Shape)));
    }

    private void PlaceInputsInOutput(Node node)
    {
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            if (node.Inputs[i] is not { } input || node.Operator.PlaceOfInput(node, i) is not (>= 0 and long offset))
                continue;
            if (input.Data is not null || places.ContainsKey(input) || graph.Readers()[input].Count > 1)
                continue;
            if (!places.TryGetValue(node.Output, out nint output))
                places[node.Output] = output = Allocate(scratch, node.Output.Bytes);
            places[input] = output + (nint)offset;
        }
    }

    private void PlaceOutput(Node node, int index, bool share, Dictionary<Value, List<Node>> readers, HashSet<Value> shared)
    {
        Value output = node.Outputs[index];
        if (places.ContainsKey(output))
            return;
        Sharing sharing = node.Operator.Shares(node, index);
        Value? source = sharing.Kind == SharingKind.None ? null : node.Inputs[sharing.Input];
        bool view = sharing.Kind == SharingKind.View && (share || node.Operator.Updates);
        bool inPlace = sharing.Kind == SharingKind.InPlace && share && source!.Data is null && readers[source].Count == 1
            && Array.FindAll(node.Inputs, v => v == source).Length == 1 && !graph.IsOutput(source) && !shared.Contains(source);
        if (view || inPlace)
        {
            places[output] = places[source!] + (nint)sharing.ByteOffset;
            shared.Add(source!);
            shared.Add(output);
        }
        else
        {
            places[output] = Allocate(scratch, output.Bytes);
        }
    }

    private void Compile(Node node, StepBuilder builder, Dictionary<Value, int> unpackedReaders)
    {
        Reservation memory = new();
        node.Operator.Reserve(node, memory);
        Dictionary<int, nint> packed = [];
        foreach ((int input, long bytes) in memory.Packed)
            packed[input] = Allocate(kept, bytes);

        for (int i = 0; i < node.Inputs.Length; i++)
        {
            if (node.Inputs[i] is { } input && !packed.ContainsKey(i))
                unpackedReaders[input] = 1;
        }

        long stride = (memory.WorkerScratchBytes + 63) / 64 * 64;
        byte* nodeScratch = (byte*)Allocate(scratch, memory.ScratchBytes);
        byte* workerScratch = (byte*)Allocate(scratch, stride * Workers);
        builder.Begin(node, nodeScratch, workerScratch, stride, packed);
        node.Operator.Compile(node, builder);
    }

    private void Reset()
    {
        foreach (FencedBytes block in scratch)
            block.Poison();
        foreach ((Value value, Tensor content) in written)
            Fill(value, content);
    }

    private void Fill(Value value, Tensor content) => content.Bytes.CopyTo(new Span<byte>((void*)places[value], content.Bytes.Length));

    private static nint Allocate(List<FencedBytes> list, long bytes)
    {
        FencedBytes block = new(bytes);
        list.Add(block);
        return (nint)block.Pointer;
    }

    private Tensor Copy(Value value) =>
        new(value.Type, value.Shape, new ReadOnlySpan<byte>((void*)places[value], checked((int)value.Bytes)).ToArray());
}
