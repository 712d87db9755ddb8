using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>A function of one number of any type; integers wrap.</summary>
internal interface INumberMap
{
    static abstract T Apply<T>(T x)
        where T : unmanaged, INumber<T>;
}

/// <summary>A function applied to each element, for the types that vectors are not written for.</summary>
internal static unsafe class NumberMapStep<TMap>
    where TMap : struct, INumberMap
{
    public static void Add(Node node, StepBuilder steps) => Numbers.Add(steps, node.Type(0), new Maker(steps.Bytes(node.Input(0)), steps.Bytes(node.Output), node.Shape(0).Count));

    private readonly struct Maker(byte* x, byte* y, int count) : INumberMaker<Step>
    {
        public Step Make<T>()
            where T : unmanaged, INumber<T> => new Loop<T>((T*)x, (T*)y, count);
    }

    private sealed class Loop<T>(T* x, T* y, int count) : ElementStep(count)
        where T : unmanaged, INumber<T>
    {
        protected override void Elements(int start, int end)
        {
            for (int i = start; i < end; i++)
                y[i] = TMap.Apply(x[i]);
        }
    }
}
