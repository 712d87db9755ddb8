using System;
using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>A unit is a block of columns of the slices of one batch, so that no two workers write the same element. Without data it starts from zeros.</summary>
/// <typeparam name="T">An element.</typeparam>
internal sealed unsafe class ScatterNdStep<T> : Step
    where T : unmanaged, INumber<T>
{
    private const int Columns = 64;

    private readonly IndexTuples tuples;
    private readonly ScatterReduction reduction;
    private readonly T* data;
    private readonly T* updates;
    private readonly T* y;
    private readonly int blocks;

    public ScatterNdStep(IndexTuples tuples, ScatterReduction reduction, T* data, T* updates, T* y)
    {
        this.tuples = tuples;
        this.reduction = reduction;
        this.data = data;
        this.updates = updates;
        this.y = y;
        blocks = (tuples.Run + Columns - 1) / Columns;
        Units = tuples.Batches * blocks;
        Work = (long)tuples.Batches * (tuples.Slices + tuples.Each) * tuples.Run;
    }

    public override void Run(int first, int last, int worker)
    {
        for (int unit = first; unit < last; unit++)
        {
            (int batch, int block) = Math.DivRem(unit, blocks);
            int column = block * Columns, width = Math.Min(Columns, tuples.Run - column);
            long start = ((long)batch * tuples.Slices * tuples.Run) + column;
            Begin(start, width);
            for (int i = batch * tuples.Each; i < (batch + 1) * tuples.Each; i++)
            {
                int slice = tuples.Find(i);
                if (slice >= 0)
                    Combine(y + start + ((long)slice * tuples.Run), updates + ((long)i * tuples.Run) + column, width);
            }
        }
    }

    private void Begin(long start, int width)
    {
        if (data == y)
            return;
        for (int i = 0; i < tuples.Slices; i++, start += tuples.Run)
        {
            Span<T> target = new(y + start, width);
            if (data is null)
                target.Clear();
            else
                new Span<T>(data + start, width).CopyTo(target);
        }
    }

    private void Combine(T* target, T* update, int width)
    {
        for (int j = 0; j < width; j++)
            target[j] = Scattering.Combine(reduction, target[j], update[j]);
    }
}
