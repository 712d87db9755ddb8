using System.Numerics;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

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

    private sealed unsafe class Loop<T>(Broadcast walk, T* a, T* b, byte* y) : PairStep<T, byte>(walk, a, b, y)
        where T : unmanaged, INumber<T>
    {
        protected override void Row(T* a, int aStep, T* b, int bStep, byte* y, int count) => Compare.Run<T, TTest>(a, aStep, b, bStep, y, count);
    }
}
