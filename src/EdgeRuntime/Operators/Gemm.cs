using System;
using System.Runtime.InteropServices;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary><c>y = clamp(a * b + bias + residual)</c> for matrices: a [M, K], b [K, N] or [N, K], bias [N], residual [M, N], the last two optional.</summary>
/// <param name="TransB">Whether b is [N, K].</param>
/// <param name="Bounds">The clamp.</param>
internal sealed record Gemm(bool TransB, Bounds Bounds) : Operator
{
    /// <summary>ONNX Gemm 1, 6, 7, 9, 11, 13 and newer. Factors other than 1 and a bias that is no row become nodes of their own.</summary>
    public static void Import(ImportNode node)
    {
        node.Ignore("broadcast");
        float alpha = node.Float("alpha", 1), beta = node.Float("beta", 1);
        Value a = node.Input(0), b = node.Input(1);
        if (a.Shape.Rank != 2 || b.Shape.Rank != 2)
            Throw.Shape($"{node.Path}: needs matrices, got {a} and {b}.");
        if (node.Flag("transA", false))
            a = node.Transpose(a, 1, 0);
        bool transB = node.Flag("transB", false);
        Value? c = beta == 0 ? null : node.Optional(2);
        int n = transB ? b.Shape[0] : b.Shape[1];
        bool row = c is not null && alpha == 1 && beta == 1 && c.Shape.Count == n && (c.Shape.Rank == 1 || (c.Shape.Rank == 2 && c.Shape[0] == 1));
        Value y = node.Emit(new Gemm(transB, Bounds.None), a, b, row ? node.Reshape(c!, new Shape(n)) : null);
        if (alpha != 1)
            y = node.Emit(new Scale(alpha), y);
        if (c is not null && !row)
        {
            if (Shape.Broadcast(c.Shape, y.Shape) != y.Shape)
                Throw.Shape($"{node.Path}: {c} does not broadcast to the product {y.Shape}.");
            y = node.Emit(new Add(), y, beta == 1 ? c : node.Emit(new Scale(beta), c));
        }
        node.Return(y);
    }

    public override void Infer(Node node)
    {
        Shape a = node.Shape(0), b = node.Shape(1);
        if (a.Rank != 2 || b.Rank != 2 || a[1] != b[TransB ? 1 : 0])
            node.Fail($"a matrix [M, K] and one of {(TransB ? "[N, K]" : "[K, N]")} are needed, got {node.Input(0)} and {node.Input(1)}.");
        Shape y = new(a[0], b[TransB ? 0 : 1]);
        if (node.Optional(2) is { } bias && bias.Shape != new Shape(y[1]))
            node.Fail($"the bias must be [{y[1]}], got {bias}.");
        if (node.Optional(3) is { } residual && residual.Shape != y)
            node.Fail($"the residual must be {y}, got {residual}.");
        node.AddOutput(ElementType.Float32, y);
    }

    public override long Macs(Node node) => (long)node.Output.Shape.Count * node.Shape(0)[1];

    /// <summary>The sum may be formed where the residual lies.</summary>
    public override Sharing Shares(Node node, int output) => node.Has(3) ? Sharing.InPlace(3) : Sharing.None;

    public override void Reserve(Node node, Reservation memory)
    {
        int k = node.Shape(0)[1], n = node.Output.Shape[1];
        if (IsVector(node))
        {
            // A row times [N, K] is fastest by columns: constants are transposed once; weights being trained are read by rows.
            if (TransB && node.Input(1).IsConstant)
                memory.Pack(1, node.Input(1).Bytes);
        }
        else if (IsConstant(node))
        {
            memory.Pack(1, Panels.Bytes(n, k));
            if (node.Optional(2) is { IsConstant: true })
                memory.Pack(2, 0); // in the panels
        }
        else
        {
            memory.Scratch(Panels.Bytes(n, k));
        }
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        int k = node.Shape(0)[1], n = node.Output.Shape[1];
        GemmArgs args = new()
        {
            A = steps.Floats(node.Input(0)),
            Lda = k,
            Ldb = node.Shape(1)[1],
            C = steps.Floats(node.Output),
            Ldc = n,
            M = node.Shape(0)[0],
            N = n,
            K = k,
            Epilogue = Bounds.With(steps.OptionalFloats(node.Optional(3))),
        };
        if (args.M == 0 || n == 0)
            return;
        if (IsVector(node))
            CompileVector(node, steps, args);
        else
            CompilePanels(node, steps, args);
    }

    public override void ByFrames(Node node, StreamBuilder stream) => stream.PassUnless(node, axis => axis == 1, "sums");

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (Bounds.GradientOfSum(node, gradient) is not { } dy)
            return;
        Value a = node.Input(0), b = node.Input(1);
        if (gradient.Needs(a))
            gradient.Add(a, gradient.Emit(new Gemm(!TransB, Bounds.None), dy, b));
        if (gradient.PartOf(b) is { } trained)
            (a, b) = trained;
        if (gradient.Needs(b))
            gradient.Add(b, TransB ? gradient.Emit(new GemmTransposed(), dy, a) : gradient.Emit(new GemmTransposed(), a, dy));
        if (gradient.Needs(node.Optional(2)))
            gradient.Add(node.Input(2), gradient.Emit(new SumRows(), dy));
    }

    private static bool IsVector(Node node) => node.Shape(0)[0] == 1;

    private static bool IsConstant(Node node) => node.Input(1).IsConstant;

    private unsafe void CompileVector(Node node, StepBuilder steps, GemmArgs args)
    {
        args.Bias = steps.OptionalFloats(node.Optional(2));
        if (TransB && node.Input(1).IsConstant)
        {
            ReadOnlySpan<float> w = MemoryMarshal.Cast<byte, float>(node.Input(1).Data!.Bytes);
            float* turned = (float*)steps.Packed(1);
            for (int n = 0; n < args.N; n++)
            {
                for (int k = 0; k < args.K; k++)
                    turned[((nint)k * args.N) + n] = w[(n * args.K) + k];
            }
            args.B = turned;
            args.Ldb = args.N;
            GemmSteps.AddVector(steps, args, byRows: false);
        }
        else
        {
            args.B = steps.Floats(node.Input(1));
            GemmSteps.AddVector(steps, args, byRows: TransB);
        }
    }

    private unsafe void CompilePanels(Node node, StepBuilder steps, GemmArgs args)
    {
        nint rowStep = TransB ? 1 : args.N, columnStep = TransB ? args.K : 1;
        if (IsConstant(node))
        {
            args.B = (float*)steps.Packed(1);
            fixed (byte* b = node.Input(1).Data!.Bytes, bias = node.Optional(2) is { IsConstant: true } c ? c.Data!.Bytes : default)
                PackF32.Matrix((float*)b, rowStep, columnStep, (float*)bias, args.K, args.N, args.B, 0, Panels.Count(args.N));
            if (node.Optional(2) is { IsConstant: false } trained)
                BiasStep.AddToPanels(steps, steps.Floats(trained), 1, args.N, args.K, args.B);
        }
        else
        {
            args.B = (float*)steps.Scratch;
            GemmSteps.AddPack(steps, steps.Floats(node.Input(1)), rowStep, columnStep, steps.OptionalFloats(node.Optional(2)), args.K, args.N, args.B);
        }
        GemmSteps.AddPacked(steps, args);
    }
}
