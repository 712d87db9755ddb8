namespace EdgeRuntime.Data.Sequences.Tones;

/// <summary>A piece of a word that the mouth holds, or passes through: resonances in hertz, how loud voice and hiss are, and how long.</summary>
/// <param name="F1">First resonance.</param>
/// <param name="F2">Second resonance.</param>
/// <param name="F3">Third resonance.</param>
/// <param name="Voice">Loudness of the voice, 0 to 1.</param>
/// <param name="Hiss">Loudness of the breath, 0 to 1.</param>
/// <param name="HissHertz">Where the breath is loudest.</param>
/// <param name="Milliseconds">How long it takes at a usual pace.</param>
internal readonly record struct ToneSegment(float F1, float F2, float F3, float Voice, float Hiss, float HissHertz, float Milliseconds);
