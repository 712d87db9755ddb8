using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Memory;

namespace EdgeRuntime.Execution;

/// <summary>How a graph is to be made runnable.</summary>
/// <param name="Isa">The instruction set.</param>
/// <param name="Threads">Workers, the caller's thread included.</param>
/// <param name="Budget">The most bytes that the arena may have; null for any.</param>
/// <param name="KeepInputs">Whether inputs stay intact during a run.</param>
internal readonly record struct CompileOptions(Isa Isa, int Threads, long? Budget, bool KeepInputs);

/// <summary>
/// Graph to steps: finds the memory of every value, plans the arena, allocates it, lets operators pack their constants and bind
/// their kernels. The arena is [constants | variables | transient].
/// </summary>
internal sealed unsafe class Compiler
{
    private readonly Graph graph;
    private readonly CompileOptions options;
    private readonly Places places;
    private readonly Reservation[] reservations;
    private readonly Dictionary<Value, long> offsets = []; // of roots, from the start of the arena
    private readonly Dictionary<(int Node, int Input), long> packedOffsets = [];
    private readonly Dictionary<(Operator Operator, Value Constant, Value? Beside, Shape Data), long> packs = []; // equal nodes share one packed form
    private readonly List<Lifetime> blocks = [];
    private readonly List<Value?> blockRoots = []; // null for scratch
    private readonly List<(int Node, bool OfWorkers)> blockScratch = [];
    private long fixedBytes; // constants and variables, aligned
    private long fixedNeeded; // the same without alignment
    private long constantBytes;

    private Compiler(Graph graph, CompileOptions options)
    {
        (this.graph, this.options) = (graph, options);
        places = new Places(graph, options.KeepInputs);
        reservations = new Reservation[graph.Nodes.Count];
        for (int i = 0; i < reservations.Length; i++)
            graph.Nodes[i].Operator.Reserve(graph.Nodes[i], reservations[i] = new Reservation());
    }

    /// <summary>Plans, allocates and binds.</summary>
    /// <param name="graph">What is to run.</param>
    /// <param name="options">How.</param>
    /// <param name="plan">The plan of a <see cref="Footprint"/> that was measured of the same graph for the same options; null to make one.</param>
    public static Executable Compile(Graph graph, CompileOptions options, MemoryPlan? plan = null) => new Compiler(graph, options).Compile(plan);

    /// <summary>What <see cref="Compile(Graph, CompileOptions, MemoryPlan?)"/> would need; the budget plays no part.</summary>
    public static Footprint Measure(Graph graph, CompileOptions options)
    {
        Compiler compiler = new(graph, options);
        compiler.CollectMemory();
        return new Footprint(compiler.fixedBytes, compiler.blocks, compiler.places.End);
    }

    private void CollectMemory()
    {
        PlaceConstants();
        constantBytes = fixedBytes;
        PlaceVariables();
        CollectBlocks();
    }

    private Executable Compile(MemoryPlan? planned)
    {
        CollectMemory();
        MemoryPlan plan = planned ?? ArenaPlanner.Plan(blocks);
        long total = fixedBytes + ArenaPlanner.Align(plan.Bytes);
        if (options.Budget is { } budget && total > budget)
            RefuseBudget(plan, total, budget);

        Arena arena = new(total);
        try
        {
            for (int i = 0; i < blocks.Count; i++)
            {
                if (blockRoots[i] is { } root)
                    offsets[root] = fixedBytes + plan.Offsets[i];
            }

            foreach ((Value root, long offset) in offsets)
                root.Data?.Bytes.CopyTo(new Span<byte>(arena.Start + offset, checked((int)root.Bytes)));
            (Step[] steps, Node[] nodes) = BindSteps(arena, plan);
            return new Executable(graph, arena, steps, nodes, plan, Pointer, options.Threads)
            {
                ConstantBytes = constantBytes,
                VariableBytes = fixedBytes - constantBytes,
                LowerBoundBytes = fixedNeeded + plan.Peak.Bytes,
            };
        }
        catch
        {
            arena.Dispose();
            throw;
        }

        nint Pointer(Value value)
        {
            (Value root, long offset) = places.Of(value);
            return offsets.TryGetValue(root, out long start) ? (nint)(arena.Start + start + offset) : 0;
        }
    }

    /// <summary>A constant needs its raw bytes only where somebody reads them raw: an operator that packs it does not.</summary>
    private void PlaceConstants()
    {
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            for (int k = 0; k < node.Inputs.Length; k++)
            {
                if (node.Inputs[k] is not { } input || places.Of(input).Root is not { IsConstant: true } root)
                    continue;
                if (reservations[i].Packed.TryGetValue(k, out long bytes) && input.IsConstant)
                    packedOffsets[(i, k)] = PackOf(node, k, reservations[i], bytes);
                else if (!offsets.ContainsKey(root))
                    offsets[root] = Reserve(root.Bytes);
            }
        }

