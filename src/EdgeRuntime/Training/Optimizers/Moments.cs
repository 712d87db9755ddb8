using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>The running means of a gradient and of its square that Adam and its kin keep.</summary>
/// <param name="Beta1">How much of the mean stays.</param>
/// <param name="Rest1">The rest to 1.</param>
/// <param name="Beta2">How much of the mean square stays.</param>
/// <param name="Rest2">The rest to 1.</param>
/// <param name="Epsilon">Added to the divisor.</param>
internal readonly record struct Moments(float Beta1, float Rest1, float Beta2, float Rest2, float Epsilon)
{
    /// <summary>Brings both means up to date and gives <c>sqrt(square) * correction + epsilon</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Follow<S, V>(V g, float correction, ref V mean, ref V square)
        where S : struct, ISimd<V>
        where V : struct
    {
        mean = S.Fma(S.Set(Beta1), mean, S.Multiply(S.Set(Rest1), g));
        square = S.Fma(S.Set(Beta2), square, S.Multiply(S.Multiply(S.Set(Rest2), g), g));
        return S.Fma(S.Sqrt(square), S.Set(correction), S.Set(Epsilon));
    }
}
