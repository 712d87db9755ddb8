using System;
using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Reduces sets of integers or bools (as bytes), one element after the other; sums wrap around. A unit is one set.</summary>
internal sealed unsafe class ReduceTypedStep<T> : Step
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private readonly ReduceKind kind;
    private readonly ReduceLayout layout;
    private readonly T* x;
    private readonly T* y;

    public ReduceTypedStep(ReduceKind kind, ReduceLayout layout, byte* x, byte* y)
    {
        this.kind = kind;
        this.layout = layout;
        this.x = (T*)x;
        this.y = (T*)y;
        Units = layout.Kept * (layout.RunIsReduced ? 1 : layout.Run);
        Work = (long)Units * Math.Max(layout.Size, 1);
    }

    public override void Run(int first, int last, int worker)
    {
        int columns = layout.RunIsReduced ? 1 : layout.Run;
        int rows = layout.RunIsReduced ? layout.Run : layout.Rows;
        long stride = layout.RunIsReduced ? 1 : layout.RowStride;
        for (int set = first; set < last; set++)
        {
            T* from = x + layout.KeptOffset(set / columns) + (set % columns);
            T sum = kind switch
            {
                ReduceKind.Max => T.MinValue,
                ReduceKind.Min => T.MaxValue,
                ReduceKind.Prod => T.One,
                _ => T.Zero,
            };
            for (int i = 0; i < layout.Walk; i++)
                sum = Reduce(from + layout.WalkOffset(i), rows, stride, sum);
            y[set] = kind == ReduceKind.Mean && layout.Size > 0 ? sum / T.CreateTruncating(layout.Size) : sum;
        }
    }

    private T Reduce(T* from, int rows, long stride, T sum)
    {
        for (int r = 0; r < rows; r++)
        {
            T value = from[r * stride];
            sum = kind switch
            {
                ReduceKind.Max => T.Max(sum, value),
                ReduceKind.Min => T.Min(sum, value),
                ReduceKind.Prod => sum * value,
                ReduceKind.SumSquare => sum + (value * value),
                ReduceKind.L1 => T.IsNegative(value) ? sum - value : sum + value,
                _ => sum + value,
            };
        }

        return sum;
    }
}
