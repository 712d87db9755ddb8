using System;
using EdgeRuntime.Random;

namespace EdgeRuntime.Data.Digits;

/// <summary>What stays the same when one person writes: slant, proportions, pen, steadiness and the favourite form of each digit.</summary>
internal readonly struct Writer
{
    private readonly CounterRandom _random;
    private readonly ulong _position;

    /// <summary>A writer of the stream; every writer has 64 positions of its own.</summary>
    public Writer(CounterRandom random, int number)
    {
        (_random, _position) = (random, (ulong)number * 64);
        RandomDraws draws = new(random, _position + 16);
        Slant = Math.Clamp(draws.Normal(0.10f, 0.24f), -0.5f, 0.75f);
        Aspect = Math.Clamp(draws.Normal(0.88f, 0.20f), 0.45f, 1.5f);
        PenRadius = Math.Clamp(draws.Normal(0.068f, 0.022f), 0.032f, 0.13f);
        Pressure = draws.Uniform(0f, 0.28f);
        Unsteadiness = draws.Uniform(0.008f, 0.030f);
        Roundness = draws.Uniform(0.7f, 1.15f);
        Waist = draws.Normal(0f, 0.10f);
    }

    /// <summary>Shift of x for each unit of height, upwards to the right.</summary>
    public float Slant { get; }

    /// <summary>Width of the box by its height.</summary>
    public float Aspect { get; }

    /// <summary>Half the width of the line, in heights of the digit.</summary>
    public float PenRadius { get; }

    /// <summary>How far the width of the line changes along a stroke, as a share of it.</summary>
    public float Pressure { get; }

    /// <summary>Deviation of the control points, in heights of the digit.</summary>
    public float Unsteadiness { get; }

    /// <summary>How strongly curves swing: below 1 they run straighter between the points, above 1 they bulge.</summary>
    public float Roundness { get; }

    /// <summary>How far the middle of digits is shifted down, in heights.</summary>
    public float Waist { get; }

    /// <summary>The form of a digit that this writer prefers; four times in five.</summary>
    public int Variant(int digit, int variants, ref RandomDraws draws)
    {
        int favourite = _random.Below(variants, _position + (uint)digit);
        int other = draws.Below(variants);
        return draws.Chance(0.8f) ? favourite : other;
    }
}
