using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Puts the newest frames behind those of earlier steps, whose oldest leave: inputs a variable of the last frames and the new ones, of one
/// shape but for the axis of time; the output is the variable. What a causal convolution reads.
/// </summary>
/// <param name="Axis">The axis of time, from 0.</param>
internal sealed record SlideFrames(int Axis) : Operator
{
    public override bool Updates => true;

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        Shape past = node.Shape(0), now = node.Shape(1);
        if (past.Rank != now.Rank || now.With(Axis, past[Axis]) != past || now[Axis] > past[Axis] || node.Type(0) != node.Type(1))
            node.Fail($"{node.Input(1)} does not follow the frames of {node.Input(0)} along axis {Axis}.");
        node.AddOutput(node.Type(0), past);
    }

    public override Sharing Shares(Node node, int output) => Sharing.View(0);

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape past = node.Shape(0), now = node.Shape(1);
        long frame = (long)past.Product(Axis + 1, past.Rank) * node.Type(0).Size();
        Args args = new()
        {
            Past = steps.Bytes(node.Input(0)),
            Now = steps.Bytes(node.Input(1)),
            PastBytes = past[Axis] * frame,
            NowBytes = now[Axis] * frame,
        };
        int rows = past.Product(0, Axis);
        steps.Add(new KernelStep<Args>(args, &Run, rows, rows * args.PastBytes / sizeof(float)));
    }

    private static unsafe void Run(in Args args, int first, int last)
    {
        long kept = args.PastBytes - args.NowBytes;
        for (int row = first; row < last; row++)
        {
            byte* past = args.Past + (row * args.PastBytes);
            Buffer.MemoryCopy(past + args.NowBytes, past, kept, kept);
            Buffer.MemoryCopy(args.Now + (row * args.NowBytes), past + kept, args.NowBytes, args.NowBytes);
        }
    }

    private unsafe struct Args
    {
        public byte* Past;
        public byte* Now;
        public long PastBytes;
        public long NowBytes;
    }
}
