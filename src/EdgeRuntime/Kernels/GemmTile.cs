using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Tiles of C = A * B: every element is one FMA chain along K in ascending order from the bias, whatever the tile, so that
/// the choice of tile cannot be seen in a result.
/// </summary>
/// <remarks>The loops are written out because accumulators must be locals to live in registers.</remarks>
internal static unsafe partial class GemmTile
{
    /// <summary>Rows of the widest tile: 6 x 2 accumulators + 2 of B + 1 of A = 15 of 16 registers.</summary>
    public const int RowTile = 6;

    /// <summary>Any number of rows, 6 at a time, by two vectors of columns.</summary>
    public static void SixByTwo<S, V, W>(TileArgs* t, float* a, float* panel, float* c, TileRows at)
        where S : struct, ISimd<V>
        where V : struct
        where W : struct, IWalk
    {
        V low = S.Set(t->Low), high = S.Set(t->High);
        bool add = t->Residual is not null;
        nint length = t->RunLength, residual = (nint)(t->Residual - t->ResidualOf);
        int* source = at.Source;
        int* target = at.Target;
        for (int rows = at.Count; rows > 0; rows -= 6, source += 6, target += 6)
        {
            float* b = panel + Panels.Width;
            float* b1 = b + (S.Count < Panels.Width ? S.Count : t->PanelStride);
            V c00 = S.Load(panel), c01 = S.Load(b1 - Panels.Width);
            V c10 = c00, c11 = c01;
            V c20 = c00, c21 = c01;
            V c30 = c00, c31 = c01;
            V c40 = c00, c41 = c01;
            V c50 = c00, c51 = c01;
            int* offset = t->Offsets;
            for (int run = t->Runs; run != 0; run--)
            {
                float* start = a + (W.IsIndexed ? 0 : *offset++);
                float* p0 = start + source[0], p1 = start + source[1], p2 = start + source[2], p3 = start + source[3];
                float* p4 = start + source[4], p5 = start + source[5];
                for (nint i = 0; i < length; i++)
                {
                    nint k = W.IsIndexed ? offset[i] : i;
                    V v0 = S.Load(b);
                    V v1 = S.Load(S.Count < Panels.Width ? b + S.Count : b1);
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
                    b += Panels.Width;
                    if (S.Count == Panels.Width)
                        b1 += Panels.Width;
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
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<S, V>(float* c, V v0, V v1, V low, V high, bool add, nint residual)
        where S : struct, ISimd<V>
        where V : struct
    {
        Epilogue.Put<S, V>(c, v0, low, high, add, residual);
        Epilogue.Put<S, V>(c + S.Count, v1, low, high, add, residual);
    }
}
