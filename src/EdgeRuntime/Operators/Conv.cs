using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>
/// <c>y = clamp(conv(x, w) + bias + residual)</c>: x [N, ..., C], w [M, C / Groups, ...] as ONNX has it, bias [M], residual of
/// y's shape [N, ..., M], the last two optional; 1 to 3 spatial axes.
/// </summary>
/// <param name="Window">How the filters slide.</param>
/// <param name="Groups">Groups of channels that do not see each other.</param>
/// <param name="Bounds">The clamp.</param>
/// <param name="Planar">Whether x is [N, C, ...]: an image of few channels read as it comes, in one group.</param>
internal sealed record Conv(Window Window, int Groups, Bounds Bounds, bool Planar = false) : Operator
{
    /// <summary>ONNX Conv 1, 11, 22 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0), w = node.Input(1);
        if (w.Shape.Rank < 3 || x.Shape.Rank != w.Shape.Rank)
            Throw.Shape($"{node.Path}: input and weights need the same 3 to 5 axes, got {x} and {w}.");
        Window window = Window.Import(node, x.Shape.Dims[2..], w.Shape.Dims[2..]);
        int groups = node.Int("group", 1);
        Value y = node.Emit(new Conv(window, groups, Bounds.None), node.ToChannelsLast(x), w, node.Optional(2));
        node.Return(node.ToChannelsFirst(y));
    }

    public override void Infer(Node node)
    {
        Shape x = ImageOf(node), w = node.Shape(1);
        if (w.Rank != Window.Rank + 2 || !w.Dims[2..].SequenceEqual(Window.Kernel.Span))
            node.Fail($"weights [M, C / groups, {Window.Kernel}] are needed, got {node.Input(1)}.");
        Shape y = Window.Output(node, x, w[0]);
        if (Groups < 1 || w[0] % Groups != 0 || (long)w[1] * Groups != x[^1])
            node.Fail($"weights {node.Input(1)} in {Groups} groups need {(long)w[1] * Groups} input channels, got {x[^1]} from '{node.Input(0).Name}'.");
        if (node.Optional(2) is { } bias && bias.Shape != new Shape(w[0]))
            node.Fail($"the bias must be [{w[0]}], got {bias}.");
        if (node.Optional(3) is { } residual && residual.Shape != y)
            node.Fail($"the residual must be {y}, got {residual}.");
        node.AddOutput(ElementType.Float32, y);
    }

    public override long Macs(Node node) => (long)node.Output.Shape.Count * node.Shape(1).Product(1, node.Shape(1).Rank);

    /// <summary>The sum may be formed where the residual lies.</summary>
    public override Sharing Shares(Node node, int output) => node.Has(3) ? Sharing.InPlace(3) : Sharing.None;

    public override void Reserve(Node node, Reservation memory)
    {
        ConvShape shape = ShapeOf(node);
        ConvWay way = ConvWays.Choose(Window, Groups, shape, IsConstant(node));
        long bytes = ConvWays.PackedBytes(way, Groups, shape);
        memory.WorkerScratch(ConvWays.WorkerBytes(way, shape));
        if (!IsConstant(node))
        {
            memory.Scratch(bytes);
            return;
        }
        memory.Pack(1, bytes);
        if (node.Optional(2) is { IsConstant: true })
            memory.Pack(2, 0); // with the weights
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        if (node.Output.Shape.Count == 0)
            return;
        ConvShape shape = ShapeOf(node);
        ConvWay way = ConvWays.Choose(Window, Groups, shape, IsConstant(node));
        ConvArgs args = new()
        {
            X = steps.Floats(node.Input(0)),
            Packed = (float*)(IsConstant(node) ? steps.Packed(1) : steps.Scratch),
            Y = steps.Floats(node.Output),
            Groups = Groups,
            Epilogue = Bounds.With(steps.OptionalFloats(node.Optional(3))),
        };
        if (IsConstant(node))
        {
            fixed (byte* w = node.Input(1).Data!.Bytes, bias = node.Optional(2) is { IsConstant: true } b ? b.Data!.Bytes : default)
                ConvWays.Pack(way, Groups, shape, (float*)w, (float*)bias, args.Packed);
            if (node.Optional(2) is { IsConstant: false } trained)
                ConvWays.AddBias(way, steps, Groups, shape, steps.Floats(trained), args.Packed);
        }
        else
        {
            ConvWays.AddPack(way, steps, Groups, shape, steps.Floats(node.Input(1)), steps.OptionalFloats(node.Optional(2)), args.Packed);
        }
        ConvWays.Add(way, steps, shape, args);
    }

    public override void ByFrames(Node node, StreamBuilder stream) => StreamWindow.Convolve(node, stream, Window, window => this with { Window = window });

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (Bounds.GradientOfSum(node, gradient) is not { } dy)
            return;
        Value x = node.Input(0), w = node.Input(1);
        if (gradient.Needs(x))
        {
            Value dx = gradient.Emit(ConvTranspose.GradientOf(Window, Groups, ImageOf(node), dy.Shape), dy, w);
            gradient.Add(x, Planar ? gradient.Emit(ToChannelsLast(x.Shape.Rank).Inverse(), dx) : dx);
        }
        if (gradient.PartOf(w) is { } trained)
            (x, w) = trained;
        if (Planar && gradient.Needs(w))
            x = gradient.Emit(ToChannelsLast(x.Shape.Rank), x);
        if (gradient.Needs(w))
            gradient.Add(w, gradient.Emit(new ConvWeightGradient(Window, Groups), x, dy));
        if (gradient.Needs(node.Optional(2)))
            gradient.Add(node.Input(2), gradient.Emit(new SumRows(), dy));
    }

    private static bool IsConstant(Node node) => node.Input(1).IsConstant;

    /// <summary>The shape of one group.</summary>
    public ConvShape ShapeOf(Node node) => Planar
        ? ConvGeometry.OfPlanes(Window, node.Shape(0), node.Output.Shape)
        : ConvGeometry.Of(Window, Groups, node.Shape(0), node.Output.Shape);

    /// <summary>The shape of x as [N, ..., C].</summary>
    private Shape ImageOf(Node node) => Planar && node.Shape(0).Rank > 2 ? ConvGeometry.ChannelsLast(node.Shape(0)) : node.Shape(0);

    /// <summary>The transposition that a planar convolution does without.</summary>
    public static Transpose ToChannelsLast(int rank)
    {
        int[] order = new int[rank];
        for (int i = 1; i < rank - 1; i++)
            order[i] = i + 1;
        order[rank - 1] = 1;
        return new Transpose(new Axes(order));
    }
}
