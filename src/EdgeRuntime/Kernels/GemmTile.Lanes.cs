using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

internal static unsafe partial class GemmTile
{
    /// <summary>
    /// Rows of the tile of sets that multiply by a lane: 8 x 2 accumulators + 8 of A + 2 of B = 26 of 32 registers. One load brings
    /// four elements of a row, where a broadcast from memory for each would be the limit (Cortex-A76: two loads and two FMLA a cycle).
    /// </summary>
    public const int LaneRowTile = 8;

    private const int Lanes = 4;

    /// <summary>Any number of rows, 8 at a time, by two vectors; the same chains as <see cref="SixByTwo"/>.</summary>
    public static void EightByTwoByLane<S, V>(TileArgs* t, float* a, float* panel, float* c, TileRows at)
        where S : struct, ISimd<V>
        where V : struct
    {
        V low = S.Set(t->Low), high = S.Set(t->High);
        bool add = t->Residual is not null;
        nint length = t->RunLength, residual = (nint)(t->Residual - t->ResidualOf);
        int* source = at.Source;
        int* target = at.Target;
        for (int rows = at.Count; rows > 0; rows -= 8, source += 8, target += 8)
        {
            float* b = panel + Panels.Width;
            V c00 = S.Load(panel), c01 = S.Load(panel + S.Count);
            V c10 = c00, c11 = c01;
            V c20 = c00, c21 = c01;
            V c30 = c00, c31 = c01;
            V c40 = c00, c41 = c01;
            V c50 = c00, c51 = c01;
            V c60 = c00, c61 = c01;
            V c70 = c00, c71 = c01;
            int* offset = t->Offsets;
            for (int run = t->Runs; run != 0; run--)
            {
                float* start = a + *offset++;
                float* p0 = start + source[0], p1 = start + source[1], p2 = start + source[2], p3 = start + source[3];
                float* p4 = start + source[4], p5 = start + source[5], p6 = start + source[6], p7 = start + source[7];
                nint k = 0;
                for (; k <= length - Lanes; k += Lanes)
                {
                    V a0 = S.Load(p0 + k), a1 = S.Load(p1 + k), a2 = S.Load(p2 + k), a3 = S.Load(p3 + k);
                    V a4 = S.Load(p4 + k), a5 = S.Load(p5 + k), a6 = S.Load(p6 + k), a7 = S.Load(p7 + k);
                    V v0 = S.Load(b), v1 = S.Load(b + S.Count);
                    c00 = S.FmaByLane(v0, a0, 0, c00);
                    c01 = S.FmaByLane(v1, a0, 0, c01);
                    c10 = S.FmaByLane(v0, a1, 0, c10);
                    c11 = S.FmaByLane(v1, a1, 0, c11);
                    c20 = S.FmaByLane(v0, a2, 0, c20);
                    c21 = S.FmaByLane(v1, a2, 0, c21);
                    c30 = S.FmaByLane(v0, a3, 0, c30);
                    c31 = S.FmaByLane(v1, a3, 0, c31);
                    c40 = S.FmaByLane(v0, a4, 0, c40);
                    c41 = S.FmaByLane(v1, a4, 0, c41);
                    c50 = S.FmaByLane(v0, a5, 0, c50);
                    c51 = S.FmaByLane(v1, a5, 0, c51);
                    c60 = S.FmaByLane(v0, a6, 0, c60);
                    c61 = S.FmaByLane(v1, a6, 0, c61);
                    c70 = S.FmaByLane(v0, a7, 0, c70);
                    c71 = S.FmaByLane(v1, a7, 0, c71);
                    b += Panels.Width;
                    v0 = S.Load(b);
                    v1 = S.Load(b + S.Count);
                    c00 = S.FmaByLane(v0, a0, 1, c00);
                    c01 = S.FmaByLane(v1, a0, 1, c01);
                    c10 = S.FmaByLane(v0, a1, 1, c10);
                    c11 = S.FmaByLane(v1, a1, 1, c11);
                    c20 = S.FmaByLane(v0, a2, 1, c20);
                    c21 = S.FmaByLane(v1, a2, 1, c21);
                    c30 = S.FmaByLane(v0, a3, 1, c30);
                    c31 = S.FmaByLane(v1, a3, 1, c31);
                    c40 = S.FmaByLane(v0, a4, 1, c40);
                    c41 = S.FmaByLane(v1, a4, 1, c41);
                    c50 = S.FmaByLane(v0, a5, 1, c50);
                    c51 = S.FmaByLane(v1, a5, 1, c51);
                    c60 = S.FmaByLane(v0, a6, 1, c60);
                    c61 = S.FmaByLane(v1, a6, 1, c61);
                    c70 = S.FmaByLane(v0, a7, 1, c70);
                    c71 = S.FmaByLane(v1, a7, 1, c71);
                    b += Panels.Width;
                    v0 = S.Load(b);
                    v1 = S.Load(b + S.Count);
                    c00 = S.FmaByLane(v0, a0, 2, c00);
                    c01 = S.FmaByLane(v1, a0, 2, c01);
                    c10 = S.FmaByLane(v0, a1, 2, c10);
                    c11 = S.FmaByLane(v1, a1, 2, c11);
                    c20 = S.FmaByLane(v0, a2, 2, c20);
                    c21 = S.FmaByLane(v1, a2, 2, c21);
                    c30 = S.FmaByLane(v0, a3, 2, c30);
                    c31 = S.FmaByLane(v1, a3, 2, c31);
                    c40 = S.FmaByLane(v0, a4, 2, c40);
                    c41 = S.FmaByLane(v1, a4, 2, c41);
                    c50 = S.FmaByLane(v0, a5, 2, c50);
                    c51 = S.FmaByLane(v1, a5, 2, c51);
                    c60 = S.FmaByLane(v0, a6, 2, c60);
                    c61 = S.FmaByLane(v1, a6, 2, c61);
                    c70 = S.FmaByLane(v0, a7, 2, c70);
                    c71 = S.FmaByLane(v1, a7, 2, c71);
                    b += Panels.Width;
                    v0 = S.Load(b);
                    v1 = S.Load(b + S.Count);
                    c00 = S.FmaByLane(v0, a0, 3, c00);
                    c01 = S.FmaByLane(v1, a0, 3, c01);
                    c10 = S.FmaByLane(v0, a1, 3, c10);
                    c11 = S.FmaByLane(v1, a1, 3, c11);
                    c20 = S.FmaByLane(v0, a2, 3, c20);
                    c21 = S.FmaByLane(v1, a2, 3, c21);
                    c30 = S.FmaByLane(v0, a3, 3, c30);
                    c31 = S.FmaByLane(v1, a3, 3, c31);
                    c40 = S.FmaByLane(v0, a4, 3, c40);
                    c41 = S.FmaByLane(v1, a4, 3, c41);
                    c50 = S.FmaByLane(v0, a5, 3, c50);
                    c51 = S.FmaByLane(v1, a5, 3, c51);
                    c60 = S.FmaByLane(v0, a6, 3, c60);
                    c61 = S.FmaByLane(v1, a6, 3, c61);
                    c70 = S.FmaByLane(v0, a7, 3, c70);
                    c71 = S.FmaByLane(v1, a7, 3, c71);
                    b += Panels.Width;
                }
                for (; k < length; k++, b += Panels.Width)
                {
                    V v0 = S.Load(b), v1 = S.Load(b + S.Count);
                    V a0 = S.Set(p0[k]);
                    c00 = S.Fma(a0, v0, c00);
                    c01 = S.Fma(a0, v1, c01);
                    V a1 = S.Set(p1[k]);
                    c10 = S.Fma(a1, v0, c10);
                    c11 = S.Fma(a1, v1, c11);
                    V a2 = S.Set(p2[k]);
                    c20 = S.Fma(a2, v0, c20);
                    c21 = S.Fma(a2, v1, c21);
                    V a3 = S.Set(p3[k]);
                    c30 = S.Fma(a3, v0, c30);
                    c31 = S.Fma(a3, v1, c31);
                    V a4 = S.Set(p4[k]);
                    c40 = S.Fma(a4, v0, c40);
                    c41 = S.Fma(a4, v1, c41);
                    V a5 = S.Set(p5[k]);
                    c50 = S.Fma(a5, v0, c50);
                    c51 = S.Fma(a5, v1, c51);
                    V a6 = S.Set(p6[k]);
                    c60 = S.Fma(a6, v0, c60);
                    c61 = S.Fma(a6, v1, c61);
                    V a7 = S.Set(p7[k]);
                    c70 = S.Fma(a7, v0, c70);
                    c71 = S.Fma(a7, v1, c71);
                }
            }

            Put<S, V>(c + target[0], c00, c01, low, high, add, residual);
            if (rows > 1)
                Put<S, V>(c + target[1], c10, c11, low, high, add, residual);
            if (rows > 2)
                Put<S, V>(c + target[2], c20, c21, low, high, add, residual);
            if (rows > 3)
                Put<S, V>(c + target[3], c30, c31, low, high, add, residual);
            if (rows > 4)
                Put<S, V>(c + target[4], c40, c41, low, high, add, residual);
            if (rows > 5)
                Put<S, V>(c + target[5], c50, c51, low, high, add, residual);
            if (rows > 6)
                Put<S, V>(c + target[6], c60, c61, low, high, add, residual);
            if (rows > 7)
                Put<S, V>(c + target[7], c70, c71, low, high, add, residual);
        }
    }
}
