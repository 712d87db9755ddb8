using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>C [M, N] = A [M, K] * B [K, N] + bias, where B and bias are packed (<see cref="Panels"/>).</summary>
internal static unsafe class GemmF32
{
    /// <summary>Panels of B that are worked through for all rows before the next: half of the smallest L2 of a board.</summary>
    private const int GroupBytes = 256 * 1024;

    /// <summary>Rows of A that stay in L1 while the panels of a group pass by.</summary>
    private const int BlockBytes = 12 * 1024;

    /// <summary>Rows [firstRow, lastRow) of columns [firstColumn, lastColumn); firstColumn is a multiple of 16.</summary>
    public static void Run<S, V>(
        float* a, nint lda, float* panels, float* c, nint ldc, int k, Epilogue epilogue, int firstRow, int lastRow, int firstColumn, int lastColumn)
        where S : struct, ISimd<V>
        where V : struct
    {
        int zero = 0;
        TileArgs t = new()
        {
            RowStep = lda,
            Offsets = &zero,
            Runs = 1,
            RunLength = k,
            PanelStride = Panels.Stride(k),
            Ldc = ldc,
            Residual = epilogue.Residual,
            ResidualOf = c,
            Low = epilogue.Low,
            High = epilogue.High,
        };
        int rows = BlockRows(k), group = GroupColumns(k);
        for (int j = firstColumn; j < lastColumn; j += group)
        {
            int last = lastColumn - j < group ? lastColumn : j + group;
            for (int m = firstRow; m < lastRow; m += rows)
                GemmTile.Block<S, V>(&t, a + (m * lda), panels, c + (m * ldc), lastRow - m < rows ? lastRow - m : rows, j, last);
        }
    }

    /// <summary>Rows of A, a multiple of both row tiles, that fit in <see cref="BlockBytes"/>.</summary>
    private static int BlockRows(int k)
    {
        const int tiles = 3 * GemmTile.NarrowRowTile;
        long blocks = BlockBytes / ((long)tiles * (k + 1L) * sizeof(float));
        return (blocks < 1 ? 1 : (int)blocks) * tiles;
    }

    /// <summary>Columns of B, a multiple of two panels, that fit in <see cref="GroupBytes"/>.</summary>
    internal static int GroupColumns(int k)
    {
        long panels = GroupBytes / (Panels.Stride(k) * sizeof(float));
        return (panels < 2 ? 2 : (int)panels & ~1) * Panels.Width;
    }
}
