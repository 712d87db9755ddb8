using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>C [K, N] = A [M, K] transposed * B [M, N]: the gradient of the weights of a product; M is the reduced axis.</summary>
internal static unsafe class GemmTransposedF32
{
    private const int BlockBytes = 48 * 1024;

    /// <summary>Below this loading and storing the sums would cost more than the misses.</summary>
    private const int LeastRows = 32;

    /// <summary>Rows [first, last) of C; goes on from what C holds where <paramref name="add"/> says so.</summary>
    public static void Run<S, V>(float* a, nint lda, float* b, nint ldb, float* c, nint ldc, int m, int n, int first, int last, bool add)
        where S : struct, ISimd<V>
        where V : struct
    {
        int* offsets = stackalloc int[TileRow.MaxRows];
        for (int r = 0; r < TileRow.MaxRows; r++)
            offsets[r] = r;
        int tile = CrossTile.RowsOf<S, V>(n), block = BlockRows(lda, ldb);
        int i = 0;
        do
        {
            CrossRun run = new() { Length = m - i < block ? m - i : block };
            for (int row = first; row < last; row += tile)
            {
                CrossTile.Row<S, V>(
                    &run, 1, a + (i * lda) + row, lda, offsets, b + (i * ldb), ldb, c + (row * ldc), ldc,
                    last - row < tile ? last - row : tile, n, add || i != 0);
            }
            i += block;
        }
        while (i < m);
    }

    /// <summary>Rows of A and B that stay in cache while all tiles of C pass over them; sums go on in C from block to block.</summary>
    private static int BlockRows(nint lda, nint ldb)
    {
        nint rows = BlockBytes / ((lda + ldb + 1) * sizeof(float));
        return rows < LeastRows ? LeastRows : (int)rows;
    }

    /// <summary>Columns [first, last) of the sum over the rows of B [M, N], each one chain, which goes on from what the sums hold where <paramref name="add"/> says so.</summary>
    public static void SumRows<S, V>(float* b, nint ldb, float* sums, int m, int first, int last, bool add)
        where S : struct, ISimd<V>
        where V : struct
    {
        if (!add)
            new System.Span<float>(sums + first, last - first).Clear();
        int j = first;
        for (; j <= last - (4 * S.Count); j += 4 * S.Count)
        {
            V s0 = S.Load(sums + j), s1 = S.Load(sums + j + S.Count), s2 = S.Load(sums + j + (2 * S.Count)), s3 = S.Load(sums + j + (3 * S.Count));
            float* row = b + j;
            for (int i = m; i != 0; i--, row += ldb)
            {
                s0 = S.Add(s0, S.Load(row));
                s1 = S.Add(s1, S.Load(row + S.Count));
                s2 = S.Add(s2, S.Load(row + (2 * S.Count)));
                s3 = S.Add(s3, S.Load(row + (3 * S.Count)));
            }
            S.Store(sums + j, s0);
            S.Store(sums + j + S.Count, s1);
            S.Store(sums + j + (2 * S.Count), s2);
            S.Store(sums + j + (3 * S.Count), s3);
        }
        for (; j <= last - S.Count; j += S.Count)
            S.Store(sums + j, Sum<S, V>(S.Load(sums + j), b + j, ldb, m));
        for (; j < last; j++)
            sums[j] = Sum<ScalarSet, float>(sums[j], b + j, ldb, m);
    }

    private static V Sum<S, V>(V sum, float* row, nint ldb, int m)
        where S : struct, ISimd<V>
        where V : struct
    {
        for (; m != 0; m--, row += ldb)
            sum = S.Add(sum, S.Load(row));
        return sum;
    }
}
