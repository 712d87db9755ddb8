using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

internal static unsafe partial class GemmTile
{
    /// <summary>Rows of the one-vector tile: 8 chains hide the latency of FMA (4 cycles, 2 a cycle).</summary>
    public const int NarrowRowTile = 8;

    /// <summary>Any number of rows, 4 at a time, by two vectors: the tail of a column of 6 x 2 tiles.</summary>
    public static void FourByTwo<S, V, W>(TileArgs* t, float* a, float* panel, float* c, TileRows at)
        where S : struct, ISimd<V>
        where V : struct
        where W : struct, IWalk
    {
        V low = S.Set(t->Low), high = S.Set(t->High);
        bool add = t->Residual is not null;
        nint length = t->RunLength, residual = (nint)(t->Residual - t->ResidualOf);
        int* source = at.Source;
        int* target = at.Target;
        for (int rows = at.Count; rows > 0; rows -= 4, source += 4, target += 4)
        {
            float* b = panel + Panels.Width;
            float* b1 = b + (S.Count < Panels.Width ? S.Count : t->PanelStride);
            V c00 = S.Load(panel), c01 = S.Load(b1 - Panels.Width);
            V c10 = c00, c11 = c01;
            V c20 = c00, c21 = c01;
            V c30 = c00, c31 = c01;
            int* offset = t->Offsets;
            for (int run = t->Runs; run != 0; run--)
            {
                float* start = a + (W.IsIndexed ? 0 : *offset++);
                float* p0 = start + source[0], p1 = start + source[1], p2 = start + source[2], p3 = start + source[3];
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
        }
    }

    /// <summary>Any number of rows, 8 at a time, by one vector: the last columns, or all of a narrow C.</summary>
    public static void EightByOne<S, V, W>(TileArgs* t, float* a, float* panel, float* c, TileRows at)
        where S : struct, ISimd<V>
        where V : struct
        where W : struct, IWalk
    {
        V low = S.Set(t->Low), high = S.Set(t->High);
        bool add = t->Residual is not null;
        nint length = t->RunLength, residual = (nint)(t->Residual - t->ResidualOf);
        int* source = at.Source;
        int* target = at.Target;
        for (int rows = at.Count; rows > 0; rows -= 8, source += 8, target += 8)
        {
            float* b = panel + Panels.Width;
            V c00 = S.Load(panel);
            V c10 = c00;
            V c20 = c00;
            V c30 = c00;
            V c40 = c00;
            V c50 = c00;
            V c60 = c00;
            V c70 = c00;
            int* offset = t->Offsets;
            for (int run = t->Runs; run != 0; run--)
            {
                float* start = a + (W.IsIndexed ? 0 : *offset++);
                float* p0 = start + source[0], p1 = start + source[1], p2 = start + source[2], p3 = start + source[3];
                float* p4 = start + source[4], p5 = start + source[5], p6 = start + source[6], p7 = start + source[7];
                for (nint i = 0; i < length; i++)
                {
                    nint k = W.IsIndexed ? offset[i] : i;
                    V v0 = S.Load(b);
                    V a0 = S.Set(p0[k]);
                    c00 = S.Fma(a0, v0, c00);
                    V a1 = S.Set(p1[k]);
                    c10 = S.Fma(a1, v0, c10);
                    V a2 = S.Set(p2[k]);
                    c20 = S.Fma(a2, v0, c20);
                    V a3 = S.Set(p3[k]);
                    c30 = S.Fma(a3, v0, c30);
                    V a4 = S.Set(p4[k]);
                    c40 = S.Fma(a4, v0, c40);
                    V a5 = S.Set(p5[k]);
                    c50 = S.Fma(a5, v0, c50);
                    V a6 = S.Set(p6[k]);
                    c60 = S.Fma(a6, v0, c60);
                    V a7 = S.Set(p7[k]);
                    c70 = S.Fma(a7, v0, c70);
                    b += Panels.Width;
                }
            }

            Epilogue.Put<S, V>(c + target[0], c00, low, high, add, residual);
            if (rows > 1)
                Epilogue.Put<S, V>(c + target[1], c10, low, high, add, residual);
            if (rows > 2)
                Epilogue.Put<S, V>(c + target[2], c20, low, high, add, residual);
            if (rows > 3)
                Epilogue.Put<S, V>(c + target[3], c30, low, high, add, residual);
            if (rows > 4)
                Epilogue.Put<S, V>(c + target[4], c40, low, high, add, residual);
            if (rows > 5)
                Epilogue.Put<S, V>(c + target[5], c50, low, high, add, residual);
            if (rows > 6)
                Epilogue.Put<S, V>(c + target[6], c60, low, high, add, residual);
            if (rows > 7)
                Epilogue.Put<S, V>(c + target[7], c70, low, high, add, residual);
        }
    }
}
