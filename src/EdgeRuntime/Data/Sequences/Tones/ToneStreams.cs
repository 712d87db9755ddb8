namespace EdgeRuntime.Data.Sequences.Tones;

/// <summary>The random streams of the spoken tones ("TO" in the upper half); the part of the set is added.</summary>
internal static class ToneStreams
{
    public const uint Voice = 0x544F_0000, Word = 0x544F_0010, Noise = 0x544F_0020;
}
