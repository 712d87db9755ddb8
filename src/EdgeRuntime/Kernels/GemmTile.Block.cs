using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

internal static unsafe partial class GemmTile
{
    /// <summary>Rows of a tile for C of <paramref name="n"/> columns.</summary>
    public static int RowsOf<S, V>(int n)
        where S : struct, ISimd<V>
        where V : struct => n <= S.Count ? EightByOne.Rows : S.MultipliesByLane ? EightByTwo.Rows : SixByTwo.Rows;

    /// <summary>Some rows of columns [first, last); first is a multiple of the panel's width.</summary>
    public static void Block<S, V, W>(TileArgs* t, float* a, float* panels, float* c, TileRows at, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
        where W : struct, IWalk
    {
        int j = first;
        for (; last - j > S.Count; j += 2 * S.Count)
        {
            if (last - j == 3 * S.Count && 2 * S.Count == Panels.Width)
            {
                ThreeVectors<S, V, W>(t, a, Column(t, panels, j), c + j, at);
                return;
            }
            if (last - j < 2 * S.Count)
                Tail<S, V, W>(t, a, Column(t, panels, j), c + j, at, last - j);
            else
                Wide<S, V, W>(t, a, Column(t, panels, j), c + j, at);
        }
        if (j >= last)
            return;
        if (last - j == S.Count)
            Rows<S, V, W, EightByOne>(t, a, Column(t, panels, j), c + j, at);
        else
            Tail<S, V, W>(t, a, Column(t, panels, j), c + j, at, last - j);
    }

    /// <summary>Tiles of 6 rows (8 by lane) and some of 5 so that no row is left over; of few rows, the last in a tile of 4.</summary>
    private static void Wide<S, V, W>(TileArgs* t, float* a, float* panel, float* c, TileRows at)
        where S : struct, ISimd<V>
        where V : struct
        where W : struct, IWalk
    {
        bool byLane = S.MultipliesByLane && !W.IsIndexed;
        int tile = byLane ? EightByTwo.Rows : SixByTwo.Rows, small = at.Count % tile, large = at.Count - small, fives = 0;
        if (small != 0 && !byLane && large >= (5 - small) * tile)
        {
            // 6 q + r rows are q - (5 - r) tiles of 6 and 6 - r of 5.
            fives = (6 - small) * FiveByTwo.Rows;
            large = at.Count - fives;
            small = 0;
        }
        else if (small > 4)
        {
            large += small;
            small = 0;
        }
        if (large != 0 && byLane)
            EightByTwoByLane<S, V>(t, a, panel, c, at.Take(large));
        else if (large != 0)
            Rows<S, V, W, SixByTwo>(t, a, panel, c, at.Take(large));
        if (fives != 0)
            Rows<S, V, W, FiveByTwo>(t, a, panel, c, at.From(large));
        if (small != 0)
            Rows<S, V, W, FourByTwo>(t, a, panel, c, at.From(large));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Column(TileArgs* t, float* panels, int j) =>
        panels + (j / Panels.Width * t->PanelStride) + (j % Panels.Width);

    /// <summary>A tile with fewer columns than its vectors hold: computed into a buffer, finished element by element.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Tail<S, V, W>(TileArgs* t, float* a, float* panel, float* c, TileRows at, int columns)
        where S : struct, ISimd<V>
        where V : struct
        where W : struct, IWalk
    {
        const int ldc = 2 * Panels.Width;
        float* buffer = stackalloc float[TileRow.MaxRows * ldc];
        int* rows = stackalloc int[TileRow.MaxRows];
        for (int r = 0; r < TileRow.MaxRows; r++)
            rows[r] = r * ldc;
        TileArgs plain = *t;
        plain.Residual = null;
        plain.Low = float.NegativeInfinity;
        plain.High = float.PositiveInfinity;
        bool add = t->Residual is not null;
        nint residual = (nint)(t->Residual - t->ResidualOf);
        for (; at.Count > 0; at = at.From(TileRow.MaxRows))
        {
            int part = at.Count < TileRow.MaxRows ? at.Count : TileRow.MaxRows;
            TileRows into = at.Take(part);
            into.Target = rows;
            if (columns <= S.Count)
                Rows<S, V, W, EightByOne>(&plain, a, panel, buffer, into);
            else
                Wide<S, V, W>(&plain, a, panel, buffer, into);
            for (int r = 0; r < part; r++)
            {
                for (int j = 0; j < columns; j++)
                    Epilogue.Put<ScalarSet, float>(c + at.Target[r] + j, buffer[(r * ldc) + j], t->Low, t->High, add, residual);
            }
        }
    }
}
