using System.Numerics;

namespace EdgeRuntime.Kernels;

/// <summary>Arguments of <see cref="PoolIndices"/>: x [N, D, H, W, C], indices as the pool's output.</summary>
internal unsafe struct PoolIndexArgs
{
    public byte* X;
    public long* Indices;
    public PoolGeometry Geometry;
    public bool ColumnMajor;
}

/// <summary>
/// Where the winners of a max pool stand in the [N, C, D, H, W] tensor of the model. Asked for by few models, so it is not vectorised;
/// the order of comparisons is that of <see cref="PoolF32"/>.
/// </summary>
internal static unsafe class PoolIndices
{
    /// <summary>A unit is one row of the output. A window without taps gives -1.</summary>
    public static void Rows<T>(in PoolIndexArgs args, int first, int last)
        where T : unmanaged, INumber<T>
    {
        PoolGeometry g = args.Geometry;
        nint pixels = (nint)g.D.Length * g.H.Length * g.W.Length;
        for (int row = first; row < last; row++)
        {
            int oh = row % g.H.Outputs, plane = row / g.H.Outputs;
            int od = plane % g.D.Outputs, n = plane / g.D.Outputs;
            for (int ow = 0; ow < g.W.Outputs; ow++)
            {
                long* target = args.Indices + ((((nint)row * g.W.Outputs) + ow) * g.Channels);
                for (int c = 0; c < g.Channels; c++)
                {
                    long winner = Winner((T*)args.X + (n * g.ImageSize) + c, g, g.D.Inside(od), g.H.Inside(oh), g.W.Inside(ow), args.ColumnMajor);
                    target[c] = winner < 0 ? -1 : ((((long)n * g.Channels) + c) * pixels) + winner;
                }
            }
        }
    }

    private static long Winner<T>(T* x, in PoolGeometry g, TapRange d, TapRange h, TapRange w, bool columnMajor)
        where T : unmanaged, INumber<T>
    {
        long winner = -1;
        T greatest = default;
        for (int kd = 0; kd < d.Count; kd++)
        {
            for (int kh = 0; kh < h.Count; kh++)
            {
                for (int kw = 0; kw < w.Count; kw++)
                {
                    long id = d.Start + (kd * g.D.Dilation), ih = h.Start + (kh * g.H.Dilation), iw = w.Start + (kw * g.W.Dilation);
                    long pixel = (((id * g.H.Length) + ih) * g.W.Length) + iw;
                    T tap = x[pixel * g.Channels];
                    if (winner >= 0 && !(tap > greatest))
                        continue;
                    greatest = tap;
                    winner = columnMajor ? (((iw * g.H.Length) + ih) * g.D.Length) + id : pixel;
                }
            }
        }

        return winner;
    }
}
