using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// The gradient of a move by one table an axis: <c>dx[k, l, ...]</c> is the sum of all <c>dy[i, j, ...]</c> with <c>map0[i] = k</c>,
/// <c>map1[j] = l</c>, ..., in ascending order of i, then j.
/// </summary>
/// <param name="Source">The shape of the tensor that was moved.</param>
/// <param name="Maps">The tables of all axes behind each other, as long as the axes of the gradient that comes in.</param>
internal sealed record RemapGradient(Shape Source, Axes Maps) : Operator
{
    public override void Infer(Node node)
    {
        int length = 0;
        foreach (int dim in node.Shape(0).Dims)
            length += dim;
        if (length != Maps.Count || node.Shape(0).Rank != Source.Rank)
            node.Fail($"{Maps.Count} table entries do not fit {node.Input(0)}.");
        node.AddOutput(ElementType.Float32, Source);
    }

    public override unsafe void Compile(Node node, StepBuilder steps) =>
        steps.Add(new GatherSumStep(steps.Floats(node.Input(0)), steps.Floats(node.Output), node.Shape(0), Source, Maps.Span));

    /// <summary>Each element of dx collects its own terms, so that units (indices of the outermost axis) never share one.</summary>
    private sealed unsafe class GatherSumStep : Step
    {
        private readonly float* dy;
        private readonly float* dx;
        private readonly int[][][] sources; // [axis][index of dx] -> ascending indices of dy
        private readonly int[] outerStrides; // of dy
        private readonly int[] innerStrides; // of dx

        public GatherSumStep(float* dy, float* dx, Shape outer, Shape inner, ReadOnlySpan<int> maps)
        {
            this.dy = dy;
            this.dx = dx;
            sources = new int[inner.Rank][][];
            for (int axis = 0; axis < inner.Rank; axis++)
            {
                sources[axis] = Invert(maps[..outer[axis]], inner[axis]);
                maps = maps[outer[axis]..];
            }

            (outerStrides, innerStrides) = (outer.Strides(), inner.Strides());
            Units = inner.Rank == 0 ? 1 : inner[0];
            Work = outer.Count;
        }

        public override void Run(int first, int last, int worker)
        {
            if (sources.Length == 0)
                *dx = *dy;
            for (int i = first; i < last && sources.Length > 0; i++)
            {
                new Span<float>(dx + ((long)i * innerStrides[0]), innerStrides[0]).Clear();
                foreach (int j in sources[0][i])
                    Add(1, dy + ((long)j * outerStrides[0]), dx + ((long)i * innerStrides[0]));
            }
        }

        private void Add(int axis, float* y, float* x)
        {
            if (axis == sources.Length)
            {
                *x += *y;
                return;
            }

            for (int i = 0; i < sources[axis].Length; i++)
            {
                foreach (int j in sources[axis][i])
                    Add(axis + 1, y + ((long)j * outerStrides[axis]), x + ((long)i * innerStrides[axis]));
            }
        }

        private static int[][] Invert(ReadOnlySpan<int> map, int length)
        {
            int[][] lists = new int[length][];
            int[] counts = new int[length];
            foreach (int index in map)
            {
                if (index >= 0)
                    counts[index]++;
            }

            for (int i = 0; i < length; i++)
                lists[i] = new int[counts[i]];
            for (int j = map.Length - 1; j >= 0; j--)
            {
                if (map[j] >= 0)
                    lists[map[j]][--counts[map[j]]] = j;
            }

            return lists;
        }
    }
}
