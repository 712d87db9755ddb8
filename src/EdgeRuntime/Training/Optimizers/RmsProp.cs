using System.Collections.Generic;
using System.Runtime.CompilerServices;
using EdgeRuntime.Graphs;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>
/// RMSprop (Hinton, 2012): <c>s = alpha s + (1 - alpha) g^2; d = g / (sqrt(s) + epsilon); w = w - rate d</c>; with momentum
/// <c>v = momentum v + d; w = w - rate v</c>; centered <c>s - mean(g)^2</c> stands under the root. PyTorch's RMSprop.
/// </summary>
public sealed record RmsProp : UpdateRule
{
    /// <summary>How much of the running means stays, 0 to below 1.</summary>
    public double Alpha { get; init; } = 0.99;

    /// <summary>Added to the divisor.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>How much of the last velocity stays, 0 to below 1; 0 takes no memory for velocities.</summary>
    public float Momentum { get; init; }

    /// <summary>Whether the variance of the gradient divides it (Graves, 2013), not its mean square.</summary>
    public bool Centered { get; init; }

    internal override IReadOnlyList<string?> States => ["squares", Centered ? "means" : null, Momentum == 0f ? null : "momentum"];

    internal override Operator Update(UpdateTerms terms) =>
        new WeightUpdate<Formula>(nameof(RmsProp), new Formula((float)Alpha, (float)(1 - Alpha), Epsilon, Momentum, Centered), terms);

    internal override void Validate()
    {
        base.Validate();
        RequireFraction(nameof(Alpha), Alpha);
        RequireFraction(nameof(Momentum), Momentum);
        RequireNotNegative(nameof(Epsilon), Epsilon);
    }

    internal readonly record struct Formula(float Alpha, float Rest, float Epsilon, float Momentum, bool Centered) : IUpdateFormula
    {
        public static int States => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Next<S, V>(V w, V g, V rate, float* own, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V>
            where V : struct
        {
            V alpha = S.Set(Alpha), rest = S.Set(Rest);
            a = S.Fma(alpha, a, S.Multiply(S.Multiply(rest, g), g));
            V square = a;
            if (Centered)
            {
                b = S.Fma(alpha, b, S.Multiply(rest, g));
                square = S.Max(S.Zero, S.Fnma(b, b, a)); // rounding may leave a variance below 0; NaN passes
            }

            V step = S.Divide(g, S.Add(S.Sqrt(square), S.Set(Epsilon)));
            if (Momentum != 0f)
                step = c = S.Fma(S.Set(Momentum), c, step);
            return S.Fnma(rate, step, w);
        }
    }
}
