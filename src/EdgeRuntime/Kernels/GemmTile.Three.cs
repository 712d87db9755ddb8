using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

internal static unsafe partial class GemmTile
{
    /// <summary>Rows of the tile of three vectors: 4 x 3 accumulators + 3 of B + 1 of A = 16 registers.</summary>
    private const int ThreeRows = 4;

    /// <summary>
    /// Any number of rows by the last three vectors of columns, one and a half panels; the same chains as <see cref="Rows"/>. A tile of
    /// two vectors and one of one would read A twice, and the second would load more than it multiplies.
    /// </summary>
    private static void ThreeVectors<S, V, W>(TileArgs* t, float* a, float* panel, float* c, TileRows at)
        where S : struct, ISimd<V>
        where V : struct
        where W : struct, IWalk
    {
        V low = S.Set(t->Low), high = S.Set(t->High);
        bool add = t->Residual is not null;
        nint length = t->RunLength, next = t->PanelStride, residual = (nint)(t->Residual - t->ResidualOf);
        int* source = at.Source;
        int* target = at.Target;
        for (int rows = at.Count; rows > 0; rows -= ThreeRows, source += ThreeRows, target += ThreeRows)
        {
            float* b = panel + Panels.Width;
            V c00 = S.Load(panel), c01 = S.Load(panel + S.Count), c02 = S.Load(panel + next);
            V c10 = c00, c11 = c01, c12 = c02, c20 = c00, c21 = c01, c22 = c02, c30 = c00, c31 = c01, c32 = c02;
            int* offset = t->Offsets;
            for (int run = t->Runs; run != 0; run--)
            {
                float* start = a + (W.IsIndexed ? 0 : *offset++);
                float* p0 = start + source[0], p1 = start + source[1], p2 = start + source[2], p3 = start + source[3];
                for (nint i = 0; i < length; i++, b += Panels.Width)
                {
                    nint k = W.IsIndexed ? offset[i] : i;
                    V v0 = S.Load(b), v1 = S.Load(b + S.Count), v2 = S.Load(b + next);
                    MultiplyAdd<S, V>(p0[k], v0, v1, v2, ref c00, ref c01, ref c02);
                    MultiplyAdd<S, V>(p1[k], v0, v1, v2, ref c10, ref c11, ref c12);
                    MultiplyAdd<S, V>(p2[k], v0, v1, v2, ref c20, ref c21, ref c22);
                    MultiplyAdd<S, V>(p3[k], v0, v1, v2, ref c30, ref c31, ref c32);
                }
            }

            Put<S, V>(c + target[0], c00, c01, c02, low, high, add, residual);
            if (rows > 1)
                Put<S, V>(c + target[1], c10, c11, c12, low, high, add, residual);
            if (rows > 2)
                Put<S, V>(c + target[2], c20, c21, c22, low, high, add, residual);
            if (rows > 3)
                Put<S, V>(c + target[3], c30, c31, c32, low, high, add, residual);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd<S, V>(float a, V b0, V b1, V b2, ref V c0, ref V c1, ref V c2)
        where S : struct, ISimd<V>
        where V : struct
    {
        V spread = S.Set(a);
        c0 = S.Fma(spread, b0, c0);
        c1 = S.Fma(spread, b1, c1);
        c2 = S.Fma(spread, b2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<S, V>(float* c, V v0, V v1, V v2, V low, V high, bool add, nint residual)
        where S : struct, ISimd<V>
        where V : struct
    {
        Epilogue.Put<S, V>(c, v0, low, high, add, residual);
        Epilogue.Put<S, V>(c + S.Count, v1, low, high, add, residual);
        Epilogue.Put<S, V>(c + (2 * S.Count), v2, low, high, add, residual);
    }
}
