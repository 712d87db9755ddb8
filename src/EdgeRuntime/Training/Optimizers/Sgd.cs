using System.Collections.Generic;
using System.Runtime.CompilerServices;
using EdgeRuntime.Graphs;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>Stochastic gradient descent: <c>g = dw + decay * w; v = momentum * v + g; w = w - rate * v</c>.</summary>
/// <remarks>The formulas of PyTorch's SGD: weight decay is coupled (part of the gradient), and the velocity holds no rate.</remarks>
public sealed record Sgd : UpdateRule
{
    /// <summary>How much of the last velocity stays, 0 to below 1; 0 takes no memory for velocities.</summary>
    public float Momentum { get; init; } = 0.9f;

    /// <summary>Whether the step looks ahead along the velocity (<c>w = w - rate * (g + momentum * v)</c>).</summary>
    public bool Nesterov { get; init; }

    internal override IReadOnlyList<string?> States => Momentum == 0f ? [] : ["momentum"];

    internal override Operator Update(UpdateTerms terms) => Momentum == 0f
        ? new WeightUpdate<PlainFormula>(nameof(Sgd), default, terms)
        : new WeightUpdate<MomentumFormula>(nameof(Sgd), new MomentumFormula(Momentum, Nesterov), terms);

    internal override void Validate()
    {
        base.Validate();
        RequireFraction(nameof(Momentum), Momentum);
        if (Nesterov && Momentum == 0f)
            Throw.Data("Nesterov's step needs a momentum above 0.");
    }

    internal readonly record struct PlainFormula : IUpdateFormula
    {
        public static int States => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Next<S, V>(V w, V g, V rate, float* own, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V>
            where V : struct => S.Fnma(rate, g, w);
    }

    internal readonly record struct MomentumFormula(float Momentum, bool Nesterov) : IUpdateFormula
    {
        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Next<S, V>(V w, V g, V rate, float* own, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V>
            where V : struct
        {
            V momentum = S.Set(Momentum);
            a = S.Fma(momentum, a, g);
            return S.Fnma(rate, Nesterov ? S.Fma(momentum, a, g) : a, w);
        }
    }
}
