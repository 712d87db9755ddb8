using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Where a block of rows starts in the output and in each operand, in elements, and its size.</summary>
internal readonly record struct BroadcastBlock(long Y, long A, long B, long C, int Rows, int Columns);

/// <summary>Walks over operands that broadcast to one shape, in blocks of rows; a row is a run, a unit a row or a piece of the only one.</summary>
internal abstract class BroadcastStep : Step
{
    private readonly Broadcast walk;
    private readonly int rows;

    protected BroadcastStep(Broadcast walk)
    {
        this.walk = walk;
        rows = walk.Axes == 0 ? 1 : walk.Length(walk.Axes - 1);
        Units = walk.Runs == 1 ? ElementStep.Chunks(walk.Run) : walk.Runs;
        Work = (long)walk.Count * ElementStep.Operations;
    }

    public sealed override void Run(int first, int last, int worker)
    {
        if (walk.Runs == 1)
        {
            int start = ElementStep.Start(first, walk.Run), end = ElementStep.Start(last, walk.Run);
            Compute(new BroadcastBlock(start, (long)start * walk.RunStride(0), (long)start * walk.RunStride(1), (long)start * walk.RunStride(2), 1, end - start));
            return;
        }

        while (first < last)
        {
            int count = Math.Min(rows - (first % rows), last - first);
            Compute(new BroadcastBlock((long)first * walk.Run, walk.Offset(0, first), walk.Offset(1, first), walk.Offset(2, first), count, walk.Run));
            first += count;
        }
    }

    /// <summary>Computes a block; from row to row operand o moves by <see cref="Broadcast.RowStride"/>.</summary>
    protected abstract void Compute(BroadcastBlock block);
}
