using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>A stretch of the reduced axis along which both factors move by fixed steps: where it starts, and its length.</summary>
internal struct CrossRun
{
    public int A;

    public int B;

    public int Length;
}

/// <summary>
/// Tiles of C = A^T * B, both factors read along their rows: gradients of weights. The reduced axis is a list of runs, taken in
/// order; each element of C is one FMA chain along it, from zero or from what C holds. Row r of C belongs to <c>a[rowOffsets[r]]</c>.
/// </summary>
internal static unsafe class CrossTile
{
    /// <summary>Up to 6 rows (8 where at most one vector of columns is left) of columns [0, columns).</summary>
    public static void Row<S, V>(
        CrossRun* runs, int count, float* a, nint aStep, int* rowOffsets, float* b, nint bStep, float* c, nint ldc, int rows, int columns, bool add)
        where S : struct, ISimd<V>
        where V : struct
    {
        int j = 0;
        for (; j <= columns - (2 * S.Count) && rows <= SixByTwo.Rows; j += 2 * S.Count)
            Tile<S, V, SixByTwo>(runs, count, a, aStep, rowOffsets, b + j, bStep, c + j, ldc, rows, add);
        for (; j <= columns - S.Count; j += S.Count)
            Tile<S, V, EightByOne>(runs, count, a, aStep, rowOffsets, b + j, bStep, c + j, ldc, rows, add);
        for (; j < columns; j++)
            Tile<ScalarSet, float, EightByOne>(runs, count, a, aStep, rowOffsets, b + j, bStep, c + j, ldc, rows, add);
    }

    /// <summary>Rows that <see cref="Row"/> takes best for that many columns.</summary>
    public static int RowsOf<S, V>(int columns)
        where S : struct, ISimd<V>
        where V : struct => columns < 2 * S.Count ? EightByOne.Rows : SixByTwo.Rows;

    /// <summary>Up to as many rows as the shape has, 6 or 8; the rows that are not there repeat the first one.</summary>
    private static void Tile<S, V, T>(
        CrossRun* runs, int count, float* a, nint aStep, int* rowOffsets, float* b, nint bStep, float* c, nint ldc, int rows, bool add)
        where S : struct, ISimd<V>
        where V : struct
        where T : struct, ITileShape
    {
        nint d0 = rowOffsets[0], d1 = rowOffsets[rows > 1 ? 1 : 0], d2 = rowOffsets[rows > 2 ? 2 : 0], d3 = rowOffsets[rows > 3 ? 3 : 0];
        nint d4 = rowOffsets[rows > 4 ? 4 : 0], d5 = rowOffsets[rows > 5 ? 5 : 0];
        nint d6 = T.Rows > 6 ? rowOffsets[rows > 6 ? 6 : 0] : 0, d7 = T.Rows > 6 ? rowOffsets[rows > 7 ? 7 : 0] : 0;
        V c00 = S.Zero, c10 = c00, c20 = c00, c30 = c00, c40 = c00, c50 = c00, c60 = c00, c70 = c00;
        V c01 = c00, c11 = c00, c21 = c00, c31 = c00, c41 = c00, c51 = c00, c61 = c00, c71 = c00;
        if (add)
        {
            Load<S, V, T>(c, ref c00, ref c01);
            Load<S, V, T>(c + (rows > 1 ? ldc : 0), ref c10, ref c11);
            Load<S, V, T>(c + (rows > 2 ? 2 * ldc : 0), ref c20, ref c21);
            Load<S, V, T>(c + (rows > 3 ? 3 * ldc : 0), ref c30, ref c31);
            Load<S, V, T>(c + (rows > 4 ? 4 * ldc : 0), ref c40, ref c41);
            Load<S, V, T>(c + (rows > 5 ? 5 * ldc : 0), ref c50, ref c51);
            if (T.Rows > 6)
            {
                Load<S, V, T>(c + (rows > 6 ? 6 * ldc : 0), ref c60, ref c61);
                Load<S, V, T>(c + (rows > 7 ? 7 * ldc : 0), ref c70, ref c71);
            }
        }

        for (; count != 0; count--, runs++)
        {
            float* p = a + runs->A;
            float* q = b + runs->B;
            for (int length = runs->Length; length != 0; length--, p += aStep, q += bStep)
            {
                V v0 = S.Load(q), v1 = T.Vectors > 1 ? S.Load(q + S.Count) : v0;
                TileRow.MultiplyAdd<S, V, T>(p[d0], v0, v1, ref c00, ref c01);
                TileRow.MultiplyAdd<S, V, T>(p[d1], v0, v1, ref c10, ref c11);
                TileRow.MultiplyAdd<S, V, T>(p[d2], v0, v1, ref c20, ref c21);
                TileRow.MultiplyAdd<S, V, T>(p[d3], v0, v1, ref c30, ref c31);
                TileRow.MultiplyAdd<S, V, T>(p[d4], v0, v1, ref c40, ref c41);
                TileRow.MultiplyAdd<S, V, T>(p[d5], v0, v1, ref c50, ref c51);
                if (T.Rows > 6)
                {
                    TileRow.MultiplyAdd<S, V, T>(p[d6], v0, v1, ref c60, ref c61);
                    TileRow.MultiplyAdd<S, V, T>(p[d7], v0, v1, ref c70, ref c71);
                }
            }
        }

        Store<S, V, T>(c, c00, c01);
        if (rows > 1)
            Store<S, V, T>(c + ldc, c10, c11);
        if (rows > 2)
            Store<S, V, T>(c + (2 * ldc), c20, c21);
        if (rows > 3)
            Store<S, V, T>(c + (3 * ldc), c30, c31);
        if (rows > 4)
            Store<S, V, T>(c + (4 * ldc), c40, c41);
        if (rows > 5)
            Store<S, V, T>(c + (5 * ldc), c50, c51);
        if (T.Rows > 6 && rows > 6)
            Store<S, V, T>(c + (6 * ldc), c60, c61);
        if (T.Rows > 6 && rows > 7)
            Store<S, V, T>(c + (7 * ldc), c70, c71);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<S, V, T>(float* c, ref V v0, ref V v1)
        where S : struct, ISimd<V>
        where V : struct
        where T : struct, ITileShape
    {
        v0 = S.Load(c);
        if (T.Vectors > 1)
            v1 = S.Load(c + S.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<S, V, T>(float* c, V v0, V v1)
        where S : struct, ISimd<V>
        where V : struct
        where T : struct, ITileShape
    {
        S.Store(c, v0);
        if (T.Vectors > 1)
            S.Store(c + S.Count, v1);
    }
}
