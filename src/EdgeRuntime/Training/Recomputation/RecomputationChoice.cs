using System;
using System.Collections.Generic;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>
/// Chooses which values of the forward pass are computed again instead of kept. A greedy search: where the plan is too full, the value
/// that frees most for the least work goes, as long as that helps. A pure function of the graph and the limit.
/// </summary>
internal sealed class RecomputationChoice
{
    // What is recomputed without being asked for may add this part of a step's work, and must save this part of its peak.
    private const double FreeWork = 0.05, WorthSaving = 0.03;

    // A fraction by which the search for the least memory lowers its aim.
    private const double Lowering = 0.97;

    // Plans that a search may try: a second or two for a network of a hundred layers on a small board.
    private const int MostTrials = 300;

    private const int LongestSegment = 8;

    private readonly Graph graph;
    private readonly CompileOptions options;
    private readonly int forward;
    private readonly HashSet<Node> forwardNodes = [];
    private readonly HashSet<Value> again = [];
    private readonly HashSet<Value> kept = []; // roots that backward nodes read: what may be given away
    private int trials;

    /// <param name="graph">A training graph.</param>
    /// <param name="loss">Its loss: the last node of the forward pass writes it.</param>
    /// <param name="options">How it will be compiled.</param>
    public RecomputationChoice(Graph graph, Value loss, CompileOptions options)
    {
        (this.graph, this.options, Current) = (graph, options, graph);
        forward = graph.Nodes.IndexOf(loss.Producer!) + 1;
        forwardNodes.UnionWith(graph.Nodes.GetRange(0, forward));
        for (int i = forward; i < graph.Nodes.Count; i++)
        {
            foreach (Value? input in graph.Nodes[i].Inputs)
            {
                if (input is not null && IsOfForward(input.Root))
                    kept.Add(input.Root);
            }
        }

        Footprint = Compiler.Measure(graph, options);
    }

    /// <summary>The graph with what was chosen so far.</summary>
    public Graph Current { get; private set; }

    /// <summary>What <see cref="Current"/> needs.</summary>
    public Footprint Footprint { get; private set; }

    /// <summary>Of each value of the first graph that a node writes, the one in <see cref="Current"/>.</summary>
    public Dictionary<Value, Value> Copies { get; private set; } = [];

    /// <summary>The values that are computed twice.</summary>
    public IReadOnlyCollection<Value> Again => again;

    /// <summary>The work that is done twice, as a part of one step's.</summary>
    public double ExtraWork
    {
        get
        {
            double extra = 0;
            foreach (Value value in again)
                extra += Work(value.Producer!);
            return extra / TotalWork();
        }
    }

    /// <summary>Recomputes what costs next to nothing: element by element from values that are kept anyway.</summary>
    public void ChooseFree()
    {
        double allowed = FreeWork * TotalWork();
        List<Value> free = [];
        foreach (Value value in kept)
        {
            if (value.Bytes > WorthSaving * Footprint.PeakBytes / 4 && Closure(value).TrueForAll(part => part.Producer!.Operator.Macs(part.Producer) == 0))
                free.Add(value);
        }

        free.Sort((a, b) => (Work(Closure(a)) / a.Bytes).CompareTo(Work(Closure(b)) / b.Bytes));
        foreach (Value value in free)
        {
            // Its closure grows when what it is computed from was given away before.
            List<Value> closure = Closure(value);
            double work = Work(closure);
            if (work <= allowed && !closure.Exists(part => DependsOnAgain(part)))
            {
                again.UnionWith(closure);
                allowed -= work;
            }
        }

        if (again.Count > 0 && !TryApply(footprint => footprint.PeakBytes < (1 - WorthSaving) * Footprint.PeakBytes))
            again.Clear();
    }

    /// <summary>Recomputes until the plan fits into a number of bytes, or no value is left that would help.</summary>
    /// <returns>Whether it fits.</returns>
    public bool ChooseFor(long budget)
    {
        // The packing of blocks leaves gaps that the sums of bytes do not know: aim lower by what they took.
        long planned = Footprint.PlannedBytes;
        for (long limit = budget - Footprint.FixedBytes; planned > budget; limit -= planned - budget)
        {
            if (!Lower(limit))
                return false;
            planned = Footprint.PlannedBytes;
        }

        KeepAgain(Footprint.PeakBytes);
        return true;
    }

    /// <summary>The choice with the lowest peak that the searches find: from everything kept, and from segments.</summary>
    public static RecomputationChoice Least(Graph graph, Value loss, CompileOptions options)
    {
        RecomputationChoice fromAll = new(graph, loss, options), fromSegments = new(graph, loss, options);
        fromAll.ChooseLeast();
        fromSegments.ChooseSegments();
        fromSegments.ChooseLeast();
        return fromSegments.Footprint.PeakBytes < fromAll.Footprint.PeakBytes ? fromSegments : fromAll;
    }

    private void ChooseLeast()
    {
        while (Lower((long)(Lowering * Footprint.PeakBytes)))
        {
        }

        KeepAgain(Footprint.PeakBytes);
    }

