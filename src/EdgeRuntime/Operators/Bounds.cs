using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>The clamp that a product applies on the way to memory, so that Relu, Relu6 and Clip cost nothing after it.</summary>
internal readonly record struct Bounds(float Low, float High)
{
    public static Bounds None => new(float.NegativeInfinity, float.PositiveInfinity);

    public static Bounds Relu => new(0, float.PositiveInfinity);

    /// <summary>The gradient of the sum that was clamped, from that of the node's output: 0 where a bound was met.</summary>
    private Value Gradient(Node node, GradientBuilder gradient, Value dy)
    {
        if (this == None)
            return dy;
        Operator op = this == Relu ? new UnaryGradient<Operators.Relu.Formula>("Relu", default) : new UnaryGradient<Clip.Formula>("Clip", new Clip.Formula(Low, High));
        return gradient.Emit(op, node.Output, dy);
    }

    /// <summary>As <see cref="Gradient"/>, for a product whose input 3, where it is there, was added before the clamp: it gets that gradient too.</summary>
    public Value? GradientOfSum(Node node, GradientBuilder gradient)
    {
        if (gradient.Of(node.Output) is not { } dy)
            return null;
        dy = Gradient(node, gradient, dy);
        if (gradient.Needs(node.Optional(3)))
            gradient.Add(node.Input(3), dy);
        return dy;
    }

    public override string ToString() =>
        this == None ? "none" : this == Relu ? "relu" : System.FormattableString.Invariant($"[{Low}, {High}]");

    /// <summary>The kernel's epilogue with a residual of the output's shape, or null.</summary>
    public unsafe Epilogue With(float* residual) => new() { Residual = residual, Low = Low, High = High };
}
