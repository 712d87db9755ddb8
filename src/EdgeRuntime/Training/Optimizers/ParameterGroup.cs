namespace EdgeRuntime.Training;

/// <summary>Weights that are trained in another way than the rest: a slower backbone, no decay for biases.</summary>
/// <param name="Names">Which weights, by name: <c>*</c> stands for any text (<c>block3/*</c>, <c>*.bias</c>).</param>
public sealed record ParameterGroup(string Names)
{
    /// <summary>Biases and the scales and shifts of normalizations, whatever their names, without any penalty.</summary>
    public static ParameterGroup VectorsWithoutPenalty { get; } = new("*") { VectorsOnly = true, WeightDecay = 0f, DecoupledWeightDecay = 0f, L1 = 0f };

    /// <summary>Whether only tensors of one axis are meant: biases and the scales and shifts of normalizations.</summary>
    public bool VectorsOnly { get; init; }

    /// <summary>What the learning rate is multiplied with; 0 keeps the weights as they are.</summary>
    public float RateFactor { get; init; } = 1f;

    /// <summary>Instead of the rule's <see cref="UpdateRule.WeightDecay"/>; null leaves it.</summary>
    public float? WeightDecay { get; init; }

    /// <summary>Instead of the rule's <see cref="UpdateRule.DecoupledWeightDecay"/>; null leaves it.</summary>
    public float? DecoupledWeightDecay { get; init; }

    /// <summary>Instead of the rule's <see cref="UpdateRule.L1"/>; null leaves it.</summary>
    public float? L1 { get; init; }

    internal bool Holds(string name, int rank) => (!VectorsOnly || rank == 1) && NamePattern.Matches(Names, name);

    internal UpdateRule Change(UpdateRule rule) => rule with
    {
        WeightDecay = WeightDecay ?? rule.WeightDecay,
        DecoupledWeightDecay = DecoupledWeightDecay ?? rule.DecoupledWeightDecay,
        L1 = L1 ?? rule.L1,
    };

    internal void Validate(UpdateRule rule)
    {
        if (!float.IsFinite(RateFactor) || RateFactor < 0f)
            Throw.Data($"The parameter group '{Names}' multiplies the rate with {RateFactor}: use a finite number from 0 up.");
        Change(rule).Validate();
    }
}
