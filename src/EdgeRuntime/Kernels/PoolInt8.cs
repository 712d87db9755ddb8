using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>Arguments of an 8-bit pool: x [N, D, H, W, C] to y.</summary>
internal unsafe struct PoolInt8Args
{
    public byte* X;
    public byte* Y;
    public PoolGeometry Geometry;
}

/// <summary>Which of two integers a pool keeps.</summary>
internal interface IChoice
{
    static abstract Vector128<T> Of<T>(Vector128<T> a, Vector128<T> b);

    static abstract T Of<T>(T a, T b)
        where T : unmanaged, INumber<T>;

    static abstract T Empty<T>()
        where T : unmanaged, IMinMaxValue<T>;
}

internal readonly struct GreaterOfTwo : IChoice
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Of<T>(Vector128<T> a, Vector128<T> b) => Vector128.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T a, T b)
        where T : unmanaged, INumber<T> => a > b ? a : b;

    public static T Empty<T>()
        where T : unmanaged, IMinMaxValue<T> => T.MinValue;
}

internal readonly struct SmallerOfTwo : IChoice
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Of<T>(Vector128<T> a, Vector128<T> b) => Vector128.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T a, T b)
        where T : unmanaged, INumber<T> => a < b ? a : b;

    public static T Empty<T>()
        where T : unmanaged, IMinMaxValue<T> => T.MaxValue;
}

/// <summary>Max and min pooling of 8-bit integers, 16 channels at a time: exact, so that no instruction set can differ.</summary>
internal static unsafe class PoolInt8
{
    /// <summary>Any window; a unit is one row of the output.</summary>
    public static void Rows<T, TChoice>(in PoolInt8Args args, int first, int last)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TChoice : struct, IChoice
    {
        PoolGeometry g = args.Geometry;
        for (int row = first; row < last; row++)
        {
            int oh = row % g.H.Outputs, plane = row / g.H.Outputs;
            TapRange d = g.D.Inside(plane % g.D.Outputs), h = g.H.Inside(oh);
            T* image = (T*)args.X + (plane / g.D.Outputs * g.ImageSize) + ((((nint)d.Start * g.H.Length) + h.Start) * g.W.Length * g.Channels);
            T* y = (T*)args.Y + ((nint)row * g.W.Outputs * g.Channels);
            for (int ow = 0; ow < g.W.Outputs; ow++, y += g.Channels)
            {
                TapRange w = g.W.Inside(ow);
                new Span<T>(y, g.Channels).Fill(TChoice.Empty<T>());
                for (int kd = 0; kd < d.Count; kd++)
                {
                    for (int kh = 0; kh < h.Count; kh++)
                    {
                        nint line = (((nint)kd * g.D.Dilation * g.H.Length) + (kh * g.H.Dilation)) * g.W.Length;
                        for (int kw = 0; kw < w.Count; kw++)
                            Fold<T, TChoice>(image + ((line + w.Start + (kw * g.W.Dilation)) * g.Channels), y, g.Channels);
                    }
                }
            }
        }
    }

    private static void Fold<T, TChoice>(T* x, T* y, int channels)
        where T : unmanaged, INumber<T>
        where TChoice : struct, IChoice
    {
        int c = 0;
        for (; c <= channels - Vector128<T>.Count; c += Vector128<T>.Count)
            Vector128.Store(TChoice.Of(Vector128.Load(x + c), Vector128.Load(y + c)), y + c);
        for (; c < channels; c++)
            y[c] = TChoice.Of(x[c], y[c]);
    }
}
