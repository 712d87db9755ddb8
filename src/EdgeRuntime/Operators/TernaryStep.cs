using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>A function of three float operands that broadcast.</summary>
internal static unsafe class TernaryStep
{
    public static void Add<TMap>(StepBuilder steps, TMap map, Value a, Value b, Value c, Value y)
        where TMap : struct, IMap3
    {
        Broadcast walk = new(y.Shape, a.Shape, b.Shape, c.Shape);
        steps.Add(new Maker<TMap>(map, walk, steps.Floats(a), steps.Floats(b), steps.Floats(c), steps.Floats(y)));
    }

    private readonly struct Maker<TMap>(TMap map, Broadcast walk, float* a, float* b, float* c, float* y) : ISimdMaker<Step>
        where TMap : struct, IMap3
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new Loop<S, V, TMap>(map, walk, a, b, c, y);
    }

    private sealed class Loop<S, V, TMap>(TMap map, Broadcast walk, float* a, float* b, float* c, float* y) : BroadcastStep(walk)
        where S : struct, ISimd<V>
        where V : struct
        where TMap : struct, IMap3
    {
        private readonly int aStep = walk.RunStride(0);
        private readonly int bStep = walk.RunStride(1);
        private readonly int cStep = walk.RunStride(2);
        private readonly int aStride = walk.RowStride(0);
        private readonly int bStride = walk.RowStride(1);
        private readonly int cStride = walk.RowStride(2);

        protected override void Compute(BroadcastBlock block)
        {
            float* pa = a + block.A, pb = b + block.B, pc = c + block.C, py = y + block.Y;
            for (int row = 0; row < block.Rows; row++)
            {
                Map.Run<S, V, TMap>(map, pa, aStep, pb, bStep, pc, cStep, py, block.Columns);
                pa += aStride;
                pb += bStride;
                pc += cStride;
                py += block.Columns;
            }
        }
    }
}
