using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>
/// The sum of squares of each block of 4096 elements, in order: blocks and the 16 lanes of each are the same on every machine. Inputs: x,
/// the scalars of <see cref="UpdateRule.WriteScalars"/>, which say whether anybody will ask. Output: [blocks].
/// </summary>
internal sealed record SquareSums : Operator
{
    private const int Block = 4096;

    public override void Infer(Node node) => node.AddOutput(ElementType.Float32, new Shape((node.Shape(0).Count + Block - 1) / Block));

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        if (node.Output.Shape.Count > 0)
            steps.Add(new Maker(steps.Floats(node.Input(0)), steps.Floats(node.Input(1)), steps.Floats(node.Output), node.Shape(0).Count));
    }

    private readonly unsafe struct Maker(float* x, float* scalars, float* sums, int count) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new Loop<S, V>(x, scalars, sums, count);
    }

    private sealed unsafe class Loop<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private readonly float* x;
        private readonly float* scalars;
        private readonly float* sums;
        private readonly int count;

        public Loop(float* x, float* scalars, float* sums, int count)
        {
            this.x = x;
            this.scalars = scalars;
            this.sums = sums;
            this.count = count;
            Units = (count + Block - 1) / Block;
            Work = count;
        }

        public override void Run(int first, int last, int worker)
        {
            if (scalars[UpdateRule.Due] == 0f)
                return;
            for (int block = first; block < last; block++)
            {
                float* from = x + ((nint)block * Block);
                sums[block] = LaneSum.Of<S, V, ProductTerm>(from, from, from, 0f, Math.Min(Block, count - (block * Block)));
            }
        }
    }
}
