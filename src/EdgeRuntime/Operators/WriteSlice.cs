using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Writes a part back into the variable that <see cref="Slice"/> took it from. Inputs: the variable, the part.</summary>
/// <param name="Axis">The axis along which it was taken.</param>
/// <param name="First">Its first index there.</param>
internal sealed record WriteSlice(int Axis, int First) : Operator
{
    public override bool Updates => true;

    public override void Infer(Node node)
    {
        Shape whole = node.Shape(0), part = node.Shape(1);
        if (part.Rank != whole.Rank || part.With(Axis, whole[Axis]) != whole || First < 0 || First + part[Axis] > whole[Axis])
            node.Fail($"{node.Input(1)} is no part of {node.Input(0)} from index {First} of axis {Axis} on.");
        node.AddOutput(node.Type(0), whole);
    }

    public override Sharing Shares(Node node, int output) => Sharing.View(0);

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape whole = node.Shape(0), part = node.Shape(1);
        int inner = whole.Product(Axis + 1, whole.Rank);
        Args args = new()
        {
            Part = steps.Floats(node.Input(1)),
            Whole = steps.Floats(node.Input(0)) + ((nint)First * inner),
            Run = part[Axis] * inner,
            Stride = (nint)whole[Axis] * inner,
        };

        // A part that lies together is a view of the whole and was changed in its place.
        if (args.Part != args.Whole)
            steps.Add(new KernelStep<Args>(args, &Run, whole.Product(0, Axis), part.Count));
    }

    private static unsafe void Run(in Args args, int first, int last)
    {
        for (int i = first; i < last; i++)
            new ReadOnlySpan<float>(args.Part + ((nint)i * args.Run), args.Run).CopyTo(new Span<float>(args.Whole + (i * args.Stride), args.Run));
    }

    private unsafe struct Args
    {
        public float* Part;
        public float* Whole;
        public int Run;
        public nint Stride;
    }
}
