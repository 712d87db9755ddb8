using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// The gradient of <see cref="GatherElements"/>: <c>dx[.., index[.., i, ..], ..] += dy[.., i, ..]</c>, i ascending; indices outside of
/// the axis add nothing.
/// </summary>
/// <param name="Source">The shape of the tensor that was picked from.</param>
/// <param name="Axis">The axis, from 0.</param>
internal sealed record GatherElementsGradient(Shape Source, int Axis) : Operator
{
    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int32 or ElementType.Int64;

    public override void Infer(Node node)
    {
        if (node.Shape(0) != node.Shape(1))
            node.Fail($"{node.Input(0)} and {node.Input(1)} must have one shape.");
        node.AddOutput(ElementType.Float32, Source);
    }

    public override void Compile(Node node, StepBuilder steps) => steps.Add(new ScatterStep(node, Source, Axis, steps));

    /// <summary>A unit is one line of dx along the axis, so that no two workers add to the same element.</summary>
    private sealed unsafe class ScatterStep : Step
    {
        private readonly float* dy;
        private readonly byte* indices;
        private readonly float* dx;
        private readonly bool wide;
        private readonly AxisLines lines;

        public ScatterStep(Node node, Shape source, int axis, StepBuilder steps)
        {
            dy = steps.Floats(node.Input(0));
            indices = steps.Bytes(node.Input(1));
            dx = steps.Floats(node.Output);
            wide = node.Type(1) == ElementType.Int64;
            lines = new AxisLines(source, node.Shape(0), axis);
            Units = lines.Count;
            Work = (long)source.Count + node.Shape(0).Count;
        }

        public override void Run(int first, int last, int worker)
        {
            for (int unit = first; unit < last; unit++)
            {
                bool picked = lines.Find(unit, out int start, out int at);
                for (int i = 0; i < lines.Length; i++)
                    dx[start + (i * lines.Stride)] = 0;
                for (int i = 0; picked && i < lines.OtherLength; i++, at += lines.OtherStride)
                {
                    long index = wide ? ((long*)indices)[at] : ((int*)indices)[at];
                    if (index < 0)
                        index += lines.Length;
                    if ((ulong)index < (ulong)lines.Length)
                        dx[start + ((int)index * lines.Stride)] += dy[at];
                }
            }
        }
    }
}
