using System;

namespace EdgeRuntime.Training;

/// <summary>Where a run is, as far as a schedule may know.</summary>
public readonly ref struct RunPosition
{
    /// <summary>The steps done before the coming one, over all epochs.</summary>
    public required long Step { get; init; }

    /// <summary>Steps of one epoch, 1 or more.</summary>
    public required int StepsPerEpoch { get; init; }

    /// <summary>Epochs of the whole run.</summary>
    public required int Epochs { get; init; }

    /// <summary>The loss that is watched, of each epoch that is done: on the validation data where there are some, else on the training data.</summary>
    public ReadOnlySpan<double> Losses { get; init; }

    /// <summary>The epoch of the coming step, from 0.</summary>
    public int Epoch => (int)(Step / StepsPerEpoch);

    /// <summary>Steps of the whole run.</summary>
    public long Steps => (long)Epochs * StepsPerEpoch;
}
