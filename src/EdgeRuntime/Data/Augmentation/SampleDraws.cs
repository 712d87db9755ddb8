using EdgeRuntime.Random;

namespace EdgeRuntime.Data.Augmentation;

/// <summary>What is drawn for a sample, each at its own place, so that switching one kind on leaves the draws of the others as they are.</summary>
internal enum Draw
{
    Rotate,
    ShiftX,
    ShiftY,
    Zoom,
    ShearX,
    FlipHorizontally,
    FlipVertically,
    Brightness,
    Contrast,
    CutoutX,
    CutoutY,
    Scale,
    TimeShift,
    CropLength,
    CropStart,
    TimeMaskLength,
    TimeMaskStart,
    FeatureMaskLength,
    FeatureMaskStart,
}

/// <summary>The random numbers of one sample in one epoch: a pure function of (seed, epoch, sample).</summary>
internal readonly struct SampleDraws
{
    private const uint LowStream = 0x4155_0001, HighStream = 0x4155_0002, NumberStream = 0x4155_0003, NoiseStream = 0x4155_0004, ElasticStream = 0x4155_0005;

    private readonly CounterRandom _random;

    public SampleDraws(ulong seed, int epoch, int index)
    {
        // The sample has a seed of its own, so that its numbers may be as many as it wants.
        ulong place = ((ulong)(uint)epoch << 32) | (uint)index;
        ulong own = ((ulong)new CounterRandom(seed, HighStream).UInt32(place) << 32) | new CounterRandom(seed, LowStream).UInt32(place);
        _random = new CounterRandom(own, NumberStream);
    }

    /// <summary>Where the words of the noise come from.</summary>
    public CounterRandom Noise => _random.WithStream(NoiseStream);

    /// <summary>Where the displacements of an elastic field come from.</summary>
    public CounterRandom Elastic => _random.WithStream(ElasticStream);

    /// <summary>A number in [0, 1).</summary>
    public float Unit(Draw draw) => _random.Uniform((ulong)draw);

    /// <summary>A number in [-<paramref name="most"/>, <paramref name="most"/>).</summary>
    public float Signed(Draw draw, float most) => ((2 * _random.Uniform((ulong)draw)) - 1) * most;

    /// <summary>One of two, each as often.</summary>
    public bool Coin(Draw draw) => _random.Uniform((ulong)draw) < 0.5f;
}
