using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>Reduces sets of floats; a unit is one set, or a block of neighbouring columns.</summary>
internal sealed unsafe class ReduceStep<S, V, R> : Step
    where S : struct, ISimd<V>
    where V : struct
    where R : struct, IReduction
{
    private const int Block = 64; // columns of a unit: 8 vectors of AVX2

    private readonly ReduceLayout layout;
    private readonly float* x;
    private readonly float* shifts; // one a set, or null
    private readonly float* y;
    private readonly int blocks;

    public ReduceStep(ReduceLayout layout, float* x, float* shifts, float* y)
    {
        this.layout = layout;
        this.x = x;
        this.shifts = shifts;
        this.y = y;
        blocks = layout.RunIsReduced ? 1 : (layout.Run + Block - 1) / Block;
        Units = layout.Kept * blocks;
        Work = (long)layout.Kept * (layout.RunIsReduced ? 1 : layout.Run) * Math.Max(layout.Size, 1);
    }

    public override void Run(int first, int last, int worker)
    {
        float* sums = stackalloc float[Block];
        float* shift = stackalloc float[Block];
        for (int unit = first; unit < last; unit++)
        {
            if (layout.RunIsReduced)
                ReduceRuns(unit, sums, shift);
            else
                ReduceColumns(unit, sums, shift);
        }
    }

    private void ReduceRuns(int set, float* sums, float* shift)
    {
        new Span<float>(sums, ReduceF32.Lanes).Fill(R.Start);
        new Span<float>(shift, ReduceF32.Lanes).Fill(shifts is null ? 0 : shifts[set]);
        float* from = x + layout.KeptOffset(set);
        for (int i = 0; i < layout.Walk; i++)
            ReduceF32.Run<S, V, R>(from + layout.WalkOffset(i), layout.Run, shift, sums);
        y[set] = R.Finish<ScalarSet, float>(ReduceF32.Fold<R>(sums), shift[0], layout.Size);
    }

    private void ReduceColumns(int unit, float* sums, float* shift)
    {
        (int kept, int block) = Math.DivRem(unit, blocks);
        int column = block * Block;
        int width = Math.Min(Block, layout.Run - column);
        long output = ((long)kept * layout.Run) + column;
        new Span<float>(sums, width).Fill(R.Start);
        float* shiftOfColumns = shifts is null ? shift : shifts + output;
        if (shifts is null)
            new Span<float>(shift, width).Clear();
        float* from = x + layout.KeptOffset(kept) + column;
        for (int i = 0; i < layout.Walk; i++)
            ReduceF32.Columns<S, V, R>(from + layout.WalkOffset(i), layout.Rows, layout.RowStride, width, shiftOfColumns, sums);
        ReduceF32.Finish<S, V, R>(sums, shiftOfColumns, layout.Size, width, y + output);
    }
}
