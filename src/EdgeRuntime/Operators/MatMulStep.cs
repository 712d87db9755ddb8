using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>Products of stacks of matrices, all of one size.</summary>
internal unsafe struct MatMulArgs
{
    public float* A;

    public float* B;

    public float* C;

    public int M;

    public int N;

    public int K;

    public bool TransA;

    public bool TransB;

    /// <summary>Of worker 0: panels of a b, then a transposed a.</summary>
    public byte* Scratch;

    public long ScratchStride;
}

/// <summary>Packs one matrix b and multiplies, product by product; a unit is one product.</summary>
internal static unsafe class MatMulStep
{
    /// <summary>Bytes of the panels, up to where the transposed a starts.</summary>
    public static long PanelBytes(int n, int k) => Panels.Bytes(n, k);

    public static Step Make(Isa isa, MatMulArgs args, int[] aOffsets, int[] bOffsets) =>
        Dispatch.Make<Maker, Step>(isa, new Maker(args, aOffsets, bOffsets));

    private readonly struct Maker(MatMulArgs args, int[] aOffsets, int[] bOffsets) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new Products<S, V>(args, aOffsets, bOffsets);
    }

    private sealed class Products<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private readonly MatMulArgs g;
        private readonly int[] aOffsets;
        private readonly int[] bOffsets;

        public Products(in MatMulArgs args, int[] aOffsets, int[] bOffsets)
        {
            (g, this.aOffsets, this.bOffsets) = (args, aOffsets, bOffsets);
            Units = aOffsets.Length;
            Work = (long)Units * g.M * g.N * g.K;
        }

        public override void Run(int first, int last, int worker)
        {
            float* panels = (float*)(g.Scratch + (worker * g.ScratchStride));
            float* turned = (float*)((byte*)panels + PanelBytes(g.N, g.K));
            nint rowStep = g.TransB ? 1 : g.N, columnStep = g.TransB ? g.K : 1;
            for (int i = first; i < last; i++)
            {
                float* a = g.A + aOffsets[i];
                float* b = g.B + bOffsets[i];
                float* c = g.C + ((nint)i * g.M * g.N);
                if (g.M == 1)
                {
                    // One row: [1, K] lies like [K, 1].
                    if (g.TransB)
                        GemvF32.Rows<S, V>(a, b, g.K, null, c, g.K, Epilogue.None, 0, g.N);
                    else
                        GemvF32.Columns<S, V>(a, b, g.N, null, c, g.K, Epilogue.None, 0, g.N);
                    continue;
                }
                if (g.TransA)
                {
                    PackF32.Transpose(a, g.K, g.M, turned);
                    a = turned;
                }
                PackF32.Matrix(b, rowStep, columnStep, null, g.K, g.N, panels, 0, Panels.Count(g.N));
                GemmF32.Run<S, V>(a, g.K, panels, c, g.N, g.K, Epilogue.None, 0, g.M, 0, g.N);
            }
        }
    }
}
