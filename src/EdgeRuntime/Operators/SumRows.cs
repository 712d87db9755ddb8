using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>[..., N] summed over all axes but the last, in order: the gradient of a bias.</summary>
internal sealed record SumRows : Operator
{
    public override void Infer(Node node)
    {
        if (node.Shape(0).Rank == 0)
            node.Fail("an input with at least one axis is needed, got a scalar.");
        node.AddOutput(ElementType.Float32, new Shape(node.Shape(0)[^1]));
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        int n = node.Output.Shape.Count;
        if (n > 0)
            steps.Add(new Maker(steps.Floats(node.Input(0)), steps.Floats(node.Output), node.Shape(0).Count / n, n));
    }

    private readonly unsafe struct Maker(float* x, float* sums, int m, int n) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new Loop<S, V>(x, sums, m, n);
    }

    private sealed unsafe class Loop<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private const int Unit = 64;

        private readonly float* x;
        private readonly float* sums;
        private readonly int m;
        private readonly int n;

        public Loop(float* x, float* sums, int m, int n)
        {
            this.x = x;
            this.sums = sums;
            this.m = m;
            this.n = n;
            Units = (n + Unit - 1) / Unit;
            Work = (long)m * n;
        }

        public override void Run(int first, int last, int worker) =>
            GemmTransposedF32.SumRows<S, V>(x, n, sums, m, first * Unit, Math.Min(n, last * Unit));
    }
}
