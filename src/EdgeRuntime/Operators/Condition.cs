using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>A question about one number of any type.</summary>
internal interface ICondition
{
    bool Holds<T>(T x)
        where T : unmanaged, INumber<T>;
}

/// <summary>A question about each element; the answers are bools. Flat, so that no gradient flows back.</summary>
/// <param name="Question">The question and its constants.</param>
internal abstract record Condition<TCondition>(TCondition Question) : Operator
    where TCondition : struct, ICondition
{
    public override bool IsElementwise => true;

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node) => node.AddOutput(ElementType.Bool, node.Shape(0));

    public override unsafe void Compile(Node node, StepBuilder steps) =>
        Numbers.Add(steps, node.Type(0), new Maker(Question, steps.Bytes(node.Input(0)), steps.Bytes(node.Output), node.Shape(0).Count));

    public override void Gradient(Node node, GradientBuilder gradient)
    {
    }

    private readonly unsafe struct Maker(TCondition question, byte* x, byte* y, int count) : INumberMaker<Step>
    {
        public Step Make<T>()
            where T : unmanaged, INumber<T> => new Loop<T>(question, (T*)x, y, count);
    }

    private sealed unsafe class Loop<T>(TCondition question, T* x, byte* y, int count) : ElementStep(count)
        where T : unmanaged, INumber<T>
    {
        protected override void Elements(int start, int end)
        {
            for (int i = start; i < end; i++)
                y[i] = question.Holds(x[i]) ? (byte)1 : (byte)0;
        }
    }
}
