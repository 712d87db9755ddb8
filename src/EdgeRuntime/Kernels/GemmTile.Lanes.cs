using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

internal static unsafe partial class GemmTile
{
    private const int Lanes = 4;

    /// <summary>Any number of rows, 8 at a time, by two vectors; the same chains as in <see cref="Rows"/>.</summary>
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
            V c10 = c00, c20 = c00, c30 = c00, c40 = c00, c50 = c00, c60 = c00, c70 = c00;
            V c11 = c01, c21 = c01, c31 = c01, c41 = c01, c51 = c01, c61 = c01, c71 = c01;
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
                    TileRow.MultiplyAddByLane<S, V>(a0, 0, v0, v1, ref c00, ref c01);
                    TileRow.MultiplyAddByLane<S, V>(a1, 0, v0, v1, ref c10, ref c11);
                    TileRow.MultiplyAddByLane<S, V>(a2, 0, v0, v1, ref c20, ref c21);
                    TileRow.MultiplyAddByLane<S, V>(a3, 0, v0, v1, ref c30, ref c31);
                    TileRow.MultiplyAddByLane<S, V>(a4, 0, v0, v1, ref c40, ref c41);
                    TileRow.MultiplyAddByLane<S, V>(a5, 0, v0, v1, ref c50, ref c51);
                    TileRow.MultiplyAddByLane<S, V>(a6, 0, v0, v1, ref c60, ref c61);
                    TileRow.MultiplyAddByLane<S, V>(a7, 0, v0, v1, ref c70, ref c71);
                    b += Panels.Width;
                    v0 = S.Load(b);
                    v1 = S.Load(b + S.Count);
                    TileRow.MultiplyAddByLane<S, V>(a0, 1, v0, v1, ref c00, ref c01);
                    TileRow.MultiplyAddByLane<S, V>(a1, 1, v0, v1, ref c10, ref c11);
                    TileRow.MultiplyAddByLane<S, V>(a2, 1, v0, v1, ref c20, ref c21);
                    TileRow.MultiplyAddByLane<S, V>(a3, 1, v0, v1, ref c30, ref c31);
                    TileRow.MultiplyAddByLane<S, V>(a4, 1, v0, v1, ref c40, ref c41);
                    TileRow.MultiplyAddByLane<S, V>(a5, 1, v0, v1, ref c50, ref c51);
                    TileRow.MultiplyAddByLane<S, V>(a6, 1, v0, v1, ref c60, ref c61);
                    TileRow.MultiplyAddByLane<S, V>(a7, 1, v0, v1, ref c70, ref c71);
                    b += Panels.Width;
                    v0 = S.Load(b);
                    v1 = S.Load(b + S.Count);
                    TileRow.MultiplyAddByLane<S, V>(a0, 2, v0, v1, ref c00, ref c01);
                    TileRow.MultiplyAddByLane<S, V>(a1, 2, v0, v1, ref c10, ref c11);
                    TileRow.MultiplyAddByLane<S, V>(a2, 2, v0, v1, ref c20, ref c21);
                    TileRow.MultiplyAddByLane<S, V>(a3, 2, v0, v1, ref c30, ref c31);
                    TileRow.MultiplyAddByLane<S, V>(a4, 2, v0, v1, ref c40, ref c41);
                    TileRow.MultiplyAddByLane<S, V>(a5, 2, v0, v1, ref c50, ref c51);
                    TileRow.MultiplyAddByLane<S, V>(a6, 2, v0, v1, ref c60, ref c61);
                    TileRow.MultiplyAddByLane<S, V>(a7, 2, v0, v1, ref c70, ref c71);
                    b += Panels.Width;
                    v0 = S.Load(b);
                    v1 = S.Load(b + S.Count);
                    TileRow.MultiplyAddByLane<S, V>(a0, 3, v0, v1, ref c00, ref c01);
                    TileRow.MultiplyAddByLane<S, V>(a1, 3, v0, v1, ref c10, ref c11);
                    TileRow.MultiplyAddByLane<S, V>(a2, 3, v0, v1, ref c20, ref c21);
                    TileRow.MultiplyAddByLane<S, V>(a3, 3, v0, v1, ref c30, ref c31);
                    TileRow.MultiplyAddByLane<S, V>(a4, 3, v0, v1, ref c40, ref c41);
                    TileRow.MultiplyAddByLane<S, V>(a5, 3, v0, v1, ref c50, ref c51);
                    TileRow.MultiplyAddByLane<S, V>(a6, 3, v0, v1, ref c60, ref c61);
                    TileRow.MultiplyAddByLane<S, V>(a7, 3, v0, v1, ref c70, ref c71);
                    b += Panels.Width;
                }

                for (; k < length; k++, b += Panels.Width)
                {
                    V v0 = S.Load(b), v1 = S.Load(b + S.Count);
                    TileRow.MultiplyAdd<S, V, EightByTwo>(p0[k], v0, v1, ref c00, ref c01);
                    TileRow.MultiplyAdd<S, V, EightByTwo>(p1[k], v0, v1, ref c10, ref c11);
                    TileRow.MultiplyAdd<S, V, EightByTwo>(p2[k], v0, v1, ref c20, ref c21);
                    TileRow.MultiplyAdd<S, V, EightByTwo>(p3[k], v0, v1, ref c30, ref c31);
                    TileRow.MultiplyAdd<S, V, EightByTwo>(p4[k], v0, v1, ref c40, ref c41);
                    TileRow.MultiplyAdd<S, V, EightByTwo>(p5[k], v0, v1, ref c50, ref c51);
                    TileRow.MultiplyAdd<S, V, EightByTwo>(p6[k], v0, v1, ref c60, ref c61);
                    TileRow.MultiplyAdd<S, V, EightByTwo>(p7[k], v0, v1, ref c70, ref c71);
                }
            }

            Put<S, V, EightByTwo>(c + target[0], c00, c01, low, high, add, residual);
            if (rows > 1)
                Put<S, V, EightByTwo>(c + target[1], c10, c11, low, high, add, residual);
            if (rows > 2)
                Put<S, V, EightByTwo>(c + target[2], c20, c21, low, high, add, residual);
            if (rows > 3)
                Put<S, V, EightByTwo>(c + target[3], c30, c31, low, high, add, residual);
            if (rows > 4)
                Put<S, V, EightByTwo>(c + target[4], c40, c41, low, high, add, residual);
            if (rows > 5)
                Put<S, V, EightByTwo>(c + target[5], c50, c51, low, high, add, residual);
            if (rows > 6)
                Put<S, V, EightByTwo>(c + target[6], c60, c61, low, high, add, residual);
            if (rows > 7)
                Put<S, V, EightByTwo>(c + target[7], c70, c71, low, high, add, residual);
        }
    }
}
