using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>y = factor * x</c>; appended by gradients.</summary>
/// <param name="Factor">The factor.</param>
internal sealed record Scale(float Factor) : Operator
{
    public override void Infer(Node node) => node.AddOutput(ElementType.Float32, node.Shape(0));

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(0);

    public override unsafe void Compile(Node node, StepBuilder steps) =>
        steps.Add(new Maker(Factor, steps.Floats(node.Input(0)), steps.Floats(node.Output), node.Output.Shape.Count));

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(this, dy));
    }

    private readonly struct Times(float factor) : IMap
    {
        private readonly float factor = factor;

        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(x, S.Set(factor));
    }

    private readonly unsafe struct Maker(float factor, float* x, float* y, int count) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new ScaleStep<S, V>(factor, x, y, count);
    }

    private sealed unsafe class ScaleStep<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private const int Chunk = 1024; // elements of a unit

        private readonly float factor;
        private readonly float* x;
        private readonly float* y;
        private readonly int count;

        public ScaleStep(float factor, float* x, float* y, int count)
        {
            (this.factor, this.count) = (factor, count);
            this.x = x;
            this.y = y;
            Units = (count + Chunk - 1) / Chunk;
            Work = count;
        }

        public override void Run(int first, int last, int worker)
        {
            int start = first * Chunk;
            int end = Math.Min(last * Chunk, count);
            Map.Run<S, V, Times>(new Times(factor), x + start, y + start, end - start);
        }
    }
}
