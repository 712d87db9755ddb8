using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>Products of stacks of matrices, a [..., M, K] times b [..., K, N]; the axes before the last two broadcast.</summary>
/// <param name="TransA">Whether a is [..., K, M].</param>
/// <param name="TransB">Whether b is [..., N, K].</param>
internal sealed record MatMul(bool TransA, bool TransB) : Operator
{
    /// <summary>ONNX MatMul 1, 9, 13 and newer: vectors count as a row or a column; one matrix b for all of a is a Gemm.</summary>
    public static void Import(ImportNode node)
    {
        Value a = node.Input(0), b = node.Input(1);
        if (a.Shape.Rank == 0 || b.Shape.Rank == 0)
            Throw.Shape($"{node.Path}: scalars cannot be multiplied as matrices, got {a} and {b}: use Mul.");
        bool rowVector = a.Shape.Rank == 1, columnVector = b.Shape.Rank == 1;
        if (rowVector)
            a = node.Reshape(a, new Shape(1, a.Shape[0]));
        if (columnVector)
            b = node.Reshape(b, new Shape(b.Shape[0], 1));
        Value y;
        if (b.Shape.Rank == 2)
        {
            Value rows = node.Reshape(a, new Shape(a.Shape.Product(0, a.Shape.Rank - 1), a.Shape[^1]));
            y = node.Emit(new Gemm(TransB: false, Bounds.None), rows, b);
            y = node.Reshape(y, a.Shape.With(a.Shape.Rank - 1, b.Shape[1]));
        }
        else
        {
            y = node.Emit(new MatMul(false, false), a, b);
        }
        if (rowVector)
            y = node.Reshape(y, y.Shape.RemoveAt(y.Shape.Rank - 2));
        if (columnVector)
            y = node.Reshape(y, y.Shape.RemoveAt(y.Shape.Rank - 1));
        node.Return(y);
    }

    public override void Infer(Node node)
    {
        Shape a = node.Shape(0), b = node.Shape(1);
        if (a.Rank < 2 || b.Rank < 2 || a[TransA ? ^2 : ^1] != b[TransB ? ^1 : ^2])
            node.Fail($"matrices [..., {(TransA ? "K, M" : "M, K")}] and [..., {(TransB ? "N, K" : "K, N")}] are needed, got {node.Input(0)} and {node.Input(1)}.");
        if (Shape.Broadcast(Stack(a), Stack(b)) is not { } stack)
        {
            node.Fail($"the stacks {Stack(a)} and {Stack(b)} do not broadcast.");
            return;
        }
        node.AddOutput(ElementType.Float32, new Shape([.. stack.Dims, a[TransA ? ^1 : ^2], b[TransB ? ^2 : ^1]]));
    }

    public override long Macs(Node node) => (long)node.Output.Shape.Count * node.Shape(0)[TransA ? ^2 : ^1];

    public override void Reserve(Node node, Reservation memory)
    {
        Shape y = node.Output.Shape;
        int m = y[^2], n = y[^1], k = node.Shape(0)[TransA ? ^2 : ^1];
        memory.WorkerScratch(MatMulStep.PanelBytes(n, k) + (TransA ? (long)m * k * sizeof(float) : 0));
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape a = node.Shape(0), b = node.Shape(1), y = node.Output.Shape, stack = Stack(y);
        if (y.Count == 0)
            return;
        MatMulArgs args = new()
        {
            A = steps.Floats(node.Input(0)),
            B = steps.Floats(node.Input(1)),
            C = steps.Floats(node.Output),
            M = y[^2],
            N = y[^1],
            K = a[TransA ? ^2 : ^1],
            TransA = TransA,
            TransB = TransB,
            Scratch = steps.WorkerScratch,
            ScratchStride = steps.WorkerStride,
        };
        int[] aOffsets = Offsets(Stack(a), stack, args.M * args.K), bOffsets = Offsets(Stack(b), stack, args.K * args.N);
        steps.Add(MatMulStep.Make(GemmSteps.SetFor(steps.Isa, args.N), args, aOffsets, bOffsets));
    }

    /// <summary>One matrix for all frames, or frames that are stacks of their own; what multiplies frames with each other is attention.</summary>
    public override void ByFrames(Node node, StreamBuilder stream)
    {
        Shape a = node.Shape(0), b = node.Shape(1), y = node.Output.Shape;
        bool both = stream.Of(node.Input(0)) is not null && stream.Of(node.Input(1)) is not null;
        int input = stream.Of(node.Input(0)) is null ? 1 : 0;
        (Frames frames, int axis) = stream.Along(node, input);
        int place = axis + y.Rank - node.Shape(input).Rank;
        bool isRow = place == y.Rank - 2 && input == 0 && !TransA && !both;
        Shape other = input == 0 ? b : a;
        int elsewhere = place - y.Rank + other.Rank;
        bool isStack = place < y.Rank - 2 && (both ? stream.Along(node, 1).Axis + y.Rank - b.Rank == place : elsewhere < 0 || other[elsewhere] == 1);
        if (!isRow && !isStack)
            stream.Refuse("multiplies frames with each other, as attention over all time does");
        stream.Return(node.Output, stream.Emit(this, stream.Step(node.Input(0)), stream.Step(node.Input(1))), frames.At(y, place));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Of(node.Output) is not { } dy)
            return;
        Value a = node.Input(0), b = node.Input(1);
        if (gradient.Needs(a))
        {
            Value da = TransA ? gradient.Emit(new MatMul(TransB, true), b, dy) : gradient.Emit(new MatMul(false, !TransB), dy, b);
            gradient.Add(a, Reduce.ToShape(gradient, da, a.Shape));
        }
        if (gradient.Needs(b))
        {
            Value db = TransB ? gradient.Emit(new MatMul(true, TransA), dy, a) : gradient.Emit(new MatMul(!TransA, false), a, dy);
            gradient.Add(b, Reduce.ToShape(gradient, db, b.Shape));
        }
    }

    private static Shape Stack(Shape shape) => new(shape.Dims[..^2]);

    /// <summary>Where the matrix of each product starts, in floats.</summary>
    private static int[] Offsets(Shape from, Shape stack, int matrix)
    {
        int[] strides = Expand.BroadcastStrides(from, stack), offsets = new int[stack.Count];
        for (int i = 0; i < offsets.Length; i++)
        {
            int rest = i;
            for (int axis = stack.Rank - 1; axis >= 0; axis--)
            {
                offsets[i] += rest % stack[axis] * strides[axis] * matrix;
                rest /= stack[axis];
            }
        }
        return offsets;
    }
}
