using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>min(High, max(Low, x))</c>; NaN stays NaN. Relu6 is <c>Clip(0, 6)</c>.</summary>
/// <param name="Low">The lower bound, -inf for none.</param>
/// <param name="High">The upper bound, inf for none; it wins where it is below the lower one.</param>
internal sealed record Clip(float Low, float High) : DifferentiableUnary<Clip.Formula>(new Formula(Low, High))
{
    /// <summary>ONNX Clip 1, 6 (attributes), 11, 12, 13 and newer (inputs): of floats with constant bounds; else <see cref="Max"/> and <see cref="Min"/>.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        Value? low = node.Opset < 11 ? Attribute(node, "min", x.Type) : node.Optional(1);
        Value? high = node.Opset < 11 ? Attribute(node, "max", x.Type) : node.Optional(2);
        if (x.Type == ElementType.Float32 && low?.IsConstant != false && high?.IsConstant != false)
        {
            node.Return(Emit(node, x, One(low, float.NegativeInfinity), One(high, float.PositiveInfinity)));
            return;
        }

        if (low is not null)
            x = node.Emit(new Max(), x, low);
        node.Return(high is null ? x : node.Emit(new Min(), x, high));
    }

    private static Value? Attribute(ImportNode node, string name, ElementType type) =>
        node.HasAttribute(name) ? Cast.Convert(node, node.Scalar(node.Float(name, 0)), type) : null;

    private static float One(Value? bound, float none)
    {
        if (bound is not null && bound.Shape.Count != 1)
            Throw.Shape($"Clip: the bound {bound} must be one number.");
        return bound is null ? none : bound.Data!.ToFloat32()[0];
    }

    private static Value Emit(ImportNode node, Value x, float low, float high)
    {
        if (low == 0 && float.IsPositiveInfinity(high))
            return node.Emit(new Relu(), x);
        return float.IsNegativeInfinity(low) && float.IsPositiveInfinity(high) ? x : node.Emit(new Clip(low, high), x);
    }

    internal readonly record struct Formula(float Low, float High) : IDifferentiableMap
    {
        public bool GradientTakesOutput => true;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Min(S.Set(High), S.Max(S.Set(Low), x));

        public V Gradient<S, V>(V y, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.And(S.And(S.Greater(y, S.Set(Low)), S.Greater(S.Set(High), y)), dy);
    }
}
