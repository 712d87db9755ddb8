using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>Local response normalization over x [N, ..., C]: <c>y = x / (bias + alpha / size * sum of x^2)^beta</c> over a window of channels.</summary>
/// <param name="Size">Channels of the window.</param>
/// <param name="Alpha">The factor of the sum.</param>
/// <param name="Beta">The exponent.</param>
/// <param name="Bias">What keeps the base from zero.</param>
internal sealed record Lrn(int Size, float Alpha, float Beta, float Bias) : Operator
{
    public override string Type => "LRN";

    /// <summary>ONNX LRN 1, 13 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        int size = node.Int("size", 0);
        if (x.Shape.Rank < 3 || size < 1)
            Throw.Shape($"{node.Path}: size {size} over {x}: a size of 1 or more and an input [N, C, ...] are needed.");
        Lrn op = new(size, node.Float("alpha", 1e-4f), node.Float("beta", 0.75f), node.Float("bias", 1f));
        node.Return(node.ToChannelsFirst(node.Emit(op, node.ToChannelsLast(x))));
    }

    public override void Infer(Node node)
    {
        if (node.Shape(0).Rank < 2 || Size > 1 << 16)
            node.Fail($"a window of {Size} channels over {node.Input(0)} is not supported: at most 65536.");
        node.AddOutput(ElementType.Float32, node.Shape(0));
    }

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(0);

    public override void Reserve(Node node, Reservation memory) =>
        memory.WorkerScratch((node.Shape(0)[^1] + Size - 1L) * sizeof(float));

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        LrnArgs args = Args(node);
        args.X = steps.Floats(node.Input(0));
        args.Y = steps.Floats(node.Output);
        steps.AddAcross(args.Channels, new LrnStepMaker(args, node.Shape(0), (nint)steps.WorkerScratch, steps.WorkerStride));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(new LrnGradient(this), node.Input(0), dy));
    }

    public LrnArgs Args(Node node) => new() { Channels = node.Shape(0)[^1], Size = Size, Alpha = Alpha, Beta = Beta, Bias = Bias };
}
