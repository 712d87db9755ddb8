using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>x</c> where it is 0 or more, else <c>slope x</c>; the slope is an input that broadcasts to x and can be learnt.</summary>
internal sealed record PRelu() : Binary<PRelu.Formula>(default(Formula))
{
    /// <summary>ONNX PRelu 1, 6 (one slope a channel), 7, 9, 16 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0), slope = node.Input(1);
        if (node.Opset < 7 && slope.Shape.Rank == 1 && slope.Shape.Count > 1 && x.Shape.Rank > 2)
        {
            int[] dims = new int[x.Shape.Rank - 1];
            Array.Fill(dims, 1);
            dims[0] = slope.Shape.Count;
            slope = node.Reshape(slope, new Shape(dims));
        }

        node.Return(node.Emit(new PRelu(), x, slope));
    }

    public override void Infer(Node node)
    {
        base.Infer(node);
        if (node.Output.Shape != node.Shape(0))
            node.Fail($"the slope {node.Input(1)} does not broadcast to {node.Input(0)}.");
    }

    protected override void Gradient(Node node, GradientBuilder gradient, Value dy)
    {
        Value x = node.Input(0), slope = node.Input(1);
        if (gradient.Needs(x))
            gradient.Add(x, gradient.Emit(new BinaryGradient<OfInput>(Type, default), x, slope, dy));
        if (gradient.Needs(slope))
            AddTo(gradient, slope, gradient.Emit(new BinaryGradient<OfSlope>(Type, default), x, slope, dy));
    }

    internal readonly record struct Formula : IMap2
    {
        public V Apply<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Select(S.Greater(S.Zero, a), S.Multiply(a, b), a);
    }

    private readonly record struct OfInput : IMap3
    {
        public V Apply<S, V>(V x, V slope, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Select(S.Greater(S.Zero, x), S.Multiply(dy, slope), dy);
    }

    private readonly record struct OfSlope : IMap3
    {
        public V Apply<S, V>(V x, V slope, V dy)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(dy, S.Min(S.Zero, x));
    }
}
