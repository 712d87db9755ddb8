using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Three operands that broadcast, row by row; the type of the first may be one of its own.</summary>
internal abstract unsafe class TripleStep<TFirst, T>(Broadcast walk, TFirst* a, T* b, T* c, T* y) : BroadcastStep(walk)
    where TFirst : unmanaged
    where T : unmanaged
{
    private readonly int aStep = walk.RunStride(0);
    private readonly int bStep = walk.RunStride(1);
    private readonly int cStep = walk.RunStride(2);
    private readonly int aStride = walk.RowStride(0);
    private readonly int bStride = walk.RowStride(1);
    private readonly int cStride = walk.RowStride(2);

    protected sealed override void Compute(BroadcastBlock block)
    {
        TFirst* pa = a + block.A;
        T* pb = b + block.B, pc = c + block.C, py = y + block.Y;
        for (int row = 0; row < block.Rows; row++)
        {
            Row(pa, aStep, pb, bStep, pc, cStep, py, block.Columns);
            pa += aStride;
            pb += bStride;
            pc += cStride;
            py += block.Columns;
        }
    }

    /// <summary>An operand goes on by its step: 1, or 0 where one number serves all.</summary>
    protected abstract void Row(TFirst* a, int aStep, T* b, int bStep, T* c, int cStep, T* y, int count);
}
