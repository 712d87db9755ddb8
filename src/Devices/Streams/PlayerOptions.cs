using System.Collections.Generic;

namespace Devices.Streams;

/// <summary>How <see cref="SequencePlayer"/> plays a set.</summary>
public sealed record PlayerOptions
{
    /// <summary>How many sequences; those of the whole set where it has fewer.</summary>
    public int Count { get; init; } = int.MaxValue;

    /// <summary>Other seeds give other orders, rests and noise.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether the order is random; else that of the set.</summary>
    public bool Shuffles { get; init; } = true;

    /// <summary>The shortest rest, in seconds; there is one before each sequence and behind the last.</summary>
    public float LeastRestSeconds { get; init; } = 0.6f;

    /// <summary>The longest rest, in seconds.</summary>
    public float MostRestSeconds { get; init; } = 1.2f;

    /// <summary>Whether rests are silence; else the signal goes in them from where a sequence ended to where the next begins.</summary>
    public bool RestsAtZero { get; init; }

    /// <summary>The deviation of the noise in rests, of each channel in its unit; empty for none.</summary>
    public IReadOnlyList<float> NoiseDeviations { get; init; } = [];
}
