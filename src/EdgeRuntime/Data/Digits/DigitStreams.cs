namespace EdgeRuntime.Data.Digits;

/// <summary>The random streams of the drawn digits ("DI" in the upper half); the part of the set is added.</summary>
internal static class DigitStreams
{
    public const uint Writer = 0x4449_0000, Sample = 0x4449_0010, PageLayout = 0x4449_0020, PageNoise = 0x4449_0030, PageWriter = 0x4449_0040;
}
