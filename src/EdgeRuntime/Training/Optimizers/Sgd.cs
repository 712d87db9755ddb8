using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>Stochastic gradient descent: <c>g = dw + decay * w; v = momentum * v + g; w = w - rate * v</c>.</summary>
/// <remarks>The formulas of PyTorch's SGD: weight decay is coupled (part of the gradient), and the velocity holds no rate.</remarks>
public sealed record Sgd : UpdateRule
{
    /// <summary>How much of the last velocity stays, 0 to below 1; 0 takes no memory for velocities.</summary>
    public float Momentum { get; init; } = 0.9f;

    /// <summary>How much of the weight itself is added to its gradient.</summary>
    public float WeightDecay { get; init; }

    /// <summary>Whether the step looks ahead along the velocity (<c>w = w - rate * (g + momentum * v)</c>).</summary>
    public bool Nesterov { get; init; }

    internal override IReadOnlyList<string> States => Momentum == 0f ? [] : ["momentum"];

    internal override Operator Update() => new SgdUpdate(Momentum, WeightDecay, Nesterov);

    internal override void Validate()
    {
        base.Validate();
        if (!(Momentum >= 0f && Momentum < 1f) || !float.IsFinite(WeightDecay) || WeightDecay < 0f)
            Throw.Data($"Momentum {Momentum}, weight decay {WeightDecay}: the momentum must be 0 to below 1, the decay finite and not negative.");
        if (Nesterov && Momentum == 0f)
            Throw.Data("Nesterov's step needs a momentum above 0.");
    }
}
