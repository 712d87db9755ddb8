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

    private sealed class Loop<T>(Broadcast walk, T* a, T* b, T* y) : BroadcastStep(walk)
        where T : unmanaged, INumber<T>
    {
        private readonly int aStride = walk.RunStride(0);
        private readonly int bStride = walk.RunStride(1);
        private readonly int aRowStride = walk.RowStride(0);
        private readonly int bRowStride = walk.RowStride(1);

        protected override void Compute(BroadcastBlock block)
        {
            for (int row = 0; row < block.Rows; row++)
            {
                T* pa = a + block.A + ((long)row * aRowStride), pb = b + block.B + ((long)row * bRowStride);
                T* py = y + block.Y + ((long)row * block.Columns);
                for (int i = 0; i < block.Columns; i++)
                    py[i] = TMap.Apply(pa[(long)i * aStride], pb[(long)i * bStride]);
            }
        }
    }
}
