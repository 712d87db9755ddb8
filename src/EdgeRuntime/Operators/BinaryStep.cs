using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>A function of two float operands of which at least one repeats.</summary>
internal static unsafe class BinaryStep
{
    public static void Add<TMap>(StepBuilder steps, TMap map, Value a, Value b, Value y)
        where TMap : struct, IMap2 =>
        steps.Add(new Maker<TMap>(map, new Broadcast(y.Shape, a.Shape, b.Shape), steps.Floats(a), steps.Floats(b), steps.Floats(y)));

    private readonly struct Maker<TMap>(TMap map, Broadcast walk, float* a, float* b, float* y) : ISimdMaker<Step>
        where TMap : struct, IMap2
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new Loop<S, V, TMap>(map, walk, a, b, y);
    }

    private sealed class Loop<S, V, TMap>(TMap map, Broadcast walk, float* a, float* b, float* y) : BroadcastStep(walk)
        where S : struct, ISimd<V>
        where V : struct
        where TMap : struct, IMap2
    {
        private readonly bool aRepeats = walk.RunStride(0) == 0;
        private readonly bool bRepeats = walk.RunStride(1) == 0;
        private readonly int aStride = walk.RowStride(0);
        private readonly int bStride = walk.RowStride(1);

        protected override void Compute(BroadcastBlock block)
        {
            float* pa = a + block.A, pb = b + block.B, py = y + block.Y;
            int columns = block.Columns;
            for (int row = 0; row < block.Rows; row++)
            {
                if (bRepeats)
                    Map.RunRight<S, V, TMap>(map, pa, *pb, py, columns);
                else if (aRepeats)
                    Map.RunLeft<S, V, TMap>(map, *pa, pb, py, columns);
                else
                    Map.Run<S, V, TMap>(map, pa, pb, py, columns);
                pa += aStride;
                pb += bStride;
                py += columns;
            }
        }
    }
}
