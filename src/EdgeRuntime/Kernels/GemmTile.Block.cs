using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

internal static unsafe partial class GemmTile
{
    /// <summary>Rows of a tile for C of <paramref name="n"/> columns.</summary>
    public static int RowsOf<S, V>(int n)
        where S : struct, ISimd<V>
        where V : struct => n <= S.Count ? NarrowRowTile : RowTile;

    /// <summary>Any number of rows of columns [first, last); first is a multiple of the panel's width.</summary>
    public static void Block<S, V>(TileArgs* t, float* a, float* panels, float* c, int rows, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        int j = first;
        for (; last - j > S.Count; j += 2 * S.Count)
        {
            if (last - j < 2 * S.Count)
                Tail<S, V>(t, a, Column(t, panels, j), c + j, rows, last - j);
            else
                Wide<S, V>(t, a, Column(t, panels, j), c + j, rows);
        }
        if (j >= last)
            return;
        if (last - j == S.Count)
            EightByOne<S, V>(t, a, Column(t, panels, j), c + j, rows);
        else
            Tail<S, V>(t, a, Column(t, panels, j), c + j, rows, last - j);
    }

    /// <summary>Tiles of 6 rows, the last rows in one of 4 where that is enough.</summary>
    private static void Wide<S, V>(TileArgs* t, float* a, float* panel, float* c, int rows)
        where S : struct, ISimd<V>
        where V : struct
    {
        int small = rows % RowTile;
        if (small > 4)
            small = 0;
        int large = rows - small;
        if (large != 0)
            SixByTwo<S, V>(t, a, panel, c, large);
        if (small != 0)
            FourByTwo<S, V>(t, a + (large * t->RowStep), panel, c + (large * t->Ldc), small);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Column(TileArgs* t, float* panels, int j) =>
        panels + (j / Panels.Width * t->PanelStride) + (j % Panels.Width);

    /// <summary>A tile with fewer columns than its vectors hold: computed into a buffer, finished element by element.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Tail<S, V>(TileArgs* t, float* a, float* panel, float* c, int rows, int columns)
        where S : struct, ISimd<V>
        where V : struct
    {
        const int ldc = 2 * Panels.Width;
        float* buffer = stackalloc float[NarrowRowTile * ldc];
        TileArgs plain = *t;
        plain.Ldc = ldc;
        plain.Residual = null;
        plain.Low = float.NegativeInfinity;
        plain.High = float.PositiveInfinity;
        bool add = t->Residual is not null;
        nint residual = (nint)(t->Residual - t->ResidualOf);
        for (; rows > 0; rows -= NarrowRowTile, a += NarrowRowTile * t->RowStep)
        {
            int part = rows < NarrowRowTile ? rows : NarrowRowTile;
            if (columns <= S.Count)
                EightByOne<S, V>(&plain, a, panel, buffer, part);
            else
                Wide<S, V>(&plain, a, panel, buffer, part);
            for (int r = 0; r < part; r++, c += t->Ldc)
            {
                for (int j = 0; j < columns; j++)
                    Epilogue.Put<ScalarSet, float>(c + j, buffer[(r * ldc) + j], t->Low, t->High, add, residual);
            }
        }
    }
}
