using System;
using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Arguments of a normalization of contiguous rows and of its gradient; the gradient's own members are null in the forward pass.</summary>
internal unsafe struct LayerNormalizationArgs
{
    public int Rows;
    public int Length;
    public float Epsilon;

    /// <summary>False for root mean square normalization, which takes no mean off.</summary>
    public bool Centered;
    public float* X; // [Rows, Length]
    public float* Scale; // [Length]
    public float* Bias; // [Length], null for zeros
    public float* Y;
    public float* Mean; // [Rows], zeros where not centered
    public float* Inverse; // [Rows], 1 / sqrt(variance + epsilon)
    public float* Dy;
    public float* Dmean; // what the loss asks of the statistics themselves; null where nothing
    public float* Dinverse;
    public float* Dx;
    public float* Dscale;
    public float* Dbias;
}

/// <summary><c>y = (x - mean) / sqrt(variance + epsilon) * scale + bias</c> with the statistics of each row, and its gradient.</summary>
internal static unsafe class LayerNormalizationF32
{
    /// <summary>Columns of one unit of <see cref="ParameterGradients"/>.</summary>
    public const int Block = 64;

    /// <summary>A unit is a row.</summary>
    public static void Forward<S, V>(in LayerNormalizationArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        int length = args.Length;
        for (int row = first; row < last; row++)
        {
            float* x = args.X + ((nint)row * length);
            float mean = args.Centered ? LaneSum.Of<S, V, PlainTerm>(x, x, x, 0, length) / length : 0;
            float variance = LaneSum.Of<S, V, SquareTerm>(x, x, x, mean, length) / length;
            float inverse = 1f / MathF.Sqrt(variance + args.Epsilon);
            args.Mean[row] = mean;
            args.Inverse[row] = inverse;
            float* y = args.Y + ((nint)row * length);
            int i = 0;
            for (; i <= length - S.Count; i += S.Count)
                Element<S, V>(x + i, args.Scale + i, args.Bias == null ? null : args.Bias + i, S.Set(mean), S.Set(inverse), y + i);
            for (; i < length; i++)
                Element<ScalarSet, float>(x + i, args.Scale + i, args.Bias == null ? null : args.Bias + i, mean, inverse, y + i);
        }
    }

    /// <summary>
    /// <c>dx = i (g - mean(g) - h mean(g h))</c> with <c>g = dy scale</c>, <c>h = (x - mean) i</c>, and what comes through mean and i
    /// themselves; a unit is a row.
    /// </summary>
    public static void InputGradient<S, V>(in LayerNormalizationArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        int length = args.Length;
        for (int row = first; row < last; row++)
        {
            float* x = args.X + ((nint)row * length);
            float* dy = args.Dy + ((nint)row * length);
            float* dx = args.Dx + ((nint)row * length);
            float mean = args.Mean[row], inverse = args.Inverse[row];
            float average = args.Centered ? LaneSum.Of<S, V, ProductTerm>(dy, args.Scale, x, 0, length) / length : 0;
            float slope = LaneSum.Of<S, V, CenteredProductTerm>(dy, args.Scale, x, mean, length) / length * inverse * inverse;
            if (args.Dmean != null && args.Centered)
                average -= args.Dmean[row] / (length * inverse);
            if (args.Dinverse != null)
                slope += inverse * inverse * args.Dinverse[row] / length;
            int i = 0;
            for (; i <= length - S.Count; i += S.Count)
                Gradient<S, V>(x + i, dy + i, args.Scale + i, S.Set(mean), S.Set(inverse), S.Set(average), S.Set(slope), dx + i);
            for (; i < length; i++)
                Gradient<ScalarSet, float>(x + i, dy + i, args.Scale + i, mean, inverse, average, slope, dx + i);
        }
    }

    /// <summary><c>dscale = sum of dy h</c> and <c>dbias = sum of dy</c> over the rows, in ascending order; a unit is a block of columns.</summary>
    public static void ParameterGradients<S, V>(in LayerNormalizationArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        int column = first * Block, end = Math.Min(last * Block, args.Length);
        for (; column <= end - S.Count; column += S.Count)
            Column<S, V>(args, column);
        for (; column < end; column++)
            Column<ScalarSet, float>(args, column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Element<S, V>(float* x, float* scale, float* bias, V mean, V inverse, float* y)
        where S : struct, ISimd<V>
        where V : struct
    {
        V normal = S.Multiply(S.Subtract(S.Load(x), mean), inverse);
        S.Store(y, bias == null ? S.Multiply(normal, S.Load(scale)) : S.Fma(normal, S.Load(scale), S.Load(bias)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gradient<S, V>(float* x, float* dy, float* scale, V mean, V inverse, V average, V slope, float* dx)
        where S : struct, ISimd<V>
        where V : struct
    {
        V g = S.Subtract(S.Multiply(S.Load(dy), S.Load(scale)), average);
        S.Store(dx, S.Multiply(inverse, S.Fnma(S.Subtract(S.Load(x), mean), slope, g)));
    }

    private static void Column<S, V>(in LayerNormalizationArgs args, int column)
        where S : struct, ISimd<V>
        where V : struct
    {
        nint stride = args.Length;
        float* x = args.X + column;
        float* dy = args.Dy + column;
        float* means = args.Mean;
        float* inverses = args.Inverse;
        V dscale = S.Zero, dbias = S.Zero;
        for (int row = 0; row < args.Rows; row++, x += stride, dy += stride)
        {
            V g = S.Load(dy);
            dscale = S.Fma(g, S.Multiply(S.Subtract(S.Load(x), S.Set(means[row])), S.Set(inverses[row])), dscale);
            dbias = S.Add(dbias, g);
        }

        S.Store(args.Dscale + column, dscale);
        S.Store(args.Dbias + column, dbias);
    }
}
