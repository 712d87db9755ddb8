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

    private sealed class Loop<S, V, TMap>(TMap map, Broadcast walk, float* a, float* b, float* c, float* y) : TripleStep<float, float>(walk, a, b, c, y)
        where S : struct, ISimd<V>
        where V : struct
        where TMap : struct, IMap3
    {
        protected override void Row(float* a, int aStep, float* b, int bStep, float* c, int cStep, float* y, int count) =>
            Map.Run<S, V, TMap>(map, a, aStep, b, bStep, c, cStep, y, count);
    }
}
