using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>A function of two numbers of any type; integers wrap.</summary>
internal interface INumberMap2
{
    static abstract T Apply<T>(T a, T b)
        where T : unmanaged, INumber<T>;
}

/// <summary>A function of two operands that broadcast, for the types that vectors are not written for.</summary>
internal static unsafe class NumberBinaryStep<TMap>
    where TMap : struct, INumberMap2
{
    public static void Add(Node node, StepBuilder steps)
    {
        Value a = node.Input(0), b = node.Input(1), y = node.Output;
        Numbers.Add(steps, a.Type, new Maker(new Broadcast(y.Shape, a.Shape, b.Shape), steps.Bytes(a), steps.Bytes(b), steps.Bytes(y)));
    }

    private readonly struct Maker(Broadcast walk, byte* a, byte* b, byte* y) : INumberMaker<Step>
    {
        public Step Make<T>()
            where T : unmanaged, INumber<T> => new Loop<T>(walk, (T*)a, (T*)b, (T*)y);
    }

    private sealed class Loop<T>(Broadcast walk, T* a, T* b, T* y) : PairStep<T, T>(walk, a, b, y)
        where T : unmanaged, INumber<T>
    {
        protected override void Row(T* a, int aStep, T* b, int bStep, T* y, int count)
        {
            for (int i = 0; i < count; i++)
                y[i] = TMap.Apply(a[i * aStep], b[i * bStep]);
        }
    }
}
