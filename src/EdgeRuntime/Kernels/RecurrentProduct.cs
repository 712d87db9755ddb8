using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// The product of each step of a recurrent layer: sums [rows, N] = state [rows, K] times packed weights plus bias. Every sum is one chain of
/// FMA along K from the bias, whatever the number of rows.
/// </summary>
/// <remarks>
/// One row walks slabs of twelve vectors of columns, <c>[1 + K][twelve vectors]</c> with the bias first: that many chains hide the latency of FMA,
/// and a slab is one stream of memory. More rows go through the panels of <see cref="GemmF32"/>.
/// </remarks>
internal unsafe struct RecurrentProduct
{
    private const int SlabVectors = 12;

    public float* Weights;

    public int K;

    public int N;

    /// <summary>Columns of a slab; 0 for panels.</summary>
    public int Slab;

    /// <summary>Bytes of the packed weights, in slabs or panels.</summary>
    public readonly long Bytes => Panels.Bytes(N, K);

    /// <summary>Columns of a slab for vectors of so many lanes.</summary>
    public static int SlabOf(int lanes) => lanes * SlabVectors < Panels.Width ? Panels.Width : lanes * SlabVectors;

    /// <summary>Floats that one row of sums may take: whole panels.</summary>
    public static int RowLength(int n) => Panels.Count(n) * Panels.Width;

    /// <summary>Bytes of sums [rows, n], of which the last row may run on to the end of a panel; a multiple of a cache line.</summary>
    public static long SumsBytes(int rows, int n) => (((long)rows * n) + (2 * Panels.Width)) / Panels.Width * Panels.Width * sizeof(float);

    /// <summary>Packs weights whose element (k, n) lies at <c>k * rowStep + n * columnStep</c>, and bias [N] (or null).</summary>
    public readonly void Pack(float* weights, nint rowStep, nint columnStep, float* bias)
    {
        if (Slab == 0)
        {
            PackF32.Matrix(weights, rowStep, columnStep, bias, K, N, Weights, 0, Panels.Count(N));
            return;
        }
        int total = RowLength(N);
        float* to = Weights;
        for (int first = 0; first < total; first += Slab)
        {
            int width = total - first < Slab ? total - first : Slab, columns = N - first < width ? N - first : width;
            for (int j = 0; j < width; j++)
                *to++ = bias is null || j >= columns ? 0 : bias[first + j];
            for (int k = 0; k < K; k++)
            {
                float* element = weights + (first * columnStep) + (k * rowStep);
                for (int j = 0; j < columns; j++, element += columnStep)
                    *to++ = *element;
                for (int j = columns; j < width; j++)
                    *to++ = 0;
            }
        }
    }

    /// <summary>Rows of sums; of a single row, up to the end of the last panel.</summary>
    /// <param name="state">The first row.</param>
    /// <param name="stateStride">Floats from one row of states to the next.</param>
    /// <param name="sums">Where its sums go.</param>
    /// <param name="stride">Floats from one row of sums to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="backwards">Whether the slabs are walked from the last to the first: what the step before read last is still in the cache.</param>
    /// <param name="adds">Whether the products are added to what stands there.</param>
    public readonly void Run<S, V>(float* state, nint stateStride, float* sums, nint stride, int rows, bool backwards, bool adds)
        where S : struct, ISimd<V>
        where V : struct
    {
        Epilogue epilogue = Epilogue.None;
        epilogue.Residual = adds ? sums : null;
        if (Slab == 0)
        {
            GemmF32.Run<S, V>(state, stateStride, Weights, sums, stride, K, epilogue, 0, rows, 0, N);
            return;
        }

        int total = RowLength(N), slabs = (total + Slab - 1) / Slab;
        for (int i = 0; i < slabs; i++)
        {
            int first = (backwards ? slabs - 1 - i : i) * Slab, width = total - first < Slab ? total - first : Slab;
            float* slab = Weights + ((nint)first * (K + 1));
            epilogue.Residual = adds ? sums + first : null;
            GemvF32.Columns<S, V>(state, slab + width, width, slab, sums + first, K, epilogue, 0, width);
        }
    }
}