        foreach ((_, Value output) in graph.Outputs)
        {
            Value root = places.Of(output).Root;
            if (root.IsConstant && !offsets.ContainsKey(root))
                offsets[root] = Reserve(root.Bytes);
        }
    }

    private long PackOf(Node node, int input, Reservation memory, long bytes)
    {
        // A bias is packed with its weights, whose input it follows: the same weights with another one are another packed form.
        Value? beside = memory.Packed.ContainsKey(input + 1) ? node.Inputs[input + 1] : null;
        var key = (node.Operator, node.Input(input), beside, node.Shape(0));
        if (!packs.TryGetValue(key, out long offset))
            packs.Add(key, offset = Reserve(bytes));
        return offset;
    }

    private void PlaceVariables()
    {
        foreach (Value root in places.Lives.Keys)
        {
            if (root.Kind == ValueKind.Variable)
                offsets[root] = Reserve(root.Bytes);
        }
    }

    private long Reserve(long bytes)
    {
        long offset = fixedBytes;
        fixedNeeded += bytes;
        fixedBytes = ArenaPlanner.Align(fixedBytes + bytes);
        return offset;
    }

    private void CollectBlocks()
    {
        foreach ((Value root, (int first, int last)) in places.Lives)
        {
            if (root.Kind is ValueKind.Computed or ValueKind.Input)
                AddBlock(new Lifetime(root.Name, root.Bytes, first, last), root, default);
        }

        for (int i = 0; i < reservations.Length; i++)
        {
            string name = $"scratch of {graph.Nodes[i].Path}";
            if (reservations[i].ScratchBytes > 0)
                AddBlock(new Lifetime(name, reservations[i].ScratchBytes, i + 1, i + 1), null, (i, false));
            long ofWorkers = ArenaPlanner.Align(reservations[i].WorkerScratchBytes) * options.Threads;
            if (ofWorkers > 0)
                AddBlock(new Lifetime(name, ofWorkers, i + 1, i + 1), null, (i, true));
        }
    }

    private void AddBlock(Lifetime block, Value? root, (int Node, bool OfWorkers) scratch)
    {
        blocks.Add(block);
        blockRoots.Add(root);
        blockScratch.Add(scratch);
    }

    private (Step[] Steps, Node[] Nodes) BindSteps(Arena arena, MemoryPlan plan)
    {
        nint[] scratch = new nint[graph.Nodes.Count];
        nint[] workerScratch = new nint[graph.Nodes.Count];
        for (int i = 0; i < blocks.Count; i++)
        {
            if (blockRoots[i] is not null)
                continue;
            nint at = (nint)(arena.Start + fixedBytes + plan.Offsets[i]);
            (blockScratch[i].OfWorkers ? workerScratch : scratch)[blockScratch[i].Node] = at;
        }

        StepBuilder builder = new(options.Isa, value =>
        {
            (Value root, long offset) = places.Of(value);
            return (nint)(arena.Start + offsets[root] + offset);
        });
        List<Node> nodes = []; // of each step
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            Dictionary<int, nint> packed = [];
            foreach (int input in reservations[i].Packed.Keys)
            {
                if (packedOffsets.TryGetValue((i, input), out long offset))
                    packed[input] = (nint)(arena.Start + offset);
            }

            builder.Begin(node, (byte*)scratch[i], (byte*)workerScratch[i], ArenaPlanner.Align(reservations[i].WorkerScratchBytes), packed);
            node.Operator.Compile(node, builder);
            while (nodes.Count < builder.Steps.Count)
                nodes.Add(node);
        }

        return ([.. builder.Steps], [.. nodes]);
    }

    private void RefuseBudget(MemoryPlan plan, long total, long budget)
    {
        List<Lifetime> alive = plan.AliveAt(plan.Peak.Step);
        int step = plan.Peak.Step - 1;
        string at = step >= 0 && step < graph.Nodes.Count ? graph.Nodes[step].Path : "the end of the run";
        string names = string.Join(", ", alive.GetRange(0, Math.Min(alive.Count, 5)).ConvertAll(b => $"'{b.Name}' {b.Bytes}"));
        Throw.Memory($"The budget is {budget} bytes, the model needs {total}: {constantBytes} of weights, {fixedBytes - constantBytes} of variables and {plan.Bytes} for a run, whose peak is at {at} ({names} bytes). Allow {total} bytes, or use a smaller model, input or batch.");
    }
}
