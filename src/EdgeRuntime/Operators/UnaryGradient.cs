using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>The gradient of a <see cref="DifferentiableUnary{TMap}"/>: dx from its input or output and dy.</summary>
/// <param name="Of">The operator's name.</param>
/// <param name="Map">The operator's formula.</param>
internal sealed record UnaryGradient<TMap>(string Of, TMap Map) : Operator
    where TMap : struct, IDifferentiableMap
{
    public override string Type => Of + "Gradient";

    public override bool IsElementwise => true;

    public override void Infer(Node node)
    {
        if (node.Shape(0) != node.Shape(1))
            node.Fail($"the gradient {node.Input(1)} has not the shape of {node.Input(0)}.");
        node.AddOutput(node.Type(1), node.Shape(1));
    }

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(1);

    public override void Compile(Node node, StepBuilder steps) => MapStep.Add(steps, new Both(Map), node.Input(0), node.Input(1), node.Output);

    private readonly record struct Both(TMap Map) : IMap2
    {
        public V Apply<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => Map.Gradient<S, V>(a, b);
    }
}
