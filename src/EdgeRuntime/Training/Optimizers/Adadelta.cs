using System.Collections.Generic;
using System.Runtime.CompilerServices;
using EdgeRuntime.Graphs;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>
/// Adadelta (Zeiler, 2012): <c>s = rho s + (1 - rho) g^2; d = g sqrt(u + epsilon) / sqrt(s + epsilon); u = rho u + (1 - rho) d^2;
/// w = w - rate d</c>. PyTorch's Adadelta.
/// </summary>
public sealed record Adadelta : UpdateRule
{
    /// <summary>The formula's own step size, which needs no other.</summary>
    public Adadelta() => LearningRate = 1f;

    /// <summary>How much of the running means stays, 0 to below 1.</summary>
    public double Rho { get; init; } = 0.9;

    /// <summary>Added under both roots; the first steps are as long as its root.</summary>
    public float Epsilon { get; init; } = 1e-6f;

    internal override IReadOnlyList<string?> States => ["squares", "deltas"];

    internal override Operator Update(UpdateTerms terms) => new WeightUpdate<Formula>(nameof(Adadelta), new Formula((float)Rho, (float)(1 - Rho), Epsilon), terms);

    internal override void Validate()
    {
        base.Validate();
        RequireFraction(nameof(Rho), Rho);
        RequireNotNegative(nameof(Epsilon), Epsilon);
    }

    internal readonly record struct Formula(float Rho, float Rest, float Epsilon) : IUpdateFormula
    {
        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Next<S, V>(V w, V g, V rate, float* own, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V>
            where V : struct
        {
            V rho = S.Set(Rho), rest = S.Set(Rest), epsilon = S.Set(Epsilon);
            a = S.Fma(rho, a, S.Multiply(S.Multiply(rest, g), g));
            V delta = S.Multiply(S.Divide(S.Sqrt(S.Add(b, epsilon)), S.Sqrt(S.Add(a, epsilon))), g);
            b = S.Fma(rho, b, S.Multiply(S.Multiply(rest, delta), delta));
            return S.Fnma(rate, delta, w);
        }
    }
}
