using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// The first <c>lengths[n]</c> time steps of each sequence n in reverse order, the others where they were; one axis of the first two is the time,
/// the other one the batch. A length outside of 0 to T that comes at run time counts as the nearest one that is possible.
/// </summary>
/// <param name="TimeAxis">0 or 1.</param>
internal sealed record ReverseSequence(int TimeAxis) : Operator
{
    /// <summary>ONNX ReverseSequence 10 and newer.</summary>
    public static void Import(ImportNode node)
    {
        int time = node.Int("time_axis", 0), batch = node.Int("batch_axis", 1);
        if (time + batch != 1 || time < 0 || batch < 0)
            Throw.Shape($"{node.Path}: time_axis {time} and batch_axis {batch} must be 0 and 1, or 1 and 0.");
        Value x = node.Input(0), lengths = node.Input(1);
        if (lengths.IsConstant && x.Shape.Rank >= 2)
        {
            foreach (long length in lengths.Data!.ToInt64())
            {
                if (length < 0 || length > x.Shape[time])
                    Throw.Shape($"{node.Path}: a sequence of length {length} does not fit the {x.Shape[time]} time steps of {x}.");
            }
        }

        node.Return(node.Emit(new ReverseSequence(time), x, lengths));
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        Shape x = node.Shape(0);
        if (x.Rank < 2 || node.Type(1) is not (ElementType.Int32 or ElementType.Int64) || node.Shape(1) != new Shape(x[1 - TimeAxis]))
            node.Fail($"{node.Input(0)} needs at least two axes and an integer length for each sequence on axis {1 - TimeAxis}, got {node.Input(1)}.");
        node.AddOutput(node.Type(0), x);
    }

    public override unsafe void Compile(Node node, StepBuilder steps) => steps.Add(new Loop(this, node, steps));

    /// <summary>Reversing twice changes nothing.</summary>
    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(this, dy, node.Input(1)));
    }

    /// <summary>A unit is one sequence.</summary>
    private sealed unsafe class Loop : Step
    {
        private readonly byte* x;
        private readonly byte* lengths;
        private readonly byte* y;
        private readonly bool wide; // 64-bit lengths
        private readonly int times;
        private readonly long bytes; // of one time step of one sequence
        private readonly long timeStride;
        private readonly long batchStride;

        public Loop(ReverseSequence op, Node node, StepBuilder steps)
        {
            Shape shape = node.Shape(0);
            x = steps.Bytes(node.Input(0));
            lengths = steps.Bytes(node.Input(1));
            y = steps.Bytes(node.Output);
            wide = node.Type(1) == ElementType.Int64;
            times = shape[op.TimeAxis];
            bytes = (long)shape.Product(2, shape.Rank) * node.Type(0).Size();
            (timeStride, batchStride) = op.TimeAxis == 0 ? (shape[1] * bytes, bytes) : (bytes, shape[1] * bytes);
            Units = shape[1 - op.TimeAxis];
            Work = shape.Count;
        }

        public override void Run(int first, int last, int worker)
        {
            for (int n = first; n < last; n++)
            {
                long length = Math.Clamp(wide ? ((long*)lengths)[n] : ((int*)lengths)[n], 0, times);
                byte* from = x + (n * batchStride), to = y + (n * batchStride);
                for (int t = 0; t < times; t++)
                    Buffer.MemoryCopy(from + ((t < length ? length - 1 - t : t) * timeStride), to + (t * timeStride), bytes, bytes);
            }
        }
    }
}
