using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Sums along an axis of all elements up to each one, in order.</summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="Exclusive">Whether an element's own sum leaves it out.</param>
/// <param name="Reverse">Whether it is summed from the end.</param>
internal sealed record CumSum(int Axis, bool Exclusive, bool Reverse) : Operator
{
    /// <summary>ONNX CumSum 11, 14 and newer; the axis is a constant.</summary>
    public static void Import(ImportNode node)
    {
        int[] axes = node.ConstantInts(1);
        if (axes.Length != 1)
            Throw.Shape($"{node.Path}: axis holds {axes.Length} numbers, expected one.");
        int axis = node.Axis(axes[0], node.Input(0).Shape.Rank);
        node.Return(node.Emit(new CumSum(axis, node.Flag("exclusive", false), node.Flag("reverse", false)), node.Input(0)));
    }

    public override bool Takes(ElementType type) => type is not (ElementType.Bool or ElementType.Float16);

    public override void Infer(Node node)
    {
        if (Axis < 0 || Axis >= node.Shape(0).Rank)
            node.Fail($"axis {Axis} is not one of the {node.Shape(0).Rank} axes of {node.Input(0)}.");
        node.AddOutput(node.Type(0), node.Shape(0));
    }

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(0);

    public override unsafe void Compile(Node node, StepBuilder steps) =>
        Numbers.Add(steps, node.Type(0), new Maker(this, node.Shape(0), steps.Bytes(node.Input(0)), steps.Bytes(node.Output)));

    /// <summary>An element counts in all sums behind it: the same sums of dy, the other way round.</summary>
    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(this with { Reverse = !Reverse }, dy));
    }

    private readonly unsafe struct Maker(CumSum op, Shape shape, byte* x, byte* y) : INumberMaker<Step>
    {
        public Step Make<T>()
            where T : unmanaged, INumber<T> => new Loop<T>(op, shape, (T*)x, (T*)y);
    }

    /// <summary>A unit is one line along the axis.</summary>
    private sealed unsafe class Loop<T> : Step
        where T : unmanaged, INumber<T>
    {
        private readonly AxisLines lines;
        private readonly bool exclusive;
        private readonly bool reverse;
        private readonly T* x;
        private readonly T* y;

        public Loop(CumSum op, Shape shape, T* x, T* y)
        {
            lines = new AxisLines(shape, shape, op.Axis);
            (exclusive, reverse) = (op.Exclusive, op.Reverse);
            this.x = x;
            this.y = y;
            Units = lines.Count;
            Work = shape.Count;
        }

        public override void Run(int first, int last, int worker)
        {
            int step = reverse ? -lines.Stride : lines.Stride;
            for (int unit = first; unit < last; unit++)
            {
                lines.Find(unit, out int at, out _);
                if (reverse)
                    at += (lines.Length - 1) * lines.Stride;
                T sum = T.Zero;
                for (int i = 0; i < lines.Length; i++, at += step)
                {
                    T before = sum;
                    sum += x[at];
                    y[at] = exclusive ? before : sum;
                }
            }
        }
    }
}
