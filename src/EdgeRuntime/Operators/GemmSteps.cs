using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>A product C [M, N] = A [M, K] * B + bias with everything bound. Bias and residual may be null.</summary>
internal unsafe struct GemmArgs
{
    public float* A;

    public nint Lda;

    /// <summary>Panels for <see cref="GemmSteps.AddPacked"/>, else the raw matrix.</summary>
    public float* B;

    public nint Ldb;

    public float* Bias;

    public float* C;

    public nint Ldc;

    public int M;

    public int N;

    public int K;

    public Epilogue Epilogue;
}

/// <summary>Steps of matrix products and of packing their weights.</summary>
internal static unsafe class GemmSteps
{
    /// <summary>C = A times panels.</summary>
    public static void AddPacked(StepBuilder steps, in GemmArgs args) =>
        steps.Add(Dispatch.Make<PackedMaker, Step>(SetFor(steps.Isa, args.N), new PackedMaker(args)));

    /// <summary>The single row of C = the single row of A times a raw B: [N, K] read by rows, [K, N] by columns.</summary>
    public static void AddVector(StepBuilder steps, in GemmArgs args, bool byRows) => steps.Add(new VectorMaker(args, byRows));

    /// <summary>Panels from B with element (k, n) at <c>k * rowStep + n * columnStep</c>.</summary>
    public static void AddPack(StepBuilder steps, float* b, nint rowStep, nint columnStep, float* bias, int k, int n, float* panels) =>
        steps.Add(new PackStep(b, rowStep, columnStep, bias, k, n, panels));

    /// <summary>c [K, N] = a [M, K] transposed times b [M, N], to what c holds where it <paramref name="adds"/>.</summary>
    public static void AddTransposed(StepBuilder steps, float* a, float* b, float* c, int m, int k, int n, bool adds) =>
        steps.Add(new TransposedMaker(a, b, c, m, k, n, adds));

    /// <summary>
    /// AVX2 instead of AVX-512 where the last vector of 16 columns would be at most half full. The bits are the same.
    /// </summary>
    public static Isa SetFor(Isa isa, int columns) =>
        isa == Isa.Avx512 && (columns - 1) % Panels.Width < Panels.Width / 2 && Dispatch.IsSupported(Isa.Avx2) ? Isa.Avx2 : isa;

    private readonly struct PackedMaker(GemmArgs args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new PackedStep<S, V>(args);
    }

    private readonly struct VectorMaker(GemmArgs args, bool byRows) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new VectorStep<S, V>(args, byRows);
    }

    /// <summary>Units are blocks of rows, or of columns where there are few rows.</summary>
    private sealed class PackedStep<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        // A multiple of every row tile, and two panels.
        private const int RowUnit = 24, ColumnUnit = 2 * Panels.Width;

        private readonly GemmArgs g;
        private readonly bool byRows;

        public PackedStep(in GemmArgs args)
        {
            g = args;
            byRows = g.M >= 4 * RowUnit || g.N <= ColumnUnit;
            Units = byRows ? (g.M + RowUnit - 1) / RowUnit : (g.N + ColumnUnit - 1) / ColumnUnit;
            Work = (long)g.M * g.N * g.K;
        }

        public override void Run(int first, int last, int worker)
        {
            if (byRows)
                GemmF32.Run<S, V>(g.A, g.Lda, g.B, g.C, g.Ldc, g.K, g.Epilogue, first * RowUnit, Math.Min(g.M, last * RowUnit), 0, g.N);
            else
                GemmF32.Run<S, V>(g.A, g.Lda, g.B, g.C, g.Ldc, g.K, g.Epilogue, 0, g.M, first * ColumnUnit, Math.Min(g.N, last * ColumnUnit));
        }
    }

    private sealed class VectorStep<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private const int Unit = 64;

        private readonly GemmArgs g;
        private readonly bool byRows;

        public VectorStep(in GemmArgs args, bool byRows)
        {
            (g, this.byRows) = (args, byRows);
            Units = (g.N + Unit - 1) / Unit;
            Work = (long)g.N * g.K;
        }

        public override void Run(int first, int last, int worker)
        {
            int end = Math.Min(g.N, last * Unit);
            if (byRows)
                GemvF32.Rows<S, V>(g.A, g.B, g.Ldb, g.Bias, g.C, g.K, g.Epilogue, first * Unit, end);
            else
                GemvF32.Columns<S, V>(g.A, g.B, g.Ldb, g.Bias, g.C, g.K, g.Epilogue, first * Unit, end);
        }
    }

    private sealed class PackStep : Step
    {
        private readonly float* b;
        private readonly nint rowStep;
        private readonly nint columnStep;
        private readonly float* bias;
        private readonly int k;
        private readonly int n;
        private readonly float* panels;

        public PackStep(float* b, nint rowStep, nint columnStep, float* bias, int k, int n, float* panels)
        {
            this.b = b;
            this.rowStep = rowStep;
            this.columnStep = columnStep;
            this.bias = bias;
            this.k = k;
            this.n = n;
            this.panels = panels;
            Units = Panels.Count(n);
            Work = (long)k * n;
        }

        public override void Run(int first, int last, int worker) => PackF32.Matrix(b, rowStep, columnStep, bias, k, n, panels, first, last);
    }

    private readonly struct TransposedMaker(float* a, float* b, float* c, int m, int k, int n, bool adds) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new TransposedStep<S, V>(a, b, c, m, k, n, adds);
    }

    private sealed class TransposedStep<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private readonly float* a;
        private readonly float* b;
        private readonly float* c;
        private readonly int m;
        private readonly int k;
        private readonly int n;
        private readonly int tile;
        private readonly bool adds;

        public TransposedStep(float* a, float* b, float* c, int m, int k, int n, bool adds)
        {
            this.a = a;
            this.b = b;
            this.c = c;
            this.m = m;
            this.k = k;
            this.n = n;
            this.adds = adds;
            tile = CrossTile.RowsOf<S, V>(n);
            Units = (k + tile - 1) / tile;
            Work = (long)m * k * n;
        }

        public override void Run(int first, int last, int worker) =>
            GemmTransposedF32.Run<S, V>(a, k, b, n, c, n, m, n, first * tile, Math.Min(k, last * tile), adds);
    }
}
