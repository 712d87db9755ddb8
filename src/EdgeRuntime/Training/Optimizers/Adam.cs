using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>
/// Adam (Kingma and Ba, 2015): <c>m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
/// w = w - rate / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + epsilon)</c>. PyTorch's Adam.
/// </summary>
public record Adam : UpdateRule
{
    /// <summary>The paper's step size.</summary>
    public Adam() => LearningRate = 0.001f;

    /// <summary>How much of the gradient's running mean stays, 0 to below 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the running mean of its square stays, 0 to below 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the divisor.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    internal override IReadOnlyList<string?> States => ["means", "squares"];

    private protected override int OwnScalars => 2;

    private protected Moments Moments => new((float)Beta1, (float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2), Epsilon);

    internal override Operator Update(UpdateTerms terms) => new WeightUpdate<Formula>(GetType().Name, new Formula(Moments), terms);

    internal override void Validate()
    {
        base.Validate();
        RequireFraction(nameof(Beta1), Beta1);
        RequireFraction(nameof(Beta2), Beta2);
        RequireNotNegative(nameof(Epsilon), Epsilon);
    }

    private protected override void WriteOwn(long step, double rate, Span<float> own)
    {
        own[0] = (float)(rate / (1 - StableMath.Power(Beta1, step)));
        own[1] = (float)(1 / Math.Sqrt(1 - StableMath.Power(Beta2, step)));
    }

    internal readonly record struct Formula(Moments Moments) : IUpdateFormula
    {
        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Next<S, V>(V w, V g, V rate, float* own, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V>
            where V : struct
        {
            V divisor = Moments.Follow<S, V>(g, own[1], ref a, ref b);
            return S.Fnma(S.Set(own[0]), S.Divide(a, divisor), w);
        }
    }
}
