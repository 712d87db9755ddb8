using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>The gradient of <see cref="Gather"/>: <c>dx[index[i]] += dy[i]</c>, i ascending; indices outside of the axis add nothing.</summary>
/// <param name="Source">The shape of the gathered tensor.</param>
/// <param name="Axis">The axis, from 0.</param>
internal sealed record GatherGradient(Shape Source, int Axis) : Operator
{
    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int32 or ElementType.Int64;

    public override void Infer(Node node) => node.AddOutput(node.Type(0), Source);

    public override void Compile(Node node, StepBuilder steps) => steps.Add(new ScatterAddStep(node, Source, Axis, steps));

    /// <summary>A unit is a run of columns of one outer index, so that no two workers add to the same element.</summary>
    private sealed unsafe class ScatterAddStep : Step
    {
        private const int Columns = 64; // four cache lines: wide enough for vectors, narrow enough to share an embedding among workers

        private readonly float* dx;
        private readonly float* dy;
        private readonly byte* indices;
        private readonly bool wide;
        private readonly int length;
        private readonly int count;
        private readonly int inner;
        private readonly int blocks;

        public ScatterAddStep(Node node, Shape source, int axis, StepBuilder steps)
        {
            dy = steps.Floats(node.Input(0));
            indices = steps.Bytes(node.Input(1));
            dx = steps.Floats(node.Output);
            wide = node.Type(1) == ElementType.Int64;
            length = source[axis];
            count = node.Shape(1).Count;
            inner = source.Product(axis + 1, source.Rank);
            blocks = (inner + Columns - 1) / Columns;
            Units = source.Product(0, axis) * blocks;
            Work = (long)source.Count + node.Shape(0).Count;
        }

        public override void Run(int first, int last, int worker)
        {
            for (int unit = first; unit < last; unit++)
            {
                (int outer, int block) = Math.DivRem(unit, blocks);
                int start = block * Columns;
                int width = Math.Min(Columns, inner - start);
                float* target = dx + ((long)outer * length * inner) + start;
                float* source = dy + ((long)outer * count * inner) + start;
                for (int i = 0; i < length; i++)
                    new Span<float>(target + ((long)i * inner), width).Clear();
                for (int i = 0; i < count; i++)
                {
                    long index = wide ? ((long*)indices)[i] : ((int*)indices)[i];
                    if (index < 0)
                        index += length;
                    if ((ulong)index < (ulong)length)
                        Add(target + (index * inner), source + ((long)i * inner), width);
                }
            }
        }

        private static void Add(float* target, float* source, int width)
        {
            for (int j = 0; j < width; j++)
                target[j] += source[j];
        }
    }
}
