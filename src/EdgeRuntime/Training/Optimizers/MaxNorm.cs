using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>
/// Shrinks the incoming weights of each unit to a norm of at most <paramref name="Limit"/> (Srebro and Shraibman, 2005), in place. Inputs:
/// w, the scalars of <see cref="UpdateRule.WriteScalars"/>: where the step is not due, nothing moves.
/// </summary>
/// <param name="Limit">The largest Euclidean norm of a unit's weights.</param>
/// <param name="Axis">Along which axis units stand.</param>
internal sealed record MaxNorm(float Limit, int Axis) : Operator
{
    public override bool Updates => true;

    public override void Infer(Node node) => node.AddOutput(ElementType.Float32, node.Shape(0));

    public override Sharing Shares(Node node, int output) => Sharing.View(0);

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape shape = node.Shape(0);
        if (shape.Count > 0)
            steps.Add(new Maker(Limit, steps.Floats(node.Input(0)), steps.Floats(node.Input(1)), shape.Product(0, Axis), shape[Axis], shape.Product(Axis + 1, shape.Rank)));
    }

    private readonly unsafe struct Maker(float limit, float* w, float* scalars, int outer, int units, int inner) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new Loop<S, V>(limit, w, scalars, outer, units, inner);
    }

    /// <summary>A unit is a unit of the layer: [outer, units, inner].</summary>
    private sealed unsafe class Loop<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private readonly float limit;
        private readonly float* w;
        private readonly float* scalars;
        private readonly int outer;
        private readonly int inner;
        private readonly nint stride;

        public Loop(float limit, float* w, float* scalars, int outer, int units, int inner)
        {
            (this.limit, this.outer, this.inner, stride) = (limit, outer, inner, (nint)units * inner);
            this.w = w;
            this.scalars = scalars;
            Units = units;
            Work = 2L * outer * units * inner;
        }

        public override void Run(int first, int last, int worker)
        {
            if (scalars[UpdateRule.Due] == 0f)
                return;
            for (int unit = first; unit < last; unit++)
            {
                float* from = w + ((nint)unit * inner);
                double sum = 0;
                for (int o = 0; o < outer; o++)
                {
                    float* row = from + (o * stride);
                    sum += inner == 1 ? (double)*row * *row : LaneSum.Of<S, V, ProductTerm>(row, row, row, 0f, inner);
                }

                if (sum > (double)limit * limit)
                    Shrink(from, (float)(limit / Math.Sqrt(sum)));
            }
        }

        private void Shrink(float* from, float factor)
        {
            for (int o = 0; o < outer; o++)
            {
                for (int i = 0; i < inner; i++)
                    from[(o * stride) + i] *= factor;
            }
        }
    }
}
