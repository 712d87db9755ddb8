namespace EdgeRuntime.Training;

/// <summary>How large a built-in network of sequences is, and what it takes.</summary>
public sealed record SequenceOptions
{
    /// <summary>Numbers of a layer's state, in each direction; of a transformer, of each step; filters of a tcn.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Layers one over the other, or blocks of a tcn; 0 for the usual number, 1 layer or 4 blocks.</summary>
    public int Layers { get; init; }

    /// <summary>Steps that a convolution of a tcn sees.</summary>
    public int Kernel { get; init; } = 3;

    /// <summary>Whether convolutions of a tcn are depthwise separable: a filter a feature over time, then a convolution of one step.</summary>
    public bool Separable { get; init; }

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

    /// <summary>How many layers, where a network usually has so many.</summary>
    internal int LayersOr(int usual) => Layers > 0 ? Layers : usual;

    /// <summary>Refuses sizes that no network could have.</summary>
    internal void Check(string name)
    {
        const int Most = 1 << 14;
        if (Hidden is < 1 or > Most || Layers is < 0 or > 64 || !(Dropout is >= 0f and < 1f))
            Throw.Data($"'{name}' with {Layers} layer(s) of {Hidden} numbers and a dropout of {Dropout}: use 1 to 64 layers, 1 to {Most} numbers, and a dropout from 0 to below 1.");
        switch (name)
        {
            case "transformer" when Heads < 1 || Hidden % Heads != 0 || Hidden % 2 != 0:
                Throw.Data($"'{name}' of {Hidden} numbers a step and {Heads} heads: the numbers must be even and a multiple of the heads.");
                break;
            case "transformer" when Bidirectional:
                Throw.Data($"'{name}' sees all steps from every step: leave bidirectional out.");
                break;
            case "tcn" when Kernel is < 1 or > 64 || Layers > TemporalNetwork.MostBlocks:
                Throw.Data($"'{name}' with {Layers} blocks of convolutions of {Kernel} steps: use 1 to 64 steps and at most {TemporalNetwork.MostBlocks} blocks, each of which reaches twice as far as the one before it.");
                break;
            case "tcn" when Bidirectional:
                Throw.Data($"'{name}' reads the past alone: leave bidirectional out, or use gru or lstm.");
                break;
        }
    }
}
