using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>One axis replaced by weighted sums along it: linear and cubic resizing, one axis at a time.</summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="Taps">What each index of the output is made of.</param>
/// <param name="Outside">The value of outputs that are made of nothing.</param>
internal sealed record Resample(int Axis, Taps Taps, float Outside = 0) : Operator
{
    public override void Infer(Node node)
    {
        if (Axis < 0 || Axis >= node.Shape(0).Rank || node.Shape(0)[Axis] != Taps.SourceLength)
            node.Fail($"axis {Axis} of {node.Input(0)} must have length {Taps.SourceLength}.");
        node.AddOutput(ElementType.Float32, node.Shape(0).With(Axis, Taps.Length));
    }

    public override unsafe void Compile(Node node, StepBuilder steps) =>
        steps.Add(new Maker(this, node.Shape(0), steps.Floats(node.Input(0)), steps.Floats(node.Output)));

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(new Resample(Axis, Taps.Transposed()), dy));
    }

    private readonly unsafe struct Maker(Resample op, Shape shape, float* x, float* y) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new ResampleStep<S, V>(op, shape, x, y);
    }

    /// <summary>A unit is one index of the outer axes and of the resized one.</summary>
    private sealed unsafe class ResampleStep<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private readonly Taps taps;
        private readonly float outside;
        private readonly float* x;
        private readonly float* y;
        private readonly int inner;

        public ResampleStep(Resample op, Shape shape, float* x, float* y)
        {
            (taps, outside) = (op.Taps, op.Outside);
            this.x = x;
            this.y = y;
            inner = shape.Product(op.Axis + 1, shape.Rank);
            int outer = shape.Product(0, op.Axis);
            Units = inner == 0 ? 0 : outer * taps.Length;
            Work = (long)outer * taps.Indices.Length * inner;
        }

        public override void Run(int first, int last, int worker)
        {
            fixed (int* indices = taps.Indices)
            fixed (float* weights = taps.Weights)
            {
                for (int unit = first; unit < last; unit++)
                {
                    (int outer, int output) = Math.DivRem(unit, taps.Length);
                    (int start, int count) = taps[output];
                    float* row = y + ((long)unit * inner);
                    if (count == 0)
                        new Span<float>(row, inner).Fill(outside);
                    else
                        ResampleF32.Row<S, V>(x + ((long)outer * taps.SourceLength * inner), indices + start, weights + start, count, inner, row);
                }
            }
        }
    }
}
