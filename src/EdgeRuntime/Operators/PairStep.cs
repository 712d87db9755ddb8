using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Two operands of one type that broadcast, row by row.</summary>
internal abstract unsafe class PairStep<TIn, TOut>(Broadcast walk, TIn* a, TIn* b, TOut* y) : BroadcastStep(walk)
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly int aStep = walk.RunStride(0);
    private readonly int bStep = walk.RunStride(1);
    private readonly int aStride = walk.RowStride(0);
    private readonly int bStride = walk.RowStride(1);

    protected sealed override void Compute(BroadcastBlock block)
    {
        TIn* pa = a + block.A, pb = b + block.B;
        TOut* py = y + block.Y;
        for (int row = 0; row < block.Rows; row++)
        {
            Row(pa, aStep, pb, bStep, py, block.Columns);
            pa += aStride;
            pb += bStride;
            py += block.Columns;
        }
    }

    /// <summary>An operand goes on by its step: 1, or 0 where one number serves all.</summary>
    protected abstract void Row(TIn* a, int aStep, TIn* b, int bStep, TOut* y, int count);
}
