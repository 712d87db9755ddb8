using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>
/// Sets of elements made one number each; the reduced axes stay, with length 1. Floats as in <see cref="ReduceF32"/>, integers exact.
/// </summary>
/// <param name="Kind">What is made of a set.</param>
/// <param name="Over">The axes that the sets lie along, ascending.</param>
internal sealed record Reduce(ReduceKind Kind, Axes Over) : Operator
{
    private bool NeedsFloats => Kind is ReduceKind.L2 or ReduceKind.LogSum or ReduceKind.LogSumExp;

    public override string Type => $"Reduce{Kind}";

    /// <summary>All Reduce operators of ONNX 1, 11, 13 (attribute <c>axes</c>; ReduceSum 13: input), 18, 20 and newer (input).</summary>
    public static Action<ImportNode> Import(ReduceKind kind) => node =>
    {
        Value x = node.Input(0);
        int rank = x.Shape.Rank;
        int[] axes = node.IntsOrInput("axes", 1) ?? [];
        bool keep = node.Flag("keepdims", true);
        bool nothing = node.Flag("noop_with_empty_axes", false) && axes.Length == 0;
        SortedSet<int> over = [];
        foreach (int axis in axes)
            over.Add(node.Axis(axis, rank));
        for (int i = 0; i < rank && axes.Length == 0 && !nothing; i++)
            over.Add(i);
        int[] reduced = [.. over];
        Value y = Emit(node, new Reduce(kind, new Axes(reduced)), x);
        Shape shape = y.Shape;
        for (int i = reduced.Length - 1; i >= 0 && !keep; i--)
            shape = shape.RemoveAt(reduced[i]);
        node.Return(node.Reshape(y, shape));
    };

    /// <summary>
    /// Sums <paramref name="value"/> over the axes along which <paramref name="shape"/> broadcasts to it: the gradient of a broadcast.
    /// </summary>
    public static Value ToShape(GradientBuilder gradient, Value value, Shape shape)
    {
        List<int> over = [];
        int missing = value.Shape.Rank - shape.Rank;
        for (int i = 0; i < value.Shape.Rank; i++)
        {
            if (value.Shape[i] != (i < missing ? 1 : shape[i - missing]))
                over.Add(i);
        }

        Value sum = over.Count == 0 ? value : gradient.Emit(new Reduce(ReduceKind.Sum, new Axes([.. over])), value);
        return sum.Shape == shape ? sum : gradient.Emit(new Reshape(shape), sum);
    }

    public override bool Takes(ElementType type) => type == ElementType.Float32 || !type.IsFloat();

    public override void Infer(Node node)
    {
        int[] dims = node.Shape(0).Dims.ToArray();
        foreach (int axis in Over.Span)
        {
            if (axis < 0 || axis >= dims.Length)
                node.Fail($"axis {axis} is not one of the {dims.Length} axes of {node.Input(0)}.");
            dims[axis] = 1;
        }

        if (NeedsFloats && node.Type(0) != ElementType.Float32)
            node.Fail($"{node.Input(0)} must be 32-bit floats.");
        node.AddOutput(node.Type(0), new Shape(dims));
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        ReduceLayout layout = new(node.Shape(0), Over.Span);
        byte* x = steps.Bytes(node.Input(0)), y = steps.Bytes(node.Output);
        if (node.Type(0) != ElementType.Float32)
        {
            steps.Add(Integers(node.Type(0), layout, x, y));
            return;
        }

        float* shifts = null;
        if (Kind == ReduceKind.LogSumExp)
        {
            // The maximum of each set stands in the output until the sum of the set is known.
            steps.Add(new Maker<Reductions.Max>(layout, (float*)x, null, (float*)y));
            shifts = (float*)y;
        }

        AddFloats(steps, layout, (float*)x, shifts, (float*)y);
    }

