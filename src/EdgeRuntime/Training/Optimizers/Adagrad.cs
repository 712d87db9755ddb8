using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using EdgeRuntime.Graphs;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>
/// Adagrad (Duchi, Hazan and Singer, 2011): <c>s = s + g^2; w = w - r g / (sqrt(s) + epsilon)</c> with
/// <c>r = rate / (1 + (step - 1) * RateDecay)</c>. PyTorch's Adagrad with an initial accumulator of 0.
/// </summary>
public sealed record Adagrad : UpdateRule
{
    /// <summary>How fast the step size falls beside the falling of the formula itself; 0 for not at all.</summary>
    public float RateDecay { get; init; }

    /// <summary>Added to the divisor.</summary>
    public float Epsilon { get; init; } = 1e-10f;

    internal override IReadOnlyList<string?> States => ["squares"];

    private protected override int OwnScalars => 1;

    internal override Operator Update(UpdateTerms terms) => new WeightUpdate<Formula>(nameof(Adagrad), new Formula(Epsilon), terms);

    internal override void Validate()
    {
        base.Validate();
        RequireNotNegative(nameof(RateDecay), RateDecay);
        RequireNotNegative(nameof(Epsilon), Epsilon);
    }

    private protected override void WriteOwn(long step, double rate, Span<float> own) => own[0] = (float)(rate / (1 + ((step - 1) * (double)RateDecay)));

    internal readonly record struct Formula(float Epsilon) : IUpdateFormula
    {
        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Next<S, V>(V w, V g, V rate, float* own, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V>
            where V : struct
        {
            a = S.Fma(g, g, a);
            return S.Fnma(S.Set(own[0]), S.Divide(g, S.Add(S.Sqrt(a), S.Set(Epsilon))), w);
        }
    }
}
