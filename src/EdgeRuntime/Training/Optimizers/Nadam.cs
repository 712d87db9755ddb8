using System;
using System.Runtime.CompilerServices;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>
/// Adam with Nesterov's look ahead (Dozat, 2016): with <c>mu(t) = beta1 (1 - 0.96^(t MomentumDecay) / 2)</c> and P(t) the product of all mu
/// up to t, <c>w = w - rate ((1 - mu(t)) / (1 - P(t)) g + mu(t + 1) / (1 - P(t + 1)) m) / (sqrt(v / (1 - beta2^t)) + epsilon)</c>.
/// PyTorch's NAdam.
/// </summary>
public sealed record Nadam : Adam
{
    private const double LogOfBase = -0.040821994520255166; // ln 0.96

    /// <summary>PyTorch's step size.</summary>
    public Nadam() => LearningRate = 0.002f;

    /// <summary>How fast the momentum grows from half of <see cref="Adam.Beta1"/> to all of it.</summary>
    public double MomentumDecay { get; init; } = 0.004;

    private protected override int OwnScalars => 3;

    internal override Operator Update(UpdateTerms terms) => new WeightUpdate<Formula>(nameof(Nadam), new Formula(Moments), terms);

    internal override void Validate()
    {
        base.Validate();
        RequireFraction(nameof(MomentumDecay), MomentumDecay);
    }

    private protected override void WriteOwn(long step, double rate, Span<float> own)
    {
        double now = Momentum(step), next = Momentum(step + 1), product = Product(step);
        own[0] = (float)(rate * (1 - now) / (1 - product));
        own[1] = (float)(rate * next / (1 - (product * next)));
        own[2] = (float)(1 / Math.Sqrt(1 - StableMath.Power(Beta2, step)));
    }

    private double Momentum(long step) => Beta1 * (1 - (0.5 * StableMath.Power(StableMath.Exp(MomentumDecay * LogOfBase), step)));

    // Too small to change 1 - P, the rest of the product need not be known: within a few hundred factors for beta1 up to 0.9.
    private double Product(long step)
    {
        const double Nothing = 1e-18;
        double fall = StableMath.Exp(MomentumDecay * LogOfBase), power = 1, product = 1;
        for (long i = 1; i <= step && product > Nothing; i++)
        {
            power *= fall;
            product *= Beta1 * (1 - (0.5 * power));
        }

        return product;
    }

    internal readonly new record struct Formula(Moments Moments) : IUpdateFormula
    {
        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Next<S, V>(V w, V g, V rate, float* own, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V>
            where V : struct
        {
            V divisor = Moments.Follow<S, V>(g, own[2], ref a, ref b);
            return S.Subtract(w, S.Divide(S.Fma(S.Set(own[1]), a, S.Multiply(S.Set(own[0]), g)), divisor));
        }
    }
}
