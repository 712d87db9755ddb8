namespace EdgeRuntime.Data.Sequences.Gestures;

/// <summary>The random streams of the gestures ("GE" in the upper half); the part of the set is added.</summary>
internal static class GestureStreams
{
    public const uint Person = 0x4745_0000, Stroke = 0x4745_0010, Noise = 0x4745_0020;
}
