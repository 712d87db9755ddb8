using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Memory;

namespace EdgeRuntime.Execution;

/// <summary>Steps over one arena. Not for several threads at once.</summary>
internal sealed class Executable : IDisposable
{
    // Below this many operations a step is done before another core has woken up.
    private const long ParallelWork = 60_000;

    private readonly Arena arena;
    private readonly Step[] steps;
    private readonly Node[] nodes; // of each step
    private readonly Func<Value, nint> pointer;
    private readonly WorkerPool? pool;

    public Executable(Graph graph, Arena arena, Step[] steps, Node[] nodes, MemoryPlan plan, Func<Value, nint> pointer, int threads)
    {
        (Graph, this.arena, this.steps, this.nodes, Plan, this.pointer) = (graph, arena, steps, nodes, plan, pointer);
        pool = threads > 1 ? new WorkerPool(threads) : null;
    }

    public Graph Graph { get; }

    /// <summary>The plan of the transient part.</summary>
    public MemoryPlan Plan { get; }

    public ReadOnlySpan<Step> Steps => steps;

    /// <summary>The node that a step belongs to; a node has no step, one, or several in a row.</summary>
    public Node NodeOf(int step) => nodes[step];

    public long ArenaBytes => arena.Bytes;

    public required long ConstantBytes { get; init; }

    public required long VariableBytes { get; init; }

    /// <summary>What no plan could go below: constants, variables and the most bytes alive at once, without any alignment.</summary>
    public required long LowerBoundBytes { get; init; }

    public unsafe Span<byte> ArenaMemory => new(arena.Start, checked((int)arena.Bytes));

    /// <summary>The address of a value; 0 where it has none because only packed forms of it are used.</summary>
    public nint Pointer(Value value)
    {
        ThrowIfGivenBack();
        return pointer(value);
    }

    /// <summary>Called with the number of each step as soon as it is done, for who looks at values in between; null for nobody.</summary>
    public Action<int>? AfterStep { get; set; }

    public void Run()
    {
        ThrowIfGivenBack();
        for (int i = 0; i < steps.Length; i++)
        {
            Run(steps[i]);
            AfterStep?.Invoke(i);
        }
    }

    public void Run(Step step)
    {
        if (pool is not null && step.Units > 1 && step.Work >= ParallelWork)
            pool.Run(step);
        else
            step.Run(0, step.Units, 0);
    }

    public void Dispose()
    {
        pool?.Dispose();
        arena.Dispose();
    }

    public void ThrowIfGivenBack()
    {
        if (arena.IsClosed)
            Throw.Disposed("The session or trainer");
    }
}