    /// <summary>
    /// Keeps every k-th value alone, for the k that gives the lowest peak: a start that giving away one value after the other may not find.
    /// </summary>
    /// <remarks>Chen, Xu, Zhang and Guestrin, "Training Deep Nets with Sublinear Memory Cost", 2016.</remarks>
    private void ChooseSegments()
    {
        HashSet<Value> best = [.. again];
        List<Value> inOrder = [];
        foreach (Node node in forwardNodes)
            inOrder.AddRange(Array.FindAll(node.Outputs, kept.Contains));
        for (int length = 2; length <= LongestSegment; length++)
        {
            again.Clear();
            for (int i = 0; i < inOrder.Count; i++)
            {
                if (i % length != 0 || best.Contains(inOrder[i]))
                    again.Add(inOrder[i]);
            }

            if (TryApply(footprint => footprint.PeakBytes < Footprint.PeakBytes))
                best = [.. again];
        }

        again.Clear();
        again.UnionWith(best);
    }

    /// <summary>Takes back what turned out not to be needed, the dearest first.</summary>
    private void KeepAgain(long limit)
    {
        List<Value> dearest = [.. again];
        dearest.Sort((a, b) => Work(b.Producer!).CompareTo(Work(a.Producer!)));
        foreach (Value value in dearest)
        {
            again.Remove(value);
            if (trials >= 2 * MostTrials || !TryApply(footprint => footprint.PeakBytes <= limit))
                again.Add(value);
        }
    }

    private bool Lower(long limit)
    {
        HashSet<Value> useless = [];
        while (Footprint.PeakBytes > limit)
        {
            if (trials >= MostTrials || Best(limit, useless) is not { } best)
                return false;
            List<Value> added = Closure(best);
            added.RemoveAll(value => !again.Add(value));
            long above = Footprint.Above(limit);
            if (TryApply(footprint => footprint.Above(limit) < above))
            {
                useless.Clear();
                continue;
            }

            useless.Add(best);
            again.ExceptWith(added);
        }

        return true;
    }

    /// <summary>The kept value that frees most bytes where there are too many, for its work.</summary>
    private Value? Best(long limit, HashSet<Value> useless)
    {
        Value? best = null;
        double most = 0;
        Dictionary<Value, (int Last, int First)> idle = Idle();
        foreach (Value value in kept)
        {
            if (again.Contains(value) || useless.Contains(value) || !idle.TryGetValue(value, out (int Last, int First) span))
                continue;
            double gain = 0;
            for (int time = span.Last + 1; time < span.First; time++)
                gain += Math.Min(value.Bytes, Math.Max(0, Footprint.AliveAt(time) - limit));
            double cost = 1 + Work(Closure(value));
            if (gain / cost > most)
                (best, most) = (value, gain / cost);
        }

        return best;
    }

    /// <summary>When each kept value is written or read last by the forward and first by the backward pass of <see cref="Current"/>.</summary>
    private Dictionary<Value, (int Last, int First)> Idle()
    {
        Dictionary<Value, (int Last, int First)> idle = [];
        Dictionary<Value, Value> originals = [];
        foreach (Value value in kept)
            originals[Copies.GetValueOrDefault(value, value)] = value;
        for (int i = 0; i < Current.Nodes.Count; i++)
        {
            foreach (Value? input in Current.Nodes[i].Inputs)
            {
                if (input is null || !originals.TryGetValue(input.Root, out Value? value))
                    continue;
                (int last, int first) = idle.GetValueOrDefault(value, (i + 1, int.MaxValue));
                idle[value] = i < forward ? (i + 1, first) : (last, Math.Min(first, i + 1));
            }

            // What is written for the backward pass alone is idle from there on.
            foreach (Value output in Current.Nodes[i].Outputs)
            {
                if (originals.TryGetValue(output, out Value? value))
                    idle[value] = (i + 1, int.MaxValue);
            }
        }

        foreach (Value value in kept)
        {
            if (idle.TryGetValue(value, out (int Last, int First) span) && span.First == int.MaxValue)
                idle.Remove(value);
        }

        return idle;
    }

    /// <summary>The value and what must be computed again before it, because nobody keeps it.</summary>
    private List<Value> Closure(Value value)
    {
        List<Value> closure = [value];
        for (int i = 0; i < closure.Count; i++)
        {
            foreach (Value? input in closure[i].Producer!.Inputs)
            {
                Value? root = input is null ? null : input.Root;
                if (root is not null && IsOfForward(root) && !kept.Contains(root) && !again.Contains(root) && !closure.Contains(root))
                    closure.Add(root);
            }
        }

        return closure;
    }

    private bool TryApply(Func<Footprint, bool> isBetter)
    {
        trials++;
        if (Replay.Apply(graph, forward, again, out Dictionary<Value, Value> copies) is not { } candidate)
            return false;
        Footprint footprint = Compiler.Measure(candidate, options);
        if (!isBetter(footprint))
            return false;
        (Current, Footprint, Copies) = (candidate, footprint, copies);
        return true;
    }

    private bool IsOfForward(Value value) => value.Producer is { Operator.Updates: false } producer && forwardNodes.Contains(producer);

    private bool DependsOnAgain(Value value) =>
        Array.Exists(value.Producer!.Inputs, input => input is not null && again.Contains(input.Root));

    private double TotalWork()
    {
        double total = 0;
        foreach (Node node in graph.Nodes)
            total += Work(node);
        return total;
    }

    private static double Work(List<Value> values)
    {
        double work = 0;
        foreach (Value value in values)
            work += Work(value.Producer!);
        return work;
    }

    // A multiply-accumulate of a matrix product is one; an element that is read and written costs about as much as four.
    private static double Work(Node node)
    {
        double work = node.Operator.Macs(node);
        foreach (Value output in node.Outputs)
            work += 4.0 * output.Shape.Count;
        return work;
    }
}
