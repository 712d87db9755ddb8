using EdgeRuntime.Data.Digits;
using EdgeRuntime.Random;

namespace EdgeRuntime.Data.Sequences.Tones;

/// <summary>Who speaks: what all words of a voice have in common.</summary>
/// <param name="PitchHertz">How high the voice is.</param>
/// <param name="Tract">What resonances are multiplied by: short throats have higher ones.</param>
/// <param name="Pace">What durations are multiplied by.</param>
/// <param name="Melody">How far the pitch falls in a word, as a part of it.</param>
/// <param name="Breath">How much the breath is heard beside the voice.</param>
internal readonly record struct ToneVoice(float PitchHertz, float Tract, float Pace, float Melody, float Breath)
{
    /// <summary>One of the voices of a part of the set.</summary>
    public static ToneVoice Of(ulong seed, uint part, int speaker)
    {
        RandomDraws draws = new(new CounterRandom(seed, ToneStreams.Voice + part), (ulong)speaker << 8);
        float tract = draws.Uniform(0.88f, 1.16f);
        return new ToneVoice(110 + (600 * (tract - 0.88f)) + draws.Uniform(-20, 20), tract, draws.Uniform(0.8f, 1.25f), draws.Uniform(0.02f, 0.25f), draws.Uniform(0.5f, 2));
    }
}
