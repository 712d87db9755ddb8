using System.Runtime.CompilerServices;
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
        if (lastColumn - firstColumn > GroupColumns(k))
            Run<S, V, FarWalk>(a, lda, panels, c, ldc, k, epilogue, firstRow, lastRow, firstColumn, lastColumn);
        else
            Run<S, V, RunWalk>(a, lda, panels, c, ldc, k, epilogue, firstRow, lastRow, firstColumn, lastColumn);
    }

    [SkipLocalsInit]
    private static void Run<S, V, W>(
        float* a, nint lda, float* panels, float* c, nint ldc, int k, Epilogue epilogue, int firstRow, int lastRow, int firstColumn, int lastColumn)
        where S : struct, ISimd<V>
        where V : struct
        where W : struct, IWalk
    {
        int zero = 0;
        TileArgs t = TileArgs.Contiguous(k, &zero, c, epilogue);
        int rows = BlockRows(k), group = GroupColumns(k);
        int* memory = stackalloc int[TileRows.Integers];
        TileRows at = new(memory);
        for (int j = firstColumn; j < lastColumn; j += group)
        {
            int last = lastColumn - j < group ? lastColumn : j + group;
            at.Count = 0;
            for (int m = firstRow; m < lastRow; m += at.Count)
            {
                // A few rows at the end join the block before: a pass over the panels for them alone would cost as much as a block.
                int left = lastRow - m, count = left - rows < SixByTwo.Rows && left <= TileRows.Capacity ? left : rows;
                if (count != at.Count)
                    FillRows(ref at, lda, ldc, count);
                GemmTile.Block<S, V, W>(&t, a + (m * lda), panels, c + (m * ldc), at, j, last);
            }
        }
    }

    /// <summary>The same list serves every block of a matrix but a shorter last one.</summary>
    private static void FillRows(ref TileRows at, nint lda, nint ldc, int count)
    {
        at.Count = 0;
        at.Add(0, lda, 0, ldc, count);
        at.Close();
    }

    /// <summary>Rows of A, a multiple of all row tiles, that fit in <see cref="BlockBytes"/>.</summary>
    private static int BlockRows(int k)
    {
        const int tiles = 3 * TileRow.MaxRows;
        long blocks = BlockBytes / ((long)tiles * (k + 1L) * sizeof(float));
        if (blocks < 1)
            return tiles;
        return blocks < TileRows.Capacity / tiles ? (int)blocks * tiles : TileRows.Capacity;
    }

    /// <summary>Columns of B, a multiple of two panels, that fit in <see cref="GroupBytes"/>.</summary>
    internal static int GroupColumns(int k)
    {
        long panels = GroupBytes / (Panels.Stride(k) * sizeof(float));
        return (panels < 2 ? 2 : (int)panels & ~1) * Panels.Width;
    }
}
