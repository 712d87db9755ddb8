using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>A function applied to each element of a run of floats, or to each pair of elements of two.</summary>
internal static unsafe class MapStep
{
    public static void Add<TMap>(StepBuilder steps, TMap map, Value x, Value y)
        where TMap : struct, IMap => steps.Add(new Maker<TMap>(map, steps.Floats(x), steps.Floats(y), y.Shape.Count));

    public static void Add<TMap>(StepBuilder steps, TMap map, Value a, Value b, Value y)
        where TMap : struct, IMap2 => steps.Add(new PairMaker<TMap>(map, steps.Floats(a), steps.Floats(b), steps.Floats(y), y.Shape.Count));

    private readonly struct Maker<TMap>(TMap map, float* x, float* y, int count) : ISimdMaker<Step>
        where TMap : struct, IMap
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new Loop<S, V, TMap>(map, x, y, count);
    }

    private readonly struct PairMaker<TMap>(TMap map, float* a, float* b, float* y, int count) : ISimdMaker<Step>
        where TMap : struct, IMap2
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new PairLoop<S, V, TMap>(map, a, b, y, count);
    }

    private sealed class Loop<S, V, TMap>(TMap map, float* x, float* y, int count) : ElementStep(count)
        where S : struct, ISimd<V>
        where V : struct
        where TMap : struct, IMap
    {
        protected override void Elements(int start, int end) => Map.Run<S, V, TMap>(map, x + start, y + start, end - start);
    }

    private sealed class PairLoop<S, V, TMap>(TMap map, float* a, float* b, float* y, int count) : ElementStep(count)
        where S : struct, ISimd<V>
        where V : struct
        where TMap : struct, IMap2
    {
        protected override void Elements(int start, int end) => Map.Run<S, V, TMap>(map, a + start, b + start, y + start, end - start);
    }
}
