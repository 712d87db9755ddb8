using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Tiles of C = A * B: every element is one FMA chain along K in ascending order from the bias, whatever the tile, so that
/// the choice of tile cannot be seen in a result.
/// </summary>
/// <remarks>Rows are written out because accumulators must be locals to live in registers; what a shape does not have is never compiled.</remarks>
internal static unsafe partial class GemmTile
{
    /// <summary>Any number of rows, in tiles of one shape.</summary>
    public static void Rows<S, V, W, T>(TileArgs* t, float* a, float* panel, float* c, TileRows at)
        where S : struct, ISimd<V>
        where V : struct
        where W : struct, IWalk
        where T : struct, ITileShape
    {
        V low = S.Set(t->Low), high = S.Set(t->High);
        bool add = t->Residual is not null;
        nint length = t->RunLength, ahead = t->PanelStride, residual = (nint)(t->Residual - t->ResidualOf);
        int* source = at.Source;
        int* target = at.Target;
        for (int rows = at.Count; rows > 0; rows -= T.Rows, source += T.Rows, target += T.Rows)
        {
            float* b = panel + Panels.Width;
            float* b1 = b + (S.Count < Panels.Width ? S.Count : t->PanelStride);
            V c00 = S.Load(panel), c01 = T.Vectors > 1 ? S.Load(b1 - Panels.Width) : c00;
            V c10 = c00, c20 = c00, c30 = c00, c40 = c00, c50 = c00, c60 = c00, c70 = c00;
            V c11 = c01, c21 = c01, c31 = c01, c41 = c01, c51 = c01, c61 = c01, c71 = c01;
            int* offset = t->Offsets;
            for (int run = t->Runs; run != 0; run--)
            {
                float* start = a + (W.IsIndexed ? 0 : *offset++);
                float* p0 = start + source[0], p1 = start + source[1], p2 = start + source[2], p3 = start + source[3];
                float* p4 = start + (T.Rows > 4 ? source[4] : 0), p5 = start + (T.Rows > 5 ? source[5] : 0);
                float* p6 = start + (T.Rows > 6 ? source[6] : 0), p7 = start + (T.Rows > 6 ? source[7] : 0);
                for (nint i = 0; i < length; i++)
                {
                    nint k = W.IsIndexed ? offset[i] : i;
                    if (W.Prefetches)
                        S.Prefetch(b + ahead);
                    V v0 = S.Load(b);
                    V v1 = T.Vectors > 1 ? S.Load(S.Count < Panels.Width ? b + S.Count : b1) : v0;
                    TileRow.MultiplyAdd<S, V, T>(p0[k], v0, v1, ref c00, ref c01);
                    TileRow.MultiplyAdd<S, V, T>(p1[k], v0, v1, ref c10, ref c11);
                    TileRow.MultiplyAdd<S, V, T>(p2[k], v0, v1, ref c20, ref c21);
                    TileRow.MultiplyAdd<S, V, T>(p3[k], v0, v1, ref c30, ref c31);
                    if (T.Rows > 4)
                        TileRow.MultiplyAdd<S, V, T>(p4[k], v0, v1, ref c40, ref c41);
                    if (T.Rows > 5)
                        TileRow.MultiplyAdd<S, V, T>(p5[k], v0, v1, ref c50, ref c51);
                    if (T.Rows > 6)
                        TileRow.MultiplyAdd<S, V, T>(p6[k], v0, v1, ref c60, ref c61);
                    if (T.Rows > 6)
                        TileRow.MultiplyAdd<S, V, T>(p7[k], v0, v1, ref c70, ref c71);
                    b += Panels.Width;
                    if (T.Vectors > 1 && S.Count == Panels.Width)
                        b1 += Panels.Width;
                }
            }

            if (rows >= T.Rows && !add)
            {
                // Without questions: a tile of 16 products a sum takes 23 cycles beside them instead of 28.
                Put<S, V, T>(c + target[0], c00, c01, low, high, false, 0);
                Put<S, V, T>(c + target[1], c10, c11, low, high, false, 0);
                Put<S, V, T>(c + target[2], c20, c21, low, high, false, 0);
                Put<S, V, T>(c + target[3], c30, c31, low, high, false, 0);
                if (T.Rows > 4)
                    Put<S, V, T>(c + target[4], c40, c41, low, high, false, 0);
                if (T.Rows > 5)
                    Put<S, V, T>(c + target[5], c50, c51, low, high, false, 0);
                if (T.Rows > 6)
                    Put<S, V, T>(c + target[6], c60, c61, low, high, false, 0);
                if (T.Rows > 6)
                    Put<S, V, T>(c + target[7], c70, c71, low, high, false, 0);
                continue;
            }
            Put<S, V, T>(c + target[0], c00, c01, low, high, add, residual);
            if (rows > 1)
                Put<S, V, T>(c + target[1], c10, c11, low, high, add, residual);
            if (rows > 2)
                Put<S, V, T>(c + target[2], c20, c21, low, high, add, residual);
            if (rows > 3)
                Put<S, V, T>(c + target[3], c30, c31, low, high, add, residual);
            if (T.Rows > 4 && rows > 4)
                Put<S, V, T>(c + target[4], c40, c41, low, high, add, residual);
            if (T.Rows > 5 && rows > 5)
                Put<S, V, T>(c + target[5], c50, c51, low, high, add, residual);
            if (T.Rows > 6 && rows > 6)
                Put<S, V, T>(c + target[6], c60, c61, low, high, add, residual);
            if (T.Rows > 6 && rows > 7)
                Put<S, V, T>(c + target[7], c70, c71, low, high, add, residual);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<S, V, T>(float* c, V v0, V v1, V low, V high, bool add, nint residual)
        where S : struct, ISimd<V>
        where V : struct
        where T : struct, ITileShape
    {
        Epilogue.Put<S, V>(c, v0, low, high, add, residual);
        if (T.Vectors > 1)
            Epilogue.Put<S, V>(c + S.Count, v1, low, high, add, residual);
    }
}
