using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>y = Factor x</c>; appended by gradients.</summary>
/// <param name="Factor">The factor.</param>
internal sealed record Scale(float Factor) : Unary<Scale.Formula>(new Formula(Factor))
{
    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(this, dy));
    }

    internal readonly record struct Formula(float Factor) : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(x, S.Set(Factor));
    }
}
