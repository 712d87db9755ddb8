using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>Scale x</c> where x is 0 or more, else <c>Scale Alpha (e^(Rate x) - 1)</c>: Elu, Selu and Celu.</summary>
internal readonly record struct EluFormula(float Alpha, float Scale, float Rate) : IDifferentiableMap
{
    /// <summary>With the signs that everybody uses, the output is negative where the input is.</summary>
    public bool GradientTakesOutput => Alpha * Scale > 0 && Scale > 0;

    public V Apply<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct
    {
        V left = S.Multiply(S.Set(Alpha * Scale), VectorMath.ExpM1<S, V>(S.Multiply(S.Set(Rate), S.Min(S.Zero, x))));
        return S.Select(S.Greater(S.Zero, x), left, S.Multiply(S.Set(Scale), x));
    }

    public V Gradient<S, V>(V saved, V dy)
        where S : struct, ISimd<V>
        where V : struct
    {
        // The left slope is Scale Alpha Rate e^(Rate x) = Rate (y + Scale Alpha).
        V left = GradientTakesOutput
            ? S.Multiply(S.Set(Rate), S.Add(saved, S.Set(Alpha * Scale)))
            : S.Multiply(S.Set(Alpha * Scale * Rate), VectorMath.Exp<S, V>(S.Multiply(S.Set(Rate), saved)));
        return S.Multiply(dy, S.Select(S.Greater(S.Zero, saved), left, S.Set(Scale)));
    }
}
