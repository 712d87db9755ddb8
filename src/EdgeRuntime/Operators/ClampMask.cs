using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>
/// Where a clamp let its input through, a bit an element [ceil(count / 8)]: all that the gradient of Relu or Clip wants to know of an
/// activation that nothing else in the backward pass reads.
/// </summary>
/// <param name="Bounds">The clamp.</param>
internal sealed record ClampMask(Bounds Bounds) : Operator
{
    public override void Infer(Node node) => node.AddOutput(ElementType.UInt8, new Shape((int)ClampMaskF32.Bytes(node.Shape(0).Count)));

    public override unsafe void Compile(Node node, StepBuilder steps) => MaskArgs.Add(
        steps, new MaskArgs { Mask = steps.Pointer<byte>(node.Output), Y = steps.Floats(node.Input(0)), Low = Bounds.Low, High = Bounds.High, Count = node.Shape(0).Count }, &Run);

    private static unsafe void Run(in MaskArgs args, int first, int last) =>
        ClampMaskF32.Write(args.Y, args.Low, args.High, args.Mask, first * MaskArgs.Unit, Math.Min(last * MaskArgs.Unit, args.Count));
}

/// <summary>dy where the bit of <see cref="ClampMask"/> is set, else 0. Inputs: mask, dy.</summary>
internal sealed record MaskedGradient : Operator
{
    public override bool Takes(ElementType type) => type is ElementType.UInt8 or ElementType.Float32;

    public override void Infer(Node node)
    {
        if (node.Type(0) != ElementType.UInt8 || node.Shape(0) != new Shape((int)ClampMaskF32.Bytes(node.Shape(1).Count)))
            node.Fail($"{node.Input(0)} is not the mask of {node.Input(1)}: a bit an element is needed.");
        node.AddOutput(ElementType.Float32, node.Shape(1));
    }

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(1);

    public override unsafe void Compile(Node node, StepBuilder steps) => MaskArgs.Add(
        steps, new MaskArgs { Mask = steps.Pointer<byte>(node.Input(0)), Y = steps.Floats(node.Input(1)), Dx = steps.Floats(node.Output), Count = node.Output.Shape.Count }, &Run);

    private static unsafe void Run(in MaskArgs args, int first, int last) =>
        ClampMaskF32.Apply(args.Mask, args.Y, args.Dx, first * MaskArgs.Unit, Math.Min(last * MaskArgs.Unit, args.Count));
}

/// <summary>A mask with what is compared or let through.</summary>
internal unsafe struct MaskArgs
{
    /// <summary>Elements of one piece of work: whole bytes of the mask.</summary>
    public const int Unit = 4096;

    public byte* Mask;
    public float* Y;
    public float* Dx;
    public float Low;
    public float High;
    public int Count;

    public static void Add(StepBuilder steps, in MaskArgs args, delegate*<in MaskArgs, int, int, void> run) =>
        steps.Add(new KernelStep<MaskArgs>(args, run, (args.Count + Unit - 1) / Unit, args.Count));
}
