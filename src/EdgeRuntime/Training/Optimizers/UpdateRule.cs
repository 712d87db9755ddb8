using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>How weights follow their gradients: an optimizer. One of the records derived from it.</summary>
public abstract record UpdateRule
{
    private protected UpdateRule()
    {
    }

    /// <summary>The step size; may be changed between steps by <see cref="Trainer.LearningRate"/>.</summary>
    public float LearningRate { get; init; } = 0.01f;

    /// <summary>The names of the tensors of the weight's shape that the rule keeps for each weight, which start as zeros.</summary>
    internal abstract IReadOnlyList<string> States { get; }

    /// <summary>How many numbers change from step to step: the rate, and what depends on the number of the step.</summary>
    internal virtual int ScalarCount => 1;

    /// <summary>Computes these numbers before a step.</summary>
    /// <param name="step">From 1.</param>
    /// <param name="rate">The learning rate of this step.</param>
    /// <param name="scalars"><see cref="ScalarCount"/> numbers, the rate first.</param>
    internal virtual void WriteScalars(long step, float rate, Span<float> scalars) => scalars[0] = rate;

    /// <summary>The node's operator. Inputs: weight, gradient, scalars [ScalarCount], then the states; writes weight and states in place.</summary>
    internal abstract Operator Update();

    /// <summary>Refuses parameters outside their range.</summary>
    internal virtual void Validate()
    {
        if (!float.IsFinite(LearningRate) || LearningRate < 0f)
            Throw.Data($"A learning rate of {LearningRate}: use a finite number from 0 up.");
    }
}
