using System;
using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Arguments of local response normalization over [Pixels, Channels].</summary>
internal unsafe struct LrnArgs
{
    public int Channels;
    public int Size;
    public float Alpha;
    public float Beta;
    public float Bias;
    public float* X;
    public float* Y;
    public float* Dy;
    public float* Dx;

    /// <summary>Channels of the window before the own one.</summary>
    public readonly int Before => (Size - 1) / 2;

    public readonly int After => Size - 1 - Before;

    /// <summary>Floats of one row with room for the window on both sides.</summary>
    public readonly int PaddedRow => Channels + Size - 1;
}

/// <summary>
/// <c>y = x s^-beta</c> with <c>s = bias + alpha / size * sum of x^2</c> over a window of channels. Terms are written to a row with zeros on
/// both sides first, so that a window is a plain sum of shifted loads, in ascending order, for any vector length.
/// </summary>
internal static unsafe class LrnF32
{
    /// <summary>One pixel; <paramref name="row"/> holds <see cref="LrnArgs.PaddedRow"/> floats.</summary>
    public static void Forward<S, V>(in LrnArgs args, float* x, float* y, float* row)
        where S : struct, ISimd<V>
        where V : struct
    {
        int channels = args.Channels, c = 0;
        float* squares = row + args.Before;
        Clear(row, args.Before, args.After, channels);
        for (; c <= channels - S.Count; c += S.Count)
            S.Store(squares + c, S.Multiply(S.Load(x + c), S.Load(x + c)));
        for (; c < channels; c++)
            squares[c] = x[c] * x[c];
        for (c = 0; c <= channels - S.Count; c += S.Count)
            S.Store(y + c, S.Multiply(S.Load(x + c), Power<S, V>(Base<S, V>(args, row + c), -args.Beta)));
        for (; c < channels; c++)
            y[c] = x[c] * Power<ScalarSet, float>(Base<ScalarSet, float>(args, row + c), -args.Beta);
    }

    /// <summary>
    /// <c>dx_i = dy_i s_i^-beta - 2 alpha beta / size * x_i * sum of dy_j x_j s_j^(-beta - 1)</c> over the channels j whose window holds i: the
    /// window turned around. <paramref name="row"/> and <paramref name="terms"/> hold a padded row each.
    /// </summary>
    public static void Gradient<S, V>(in LrnArgs args, float* x, float* dy, float* dx, float* row, float* terms)
        where S : struct, ISimd<V>
        where V : struct
    {
        int channels = args.Channels, c = 0;
        float* squares = row + args.Before;
        float* own = terms + args.After;
        Clear(row, args.Before, args.After, channels);
        Clear(terms, args.After, args.Before, channels);
        for (; c < channels; c++)
            squares[c] = x[c] * x[c];
        for (c = 0; c <= channels - S.Count; c += S.Count)
            Term<S, V>(args, x + c, dy + c, row + c, own + c);
        for (; c < channels; c++)
            Term<ScalarSet, float>(args, x + c, dy + c, row + c, own + c);
        float slope = 2f * args.Alpha * args.Beta / args.Size;
        for (c = 0; c <= channels - S.Count; c += S.Count)
            Slope<S, V>(args, x + c, dy + c, dx + c, row + c, terms + c, S.Set(slope));
        for (; c < channels; c++)
            Slope<ScalarSet, float>(args, x + c, dy + c, dx + c, row + c, terms + c, slope);
    }

    private static void Term<S, V>(in LrnArgs args, float* x, float* dy, float* row, float* term)
        where S : struct, ISimd<V>
        where V : struct =>
        S.Store(term, S.Multiply(S.Multiply(S.Load(dy), S.Load(x)), Power<S, V>(Base<S, V>(args, row), -args.Beta - 1f)));

    private static void Slope<S, V>(in LrnArgs args, float* x, float* dy, float* dx, float* row, float* terms, V slope)
        where S : struct, ISimd<V>
        where V : struct
    {
        V direct = S.Multiply(S.Load(dy), Power<S, V>(Base<S, V>(args, row), -args.Beta));
        S.Store(dx, S.Fnma(S.Multiply(slope, S.Load(x)), Window<S, V>(terms, args.Size), direct));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Base<S, V>(in LrnArgs args, float* row)
        where S : struct, ISimd<V>
        where V : struct => S.Fma(S.Set(args.Alpha / args.Size), Window<S, V>(row, args.Size), S.Set(args.Bias));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Window<S, V>(float* row, int size)
        where S : struct, ISimd<V>
        where V : struct
    {
        V sum = S.Load(row);
        for (int i = 1; i < size; i++)
            sum = S.Add(sum, S.Load(row + i));
        return sum;
    }

    // 0.75 is the exponent of every published network: two square roots instead of a logarithm and an exponential.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Power<S, V>(V s, float exponent)
        where S : struct, ISimd<V>
        where V : struct
    {
        if (exponent != -0.75f)
            return VectorMath.Pow<S, V>(s, S.Set(exponent));
        V root = S.Sqrt(s);
        return S.Divide(S.Set(1f), S.Multiply(root, S.Sqrt(root)));
    }

    private static void Clear(float* row, int before, int after, int channels)
    {
        new Span<float>(row, before).Clear();
        new Span<float>(row + before + channels, after).Clear();
    }
}
