namespace EdgeRuntime.Training;

/// <summary>How large a built-in network of sequences is, and what it takes.</summary>
public sealed record SequenceOptions
{
    /// <summary>Numbers of a layer's state, in each direction; of a transformer, of each step.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Layers one over the other.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Heads of a transformer's attention, which share out the even <see cref="Hidden"/>; other networks have none.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Whether sequences are read backward too (not of a transformer, which sees all steps anyway); such a network cannot run step by step as data come in.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>The part of numbers that is dropped in training between layers and before the last, 0 to below 1.</summary>
    public float Dropout { get; init; }

    /// <summary>What classes are concluded from; a transformer takes the mean whatever this says.</summary>
    public SequencePooling Pooling { get; init; }

    /// <summary>Whether a second input <c>lengths</c>, int32 [batch], says how many steps of each sequence are real.</summary>
    public bool TakesLengths { get; init; }

    /// <summary>Refuses sizes that no network could have.</summary>
    internal void Check(string name)
    {
        const int Most = 1 << 14;
        if (Hidden is < 1 or > Most || Layers is < 1 or > 64 || !(Dropout is >= 0f and < 1f))
            Throw.Data($"'{name}' with {Layers} layer(s) of {Hidden} numbers and a dropout of {Dropout}: use 1 to 64 layers, 1 to {Most} numbers, and a dropout from 0 to below 1.");
        if (name != "transformer")
            return;
        if (Heads < 1 || Hidden % Heads != 0 || Hidden % 2 != 0)
            Throw.Data($"'{name}' of {Hidden} numbers a step and {Heads} heads: the numbers must be even and a multiple of the heads.");
        if (Bidirectional)
            Throw.Data($"'{name}' sees all steps from every step: leave bidirectional out.");
    }
}
