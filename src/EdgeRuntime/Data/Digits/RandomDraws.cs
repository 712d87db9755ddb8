using EdgeRuntime.Random;

namespace EdgeRuntime.Data.Digits;

/// <summary>Numbers drawn one after another from a counter-based stream; the only state is the position.</summary>
internal struct RandomDraws(CounterRandom random, ulong position)
{
    private ulong _position = position;

    public float Uniform(float low, float high) => low + ((high - low) * random.Uniform(_position++));

    public float Normal(float mean, float deviation) => mean + (deviation * random.Normal(_position++));

    public int Below(int bound) => random.Below(bound, _position++);

    public bool Chance(float probability) => random.Uniform(_position++) < probability;
}
