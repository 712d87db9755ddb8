using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>The gradient of <see cref="TopK"/>: zeros, and dy where the values came from.</summary>
/// <param name="Source">The shape of the input of TopK.</param>
/// <param name="Axis">The axis, from 0.</param>
internal sealed record TopKGradient(Shape Source, int Axis) : Operator
{
    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int64;

    public override void Infer(Node node)
    {
        if (node.Shape(0) != node.Shape(1) || node.Shape(0).With(Axis, Source[Axis]) != Source)
            node.Fail($"{node.Input(0)} and {node.Input(1)} do not belong to {Source}.");
        node.AddOutput(ElementType.Float32, Source);
    }

    public override unsafe void Compile(Node node, StepBuilder steps) =>
        steps.Add(new ScatterStep(this, node.Shape(0)[Axis], steps.Floats(node.Input(0)), steps.Pointer<long>(node.Input(1)), steps.Floats(node.Output)));

    /// <summary>A unit is one index of the outer axes.</summary>
    private sealed unsafe class ScatterStep : Step
    {
        private readonly float* dy;
        private readonly long* indices;
        private readonly float* dx;
        private readonly int k;
        private readonly int length;
        private readonly int inner;

        public ScatterStep(TopKGradient op, int k, float* dy, long* indices, float* dx)
        {
            this.dy = dy;
            this.indices = indices;
            this.dx = dx;
            this.k = k;
            length = op.Source[op.Axis];
            inner = op.Source.Product(op.Axis + 1, op.Source.Rank);
            Units = op.Source.Product(0, op.Axis);
            Work = op.Source.Count;
        }

        public override void Run(int first, int last, int worker)
        {
            for (int unit = first; unit < last; unit++)
            {
                float* target = dx + ((long)unit * length * inner);
                new System.Span<float>(target, length * inner).Clear();
                long at = (long)unit * k * inner;
                for (int i = 0; i < k * inner; i++)
                    target[(indices[at + i] * inner) + (i % inner)] = dy[at + i];
            }
        }
    }
}
