using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>How weights follow their gradients: an optimizer. One of the records derived from it.</summary>
/// <remarks>
/// A penalty acts on the gradient alone: the loss that <see cref="Trainer.Step"/> gives is that of the data. <see cref="WeightDecay"/> and
/// <see cref="L1"/> together are the elastic net.
/// </remarks>
public abstract record UpdateRule
{
    /// <summary>Places in the scalars of a step: whether weights move in it, the learning rate, what decoupled decay leaves of a weight; the rule's own follow.</summary>
    internal const int Due = 0, Rate = 1, Keep = 2, Own = 3;

    private protected UpdateRule()
    {
    }

    /// <summary>The step size; may be changed between steps by <see cref="Trainer.LearningRate"/>.</summary>
    public float LearningRate { get; init; } = 0.01f;

    /// <summary>Coupled weight decay, the gradient of an L2 penalty of half of it: <c>g = dw + decay * w</c> goes through the rule as any gradient does.</summary>
    public float WeightDecay { get; init; }

    /// <summary>Decoupled weight decay (Loshchilov and Hutter, 2019): <c>w = w - rate * decay * w</c> beside the rule, which does not see it.</summary>
    public float DecoupledWeightDecay { get; init; }

    /// <summary>The factor of an L1 penalty: <c>g = dw + l1 * sign(w)</c>, where 0 has no sign.</summary>
    public float L1 { get; init; }

    /// <summary>The names of up to three tensors of the weight's shape that the rule keeps for each weight, which start as zeros; null for a place that stays empty.</summary>
    internal abstract IReadOnlyList<string?> States { get; }

    /// <summary>How many numbers change from step to step.</summary>
    internal int ScalarCount => Own + OwnScalars;

    /// <summary>How many of these numbers only this rule has.</summary>
    private protected virtual int OwnScalars => 0;

    /// <summary>The node's operator: <see cref="WeightUpdate{TFormula}"/> with the rule's formula.</summary>
    internal abstract Operator Update(UpdateTerms terms);

    /// <summary>Computes the numbers of a step.</summary>
    /// <param name="step">How often weights have moved when this step is done, from 1.</param>
    /// <param name="rate">The learning rate of this step.</param>
    /// <param name="due">Whether weights move in this step, or only their gradients add up.</param>
    /// <param name="scalars"><see cref="ScalarCount"/> numbers.</param>
    internal void WriteScalars(long step, float rate, bool due, Span<float> scalars)
    {
        scalars[Due] = due ? 1f : 0f;
        scalars[Rate] = rate;
        scalars[Keep] = (float)(1 - ((double)rate * DecoupledWeightDecay));
        WriteOwn(step, rate, scalars[Own..]);
    }

    /// <summary>Computes the rule's own numbers.</summary>
    private protected virtual void WriteOwn(long step, double rate, Span<float> own)
    {
    }

    /// <summary>The penalties and limits that every formula has in common.</summary>
    internal UpdateTerms Terms(float clipValue, bool clears) => new(WeightDecay, DecoupledWeightDecay != 0f, L1, clipValue, clears);

    /// <summary>Refuses parameters outside their range.</summary>
    internal virtual void Validate()
    {
        RequireNotNegative(nameof(LearningRate), LearningRate);
        RequireNotNegative(nameof(WeightDecay), WeightDecay);
        RequireNotNegative(nameof(DecoupledWeightDecay), DecoupledWeightDecay);
        RequireNotNegative(nameof(L1), L1);
    }

    private protected void RequireNotNegative(string name, double value)
    {
        if (!double.IsFinite(value) || value < 0)
            Throw.Data($"{GetType().Name}: {name} is {value}: use a finite number from 0 up.");
    }

    private protected void RequireFraction(string name, double value)
    {
        if (!(value >= 0 && value < 1))
            Throw.Data($"{GetType().Name}: {name} is {value}: use a number from 0 to below 1.");
    }
}
