using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// The minimal filtering algorithm F(m, 3) along one axis: <c>y = At * ((G * g) . (Bt * d))</c> for m outputs, 3 weights and
/// m + 2 inputs (Winograd 1980; Lavin and Gray 2016).
/// </summary>
internal unsafe interface IWinograd
{
    /// <summary>Outputs of a tile along one axis: m.</summary>
    static abstract int Outputs { get; }

    /// <summary>Inputs, and products, along one axis: m + 2.</summary>
    static abstract int Inputs { get; }

    /// <summary>Tiles that are transformed together: the rows of the products.</summary>
    static abstract int BlockTiles { get; }

    /// <summary>Row <paramref name="i"/> of G.</summary>
    static abstract (double G0, double G1, double G2) Filter(int i);

    /// <summary>Bt times the inputs at <paramref name="from"/>, steps in floats.</summary>
    static abstract void Input<S, V>(float* from, nint fromStep, float* to, nint toStep)
        where S : struct, ISimd<V>
        where V : struct;

    /// <summary>At times the products.</summary>
    static abstract void Output<S, V>(float* from, nint fromStep, float* to, nint toStep)
        where S : struct, ISimd<V>
        where V : struct;
}

/// <summary>F(2, 3): points 0, 1, -1. 4 / 9 of the products of the direct sum, no worse an error.</summary>
internal readonly unsafe struct WinogradTwo : IWinograd
{
    public static int Outputs => 2;

    public static int Inputs => 4;

    public static int BlockTiles => 12;

    public static (double G0, double G1, double G2) Filter(int i) => i switch
    {
        0 => (1, 0, 0),
        1 => (0.5, 0.5, 0.5),
        2 => (0.5, -0.5, 0.5),
        _ => (0, 0, 1),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<S, V>(float* from, nint fromStep, float* to, nint toStep)
        where S : struct, ISimd<V>
        where V : struct
    {
        V d0 = S.Load(from), d1 = S.Load(from + fromStep), d2 = S.Load(from + (2 * fromStep)), d3 = S.Load(from + (3 * fromStep));
        S.Store(to, S.Subtract(d0, d2));
        S.Store(to + toStep, S.Add(d1, d2));
        S.Store(to + (2 * toStep), S.Subtract(d2, d1));
        S.Store(to + (3 * toStep), S.Subtract(d1, d3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<S, V>(float* from, nint fromStep, float* to, nint toStep)
        where S : struct, ISimd<V>
        where V : struct
    {
        V m0 = S.Load(from), m1 = S.Load(from + fromStep), m2 = S.Load(from + (2 * fromStep)), m3 = S.Load(from + (3 * fromStep));
        S.Store(to, S.Add(m0, S.Add(m1, m2)));
        S.Store(to + toStep, S.Subtract(S.Subtract(m1, m2), m3));
    }
}

/// <summary>
/// F(4, 3): points 0, ±a, ±b with a² = 1/2 and b² = 2. A quarter of the products of the direct sum, and twice its error (that of
/// the usual points 0, ±1, ±2 is five times as large).
/// </summary>
internal readonly unsafe struct WinogradFour : IWinograd
{
    private const float A = 0.70710678f, B = 1.41421356f, A3 = 0.35355339f, B3 = 2.82842712f;

    public static int Outputs => 4;

    public static int Inputs => 6;

    public static int BlockTiles => 6;

    public static (double G0, double G1, double G2) Filter(int i) => i switch
    {
        0 => (1, 0, 0),
        1 => (-2 / 3.0, -2 / 3.0 * System.Math.Sqrt(0.5), -1 / 3.0),
        2 => (-2 / 3.0, 2 / 3.0 * System.Math.Sqrt(0.5), -1 / 3.0),
        3 => (1 / 6.0, System.Math.Sqrt(2) / 6, 1 / 3.0),
        4 => (1 / 6.0, -System.Math.Sqrt(2) / 6, 1 / 3.0),
        _ => (0, 0, 1),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<S, V>(float* from, nint fromStep, float* to, nint toStep)
        where S : struct, ISimd<V>
        where V : struct
    {
        V two = S.Set(2), half = S.Set(0.5f), sum = S.Set(2.5f), a = S.Set(A), b = S.Set(B);
        V d1 = S.Load(from + fromStep), d2 = S.Load(from + (2 * fromStep)), d3 = S.Load(from + (3 * fromStep)), d4 = S.Load(from + (4 * fromStep));
        S.Store(to, S.Fnma(sum, d2, S.Add(S.Load(from), d4)));
        V even = S.Fnma(two, d2, d4), odd = S.Fnma(two, d1, d3);
        S.Store(to + toStep, S.Fma(a, odd, even));
        S.Store(to + (2 * toStep), S.Fnma(a, odd, even));
        V even2 = S.Fnma(half, d2, d4), odd2 = S.Fnma(half, d1, d3);
        S.Store(to + (3 * toStep), S.Fma(b, odd2, even2));
        S.Store(to + (4 * toStep), S.Fnma(b, odd2, even2));
        S.Store(to + (5 * toStep), S.Fnma(sum, d3, S.Add(d1, S.Load(from + (5 * fromStep)))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<S, V>(float* from, nint fromStep, float* to, nint toStep)
        where S : struct, ISimd<V>
        where V : struct
    {
        V m1 = S.Load(from + fromStep), m2 = S.Load(from + (2 * fromStep)), m3 = S.Load(from + (3 * fromStep)), m4 = S.Load(from + (4 * fromStep));
        V sum = S.Add(m1, m2), difference = S.Subtract(m1, m2), sum2 = S.Add(m3, m4), difference2 = S.Subtract(m3, m4);
        S.Store(to, S.Add(S.Load(from), S.Add(sum, sum2)));
        S.Store(to + toStep, S.Fma(S.Set(B), difference2, S.Multiply(S.Set(A), difference)));
        S.Store(to + (2 * toStep), S.Fma(S.Set(2), sum2, S.Multiply(S.Set(0.5f), sum)));
        V last = S.Fma(S.Set(A3), difference, S.Load(from + (5 * fromStep)));
        S.Store(to + (3 * toStep), S.Fma(S.Set(B3), difference2, last));
    }
}
