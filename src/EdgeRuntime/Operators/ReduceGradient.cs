using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>
/// The gradient of a <see cref="Reduce"/> that is not a sum: from x, y and dy the dx. Elements that are equally great share the gradient
/// of their maximum or minimum.
/// </summary>
/// <param name="Kind">What was made of a set.</param>
/// <param name="Over">The axes that the sets lie along.</param>
internal sealed record ReduceGradient(ReduceKind Kind, Axes Over) : Operator
{
    public override void Infer(Node node) => node.AddOutput(ElementType.Float32, node.Shape(0));

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        float* x = steps.Floats(node.Input(0)), y = steps.Floats(node.Input(1)), dy = steps.Floats(node.Input(2));
        steps.Add(new SetStep(Kind, new ReduceLayout(node.Shape(0), Over.Span), x, y, dy, steps.Floats(node.Output)));
    }

    /// <summary>A unit is one set, element after element: training goes through sums and means, which do not come here.</summary>
    private sealed unsafe class SetStep : Step
    {
        private readonly ReduceKind kind;
        private readonly ReduceLayout layout;
        private readonly float* x;
        private readonly float* y;
        private readonly float* dy;
        private readonly float* dx;

        public SetStep(ReduceKind kind, ReduceLayout layout, float* x, float* y, float* dy, float* dx)
        {
            (this.kind, this.layout) = (kind, layout);
            this.x = x;
            this.y = y;
            this.dy = dy;
            this.dx = dx;
            Units = layout.Kept * (layout.RunIsReduced ? 1 : layout.Run);
            Work = (long)Units * layout.Size;
        }

        public override void Run(int first, int last, int worker)
        {
            int columns = layout.RunIsReduced ? 1 : layout.Run;
            int rows = layout.RunIsReduced ? layout.Run : layout.Rows;
            long stride = layout.RunIsReduced ? 1 : layout.RowStride;
            for (int set = first; set < last; set++)
            {
                long offset = layout.KeptOffset(set / columns) + (set % columns);
                (int special, float product) = Survey(x + offset, rows, stride, y[set]);
                for (int i = 0; i < layout.Walk; i++)
                {
                    long at = offset + layout.WalkOffset(i);
                    for (int r = 0; r < rows; r++)
                        dx[at + (r * stride)] = dy[set] * Slope(x[at + (r * stride)], y[set], special, product);
                }
            }
        }

        /// <summary>How many elements equal the extreme, or are zero factors; and the product of the factors that are not zero.</summary>
        private (int Special, float Product) Survey(float* from, int rows, long stride, float result)
        {
            if (kind is not (ReduceKind.Max or ReduceKind.Min or ReduceKind.Prod))
                return (0, 0);
            float wanted = kind == ReduceKind.Prod ? 0 : result;
            int special = 0;
            float product = 1;
            for (int i = 0; i < layout.Walk; i++)
            {
                float* set = from + layout.WalkOffset(i);
                for (int r = 0; r < rows; r++)
                {
                    if (set[r * stride] == wanted)
                        special++;
                    else
                        product *= set[r * stride];
                }
            }

            return (special, product);
        }

        private float Slope(float value, float result, int special, float product) => kind switch
        {
            ReduceKind.Max or ReduceKind.Min => value == result ? 1f / special : 0,
            ReduceKind.Prod when special == 0 => product / value,
            ReduceKind.Prod => special == 1 && value == 0 ? product : 0,
            ReduceKind.L1 => value > 0 ? 1 : value < 0 ? -1 : 0,
            ReduceKind.L2 => result == 0 ? 0 : value / result,
            ReduceKind.LogSum => VectorMath.Exp<ScalarSet, float>(-result),
            ReduceKind.LogSumExp => VectorMath.Exp<ScalarSet, float>(value - result),
            ReduceKind.SumSquare => 2 * value,
            _ => 1,
        };
    }
}
