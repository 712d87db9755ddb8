using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>
/// Transposed convolution, which is also the gradient of a convolution's input: <c>y[i * stride + t * dilation - begin] += x[i] * w[t]</c>.
/// x [N, ..., C], w [C, M / Groups, ...] as ONNX has it, bias [M] (optional), y [N, ..., M].
/// </summary>
/// <param name="Window">How the filters slide; the padding crops y.</param>
/// <param name="Groups">Groups of channels that do not see each other.</param>
/// <param name="Bounds">A clamp of the result.</param>
internal sealed record ConvTranspose(Window Window, int Groups, Bounds Bounds) : Operator
{
    private const int MostPhases = 1 << 14; // 1024 are those of a stride of 32 x 32

    private const long PhaseBytes = 1024; // tables and a step, about

    /// <summary>ONNX ConvTranspose 1, 11, 22 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0), w = node.Input(1);
        if (w.Shape.Rank < 3 || x.Shape.Rank != w.Shape.Rank)
            Throw.Shape($"{node.Path}: input and weights need the same 3 to 5 axes, got {x} and {w}.");
        Window window = Window.ImportTransposed(node, x.Shape.Dims[2..], w.Shape.Dims[2..]);
        int groups = node.Int("group", 1);
        Value y = node.Emit(new ConvTranspose(window, groups, Bounds.None), node.ToChannelsLast(x), w, node.Optional(2));
        long phases = CountPhases(window, y.Shape);
        if (!node.MayFold((PhaseBytes * phases) + ((long)sizeof(int) * window.Taps)))
            node.Refuse($"strides of {string.Join('x', window.Strides.Span.ToArray())} with {window.Taps} taps take {phases} tables, out of proportion to the file: use smaller strides");
        node.Return(node.ToChannelsFirst(y));
    }

    /// <summary>What maps the gradient of a convolution's output to that of its input.</summary>
    public static ConvTranspose GradientOf(Window window, int groups, Shape x, Shape y)
    {
        int[] end = new int[window.Rank];
        for (int i = 0; i < end.Length; i++)
            end[i] = ((y[i + 1] - 1) * window.Strides[i]) + window.Extent(i) - window.Begin[i] - x[i + 1];
        return new ConvTranspose(window with { End = new Axes(end), Ceiling = false }, groups, Bounds.None);
    }

    public override void Infer(Node node)
    {
        Shape x = node.Shape(0), w = node.Shape(1);
        if (w.Rank != Window.Rank + 2 || x.Rank != w.Rank || !w.Dims[2..].SequenceEqual(Window.Kernel.Span))
            node.Fail($"an input of {Window.Rank + 2} axes and weights [C, M / groups, {Window.Kernel}] are needed, got {node.Input(0)} and {node.Input(1)}.");
        if (Groups < 1 || w[0] != x[^1] || w[0] % Groups != 0)
            node.Fail($"weights {node.Input(1)} in {Groups} groups need {w[0]} input channels, got {x[^1]} from '{node.Input(0).Name}'.");
        int[] y = x.Dims.ToArray();
        for (int i = 0; i < Window.Rank; i++)
            y[i + 1] = Window.TransposedOutput(node, i, x[i + 1]);
        y[^1] = checked(w[1] * Groups);
        if (CountPhases(Window, new Shape(y)) > MostPhases)
            node.Fail($"strides of {string.Join('x', Window.Strides.Span.ToArray())} cut the output into more than {MostPhases} parts that see other taps: use smaller strides.");
        if (node.Optional(2) is { } bias && bias.Shape != new Shape(y[^1]))
            node.Fail($"the bias must be [{y[^1]}], got {bias}.");
        node.AddOutput(ElementType.Float32, new Shape(y));
    }

    public override long Macs(Node node) => (long)node.Shape(0).Count * node.Shape(1).Product(1, node.Shape(1).Rank);

    public override void Reserve(Node node, Reservation memory)
    {
        long bytes = 0, scratch = 0;
        foreach (TransposedConv phase in Phases(node))
        {
            bytes = (phase.PackedOffset * sizeof(float)) + PackedBytes(node, phase.Shape);
            scratch = Math.Max(scratch, ConvF32.ScratchBytes(phase.Shape));
        }
        if (IsConstant(node))
        {
            memory.Pack(1, bytes);
            if (node.Has(2))
                memory.Pack(2, 0); // with the weights
        }
        else
        {
            memory.Scratch(bytes);
        }
        if (!IsDepthwise(node))
            memory.WorkerScratch(scratch);
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        foreach (TransposedConv phase in Phases(node))
        {
            ConvArgs args = new()
            {
                X = steps.Floats(node.Input(0)),
                Packed = (float*)(IsConstant(node) ? steps.Packed(1) : steps.Scratch) + phase.PackedOffset,
                Y = steps.Floats(node.Output) + phase.OutputOffset,
                Groups = Groups,
                Epilogue = Bounds.With(null),
            };
            if (IsConstant(node))
            {
                fixed (byte* w = node.Input(1).Data!.Bytes, bias = node.Optional(2) is { } b ? b.Data!.Bytes : default)
                    phase.Pack((float*)w, (float*)bias, args.Packed, Groups, IsDepthwise(node));
            }
            else
            {
                steps.Add(new TransposedPackStep(
                    phase, steps.Floats(node.Input(1)), steps.OptionalFloats(node.Optional(2)), args.Packed, Groups, IsDepthwise(node)));
            }
            if (IsDepthwise(node))
                ConvSteps.AddDepthwise(steps, phase.Shape, args);
            else
                ConvSteps.Add(steps, phase.Shape, args);
        }
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (Bounds.GradientOfSum(node, gradient) is not { } dy)
            return;
        Value x = node.Input(0), w = node.Input(1);
        if (gradient.Needs(x))
            gradient.Add(x, gradient.Emit(new Conv(Window, Groups, Bounds.None), dy, w));
        if (gradient.Needs(w))
            gradient.Add(w, gradient.Emit(new ConvWeightGradient(Window, Groups), dy, x));
        if (gradient.Needs(node.Optional(2)))
            gradient.Add(node.Input(2), gradient.Emit(new SumRows(), dy));
    }

    /// <summary>In how many parts the outputs fall that see other taps.</summary>
    private static long CountPhases(Window window, Shape y)
    {
        long phases = 1;
        for (int i = 0; i < window.Rank; i++)
            phases *= Math.Min(window.Strides[i], y[i + 1]);
        return phases;
    }

    private static bool IsConstant(Node node) => node.Input(1).IsConstant && node.Optional(2) is null or { IsConstant: true };

    private long PackedBytes(Node node, in ConvShape shape) => sizeof(float)
        * (IsDepthwise(node) ? DepthwiseF32.PackedLength(shape.InPixel, shape.Taps) : Groups * Panels.Length(shape.Outputs, shape.K));

    private bool IsDepthwise(Node node) => Groups > 1 && Groups == node.Shape(1)[0] && node.Shape(1)[1] == 1;

    private IEnumerable<TransposedConv> Phases(Node node)
    {
        if (node.Output.Shape.Count == 0)
            yield break;
        long packed = 0;
        foreach (TransposedConv phase in TransposedConv.Phases(node.Shape(0), node.Output.Shape, Window.Widen(3), Window.Rank, Groups))
        {
            yield return phase with { PackedOffset = packed };
            packed += ((PackedBytes(node, phase.Shape) / sizeof(float)) + 15) & ~15L;
        }
    }
}