    public override void ByFrames(Node node, StreamBuilder stream) =>
        stream.PassUnless(node, axis => Over.Span.Contains(axis), $"takes the {Kind.ToString().ToLowerInvariant()}");

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        Value x = node.Input(0);
        if (!gradient.Needs(x) || gradient.Of(node.Output) is not { } dy)
            return;
        if (Kind == ReduceKind.Mean)
            dy = gradient.Emit(new Scale(1f / new ReduceLayout(x.Shape, Over.Span).Size), dy);
        Value dx = Kind is ReduceKind.Sum or ReduceKind.Mean
            ? gradient.Emit(new Expand(x.Shape), dy)
            : gradient.Emit(new ReduceGradient(Kind, Over), x, node.Output, dy);
        gradient.Add(x, dx);
    }

    private static Value Emit(ImportNode node, Reduce reduce, Value x)
    {
        if (x.Type.IsFloat() || !reduce.NeedsFloats)
            return node.Emit(reduce, x);
        return node.Emit(new Cast(x.Type), node.Emit(reduce, node.Emit(new Cast(ElementType.Float32), x)));
    }

    private unsafe Step Integers(ElementType type, ReduceLayout layout, byte* x, byte* y) => type switch
    {
        ElementType.Int8 => new ReduceTypedStep<sbyte>(Kind, layout, x, y),
        ElementType.Int16 => new ReduceTypedStep<short>(Kind, layout, x, y),
        ElementType.Int32 => new ReduceTypedStep<int>(Kind, layout, x, y),
        ElementType.Int64 => new ReduceTypedStep<long>(Kind, layout, x, y),
        ElementType.UInt16 => new ReduceTypedStep<ushort>(Kind, layout, x, y),
        ElementType.UInt32 => new ReduceTypedStep<uint>(Kind, layout, x, y),
        ElementType.UInt64 => new ReduceTypedStep<ulong>(Kind, layout, x, y),
        // The least of bools is their product; the greatest is right as bytes, 0 of an empty set included.
        ElementType.Bool when Kind == ReduceKind.Min => new ReduceTypedStep<byte>(ReduceKind.Prod, layout, x, y),
        _ => new ReduceTypedStep<byte>(Kind, layout, x, y),
    };

    private unsafe void AddFloats(StepBuilder steps, ReduceLayout layout, float* x, float* shifts, float* y)
    {
        switch (Kind)
        {
            case ReduceKind.Sum:
                steps.Add(new Maker<Reductions.Sum>(layout, x, shifts, y));
                break;
            case ReduceKind.Mean:
                steps.Add(new Maker<Reductions.Mean>(layout, x, shifts, y));
                break;
            case ReduceKind.Max:
                steps.Add(new Maker<Reductions.Max>(layout, x, shifts, y));
                break;
            case ReduceKind.Min:
                steps.Add(new Maker<Reductions.Min>(layout, x, shifts, y));
                break;
            case ReduceKind.Prod:
                steps.Add(new Maker<Reductions.Prod>(layout, x, shifts, y));
                break;
            case ReduceKind.L1:
                steps.Add(new Maker<Reductions.L1>(layout, x, shifts, y));
                break;
            case ReduceKind.L2:
                steps.Add(new Maker<Reductions.L2>(layout, x, shifts, y));
                break;
            case ReduceKind.LogSum:
                steps.Add(new Maker<Reductions.LogSum>(layout, x, shifts, y));
                break;
            case ReduceKind.LogSumExp:
                steps.Add(new Maker<Reductions.LogSumExp>(layout, x, shifts, y));
                break;
            default:
                steps.Add(new Maker<Reductions.SumSquare>(layout, x, shifts, y));
                break;
        }
    }

    private readonly unsafe struct Maker<R>(ReduceLayout layout, float* x, float* shifts, float* y) : ISimdMaker<Step>
        where R : struct, IReduction
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new ReduceStep<S, V, R>(layout, x, shifts, y);
    }
}
