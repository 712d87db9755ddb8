using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>A question about two numbers of any type.</summary>
internal interface IComparison
{
    static abstract bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T>;
}

/// <summary>A question about each pair of elements, with numpy's broadcasting; the answers are bools. Flat, so that no gradient flows back.</summary>
internal abstract record Comparison<TTest> : Pairwise
    where TTest : struct, IComparison
{
    public override bool Takes(ElementType type) => true;

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Value a = node.Input(0), b = node.Input(1), y = node.Output;
        Numbers.Add(steps, a.Type, new Maker(new Broadcast(y.Shape, a.Shape, b.Shape), steps.Bytes(a), steps.Bytes(b), steps.Bytes(y)));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
    }

    protected override ElementType OutputType(ElementType input) => ElementType.Bool;

    private readonly unsafe struct Maker(Broadcast walk, byte* a, byte* b, byte* y) : INumberMaker<Step>
    {
        public Step Make<T>()
            where T : unmanaged, INumber<T> => new Loop<T>(walk, (T*)a, (T*)b, y);
    }

    private sealed unsafe class Loop<T>(Broadcast walk, T* a, T* b, byte* y) : BroadcastStep(walk)
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
                byte* py = y + block.Y + ((long)row * block.Columns);
                for (int i = 0; i < block.Columns; i++)
                    py[i] = TTest.Holds(pa[(long)i * aStride], pb[(long)i * bStride]) ? (byte)1 : (byte)0;
            }
        }
    }
}
