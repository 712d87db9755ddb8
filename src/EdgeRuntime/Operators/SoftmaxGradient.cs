using EdgeRuntime.Graphs;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>
/// The gradient of <see cref="Softmax"/> from its output y and dy: <c>dx = y (dy - sum(y dy))</c>, for the logarithm <c>dy - e^y sum(dy)</c>.
/// </summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="Logarithm">Whether it was a LogSoftmax.</param>
internal sealed record SoftmaxGradient(int Axis, bool Logarithm) : Operator
{
    public override void Infer(Node node) => node.AddOutput(ElementType.Float32, node.Shape(0));

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(1);

    public override unsafe void Compile(Node node, StepBuilder steps) => steps.Add(new Maker(
        new SoftmaxArgs(node.Shape(0), Axis, Logarithm, steps.Floats(node.Input(0)), steps.Floats(node.Input(1)), steps.Floats(node.Output))));

    private readonly struct Maker(SoftmaxArgs args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new SoftmaxStep<S, V>(args);
    }
}
