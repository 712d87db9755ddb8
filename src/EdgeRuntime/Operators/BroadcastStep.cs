using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Walks over operands that broadcast to one shape, run by run.</summary>
internal abstract unsafe class BroadcastStep : Step
{
    private readonly Broadcast walk;

    protected BroadcastStep(Broadcast walk)
    {
        this.walk = walk;
        Units = walk.Runs == 1 ? ElementStep.Chunks(walk.Run) : walk.Runs;
        Work = walk.Count;
    }

    public override void Run(int first, int last, int worker)
    {
        if (first >= last)
            return;
        if (walk.Runs == 1)
        {
            int start = ElementStep.Start(first, walk.Run);
            OneRun(start, start * StrideOf(0), start * StrideOf(1), start * StrideOf(2), ElementStep.Start(last, walk.Run) - start);
            return;
        }

        int* index = stackalloc int[Shape.MaxRank];
        long* at = stackalloc long[Operands];
        Seek(first, index, at);
        for (int run = first; run < last; run++)
        {
            OneRun((long)run * walk.Run, at[0], at[1], Operands > 2 ? at[2] : 0, walk.Run);
            Advance(index, at);
        }
    }

    protected abstract int Operands { get; }

    /// <summary>Computes <paramref name="count"/> elements from these offsets on.</summary>
    protected abstract void OneRun(long y, long a, long b, long c, int count);

    private long StrideOf(int operand) => operand < Operands ? walk.RunStride(operand) : 0;

    private void Seek(int run, int* index, long* at)
    {
        for (int o = 0; o < Operands; o++)
            at[o] = 0;
        for (int axis = walk.Axes - 1; axis >= 0; axis--)
        {
            (run, index[axis]) = Math.DivRem(run, walk.Length(axis));
            for (int o = 0; o < Operands; o++)
                at[o] += (long)index[axis] * walk.Stride(o, axis);
        }
    }

    private void Advance(int* index, long* at)
    {
        for (int axis = walk.Axes - 1; axis >= 0; axis--)
        {
            for (int o = 0; o < Operands; o++)
                at[o] += walk.Stride(o, axis);
            if (++index[axis] < walk.Length(axis))
                return;
            for (int o = 0; o < Operands; o++)
                at[o] -= (long)walk.Length(axis) * walk.Stride(o, axis);
            index[axis] = 0;
        }
    }
}
