using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>[..., N] summed over all axes but the last, in order: the gradient of a bias.</summary>
/// <param name="Adds">Whether input 1 [N] is a sum to go on from, in place.</param>
internal sealed record SumRows(bool Adds = false) : Operator, ISummed
{
    public override bool Updates => Adds;

    public Operator IntoSum() => this with { Adds = true };

    public override Sharing Shares(Node node, int output) => Adds ? Sharing.View(1) : Sharing.None;

    public override void Infer(Node node)
    {
        if (node.Shape(0).Rank == 0)
            node.Fail("an input with at least one axis is needed, got a scalar.");
        Shape sums = new(node.Shape(0)[^1]);
        if (Adds && node.Shape(1) != sums)
            node.Fail($"a sum of {sums} is needed, got {node.Input(1)}.");
        node.AddOutput(ElementType.Float32, sums);
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        int n = node.Output.Shape.Count;
        if (n > 0)
            steps.Add(new Maker(steps.Floats(node.Input(0)), steps.Floats(node.Output), node.Shape(0).Count / n, n, Adds));
    }

    private readonly unsafe struct Maker(float* x, float* sums, int m, int n, bool adds) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new Loop<S, V>(x, sums, m, n, adds);
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
        private readonly bool adds;

        public Loop(float* x, float* sums, int m, int n, bool adds)
        {
            this.x = x;
            this.sums = sums;
            this.m = m;
            this.n = n;
            this.adds = adds;
            Units = (n + Unit - 1) / Unit;
            Work = (long)m * n;
        }

        public override void Run(int first, int last, int worker) =>
            GemmTransposedF32.SumRows<S, V>(x, n, sums, m, first * Unit, Math.Min(n, last * Unit), adds);
    }
}
