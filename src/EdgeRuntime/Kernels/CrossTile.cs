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
    public const int RowTile = 6;

    public const int NarrowRowTile = 8;

    /// <summary>Up to 6 rows (8 where at most one vector of columns is left) of columns [0, columns).</summary>
    public static void Row<S, V>(
        CrossRun* runs, int count, float* a, nint aStep, int* rowOffsets, float* b, nint bStep, float* c, nint ldc, int rows, int columns, bool add)
        where S : struct, ISimd<V>
        where V : struct
    {
        int j = 0;
        for (; j <= columns - (2 * S.Count) && rows <= RowTile; j += 2 * S.Count)
            SixByTwo<S, V>(runs, count, a, aStep, rowOffsets, b + j, bStep, c + j, ldc, rows, add);
        for (; j <= columns - S.Count; j += S.Count)
            EightByOne<S, V>(runs, count, a, aStep, rowOffsets, b + j, bStep, c + j, ldc, rows, add);
        for (; j < columns; j++)
            EightByOne<ScalarSet, float>(runs, count, a, aStep, rowOffsets, b + j, bStep, c + j, ldc, rows, add);
    }

    /// <summary>Rows that <see cref="Row"/> takes best for that many columns.</summary>
    public static int RowsOf<S, V>(int columns)
        where S : struct, ISimd<V>
        where V : struct => columns < 2 * S.Count ? NarrowRowTile : RowTile;

    /// <summary>Up to 6 rows by two vectors: 12 accumulators + 2 of B + 1 of A = 15 of 16 registers.</summary>
    private static void SixByTwo<S, V>(
        CrossRun* runs, int count, float* a, nint aStep, int* rowOffsets, float* b, nint bStep, float* c, nint ldc, int rows, bool add)
        where S : struct, ISimd<V>
        where V : struct
    {
        nint d0 = rowOffsets[0];
        nint d1 = rowOffsets[rows > 1 ? 1 : 0];
        nint d2 = rowOffsets[rows > 2 ? 2 : 0];
        nint d3 = rowOffsets[rows > 3 ? 3 : 0];
        nint d4 = rowOffsets[rows > 4 ? 4 : 0];
        nint d5 = rowOffsets[rows > 5 ? 5 : 0];
        V c00 = S.Zero, c01 = c00;
        V c10 = c00, c11 = c00;
        V c20 = c00, c21 = c00;
        V c30 = c00, c31 = c00;
        V c40 = c00, c41 = c00;
        V c50 = c00, c51 = c00;
        if (add)
        {
            c00 = S.Load(c);
            c01 = S.Load(c + S.Count);
            c10 = S.Load(c + ((rows > 1 ? 1 : 0) * ldc));
            c11 = S.Load(c + ((rows > 1 ? 1 : 0) * ldc) + S.Count);
            c20 = S.Load(c + ((rows > 2 ? 2 : 0) * ldc));
            c21 = S.Load(c + ((rows > 2 ? 2 : 0) * ldc) + S.Count);
            c30 = S.Load(c + ((rows > 3 ? 3 : 0) * ldc));
            c31 = S.Load(c + ((rows > 3 ? 3 : 0) * ldc) + S.Count);
            c40 = S.Load(c + ((rows > 4 ? 4 : 0) * ldc));
            c41 = S.Load(c + ((rows > 4 ? 4 : 0) * ldc) + S.Count);
            c50 = S.Load(c + ((rows > 5 ? 5 : 0) * ldc));
            c51 = S.Load(c + ((rows > 5 ? 5 : 0) * ldc) + S.Count);
        }
        for (; count != 0; count--, runs++)
        {
            float* p = a + runs->A;
            float* q = b + runs->B;
            for (int length = runs->Length; length != 0; length--, p += aStep, q += bStep)
            {
                V v0 = S.Load(q), v1 = S.Load(q + S.Count);
                V a0 = S.Set(p[d0]);
                c00 = S.Fma(a0, v0, c00);
                c01 = S.Fma(a0, v1, c01);
                V a1 = S.Set(p[d1]);
                c10 = S.Fma(a1, v0, c10);
                c11 = S.Fma(a1, v1, c11);
                V a2 = S.Set(p[d2]);
                c20 = S.Fma(a2, v0, c20);
                c21 = S.Fma(a2, v1, c21);
                V a3 = S.Set(p[d3]);
                c30 = S.Fma(a3, v0, c30);
                c31 = S.Fma(a3, v1, c31);
                V a4 = S.Set(p[d4]);
                c40 = S.Fma(a4, v0, c40);
                c41 = S.Fma(a4, v1, c41);
                V a5 = S.Set(p[d5]);
                c50 = S.Fma(a5, v0, c50);
                c51 = S.Fma(a5, v1, c51);
            }
        }

        Put<S, V>(c, c00, c01);
        if (rows > 1)
            Put<S, V>(c + ldc, c10, c11);
        if (rows > 2)
            Put<S, V>(c + (2 * ldc), c20, c21);
        if (rows > 3)
            Put<S, V>(c + (3 * ldc), c30, c31);
        if (rows > 4)
            Put<S, V>(c + (4 * ldc), c40, c41);
        if (rows > 5)
            Put<S, V>(c + (5 * ldc), c50, c51);
    }

    /// <summary>Up to 8 rows by one vector.</summary>
    private static void EightByOne<S, V>(
        CrossRun* runs, int count, float* a, nint aStep, int* rowOffsets, float* b, nint bStep, float* c, nint ldc, int rows, bool add)
        where S : struct, ISimd<V>
        where V : struct
    {
        nint d0 = rowOffsets[0];
        nint d1 = rowOffsets[rows > 1 ? 1 : 0];
        nint d2 = rowOffsets[rows > 2 ? 2 : 0];
        nint d3 = rowOffsets[rows > 3 ? 3 : 0];
        nint d4 = rowOffsets[rows > 4 ? 4 : 0];
        nint d5 = rowOffsets[rows > 5 ? 5 : 0];
        nint d6 = rowOffsets[rows > 6 ? 6 : 0];
        nint d7 = rowOffsets[rows > 7 ? 7 : 0];
        V c00 = S.Zero;
        V c10 = c00;
        V c20 = c00;
        V c30 = c00;
        V c40 = c00;
        V c50 = c00;
        V c60 = c00;
        V c70 = c00;
        if (add)
        {
            c00 = S.Load(c);
            c10 = S.Load(c + ((rows > 1 ? 1 : 0) * ldc));
            c20 = S.Load(c + ((rows > 2 ? 2 : 0) * ldc));
            c30 = S.Load(c + ((rows > 3 ? 3 : 0) * ldc));
            c40 = S.Load(c + ((rows > 4 ? 4 : 0) * ldc));
            c50 = S.Load(c + ((rows > 5 ? 5 : 0) * ldc));
            c60 = S.Load(c + ((rows > 6 ? 6 : 0) * ldc));
            c70 = S.Load(c + ((rows > 7 ? 7 : 0) * ldc));
        }
        for (; count != 0; count--, runs++)
        {
            float* p = a + runs->A;
            float* q = b + runs->B;
            for (int length = runs->Length; length != 0; length--, p += aStep, q += bStep)
            {
                V v0 = S.Load(q);
                V a0 = S.Set(p[d0]);
                c00 = S.Fma(a0, v0, c00);
                V a1 = S.Set(p[d1]);
                c10 = S.Fma(a1, v0, c10);
                V a2 = S.Set(p[d2]);
                c20 = S.Fma(a2, v0, c20);
                V a3 = S.Set(p[d3]);
                c30 = S.Fma(a3, v0, c30);
                V a4 = S.Set(p[d4]);
                c40 = S.Fma(a4, v0, c40);
                V a5 = S.Set(p[d5]);
                c50 = S.Fma(a5, v0, c50);
                V a6 = S.Set(p[d6]);
                c60 = S.Fma(a6, v0, c60);
                V a7 = S.Set(p[d7]);
                c70 = S.Fma(a7, v0, c70);
            }
        }

        S.Store(c, c00);
        if (rows > 1)
            S.Store(c + ldc, c10);
        if (rows > 2)
            S.Store(c + (2 * ldc), c20);
        if (rows > 3)
            S.Store(c + (3 * ldc), c30);
        if (rows > 4)
            S.Store(c + (4 * ldc), c40);
        if (rows > 5)
            S.Store(c + (5 * ldc), c50);
        if (rows > 6)
            S.Store(c + (6 * ldc), c60);
        if (rows > 7)
            S.Store(c + (7 * ldc), c70);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<S, V>(float* c, V v0, V v1)
        where S : struct, ISimd<V>
        where V : struct
    {
        S.Store(c, v0);
        S.Store(c + S.Count, v1);
    }
}
