using System;
using EdgeRuntime;
using EdgeRuntime.Data.Sequences;
using Xunit;

namespace Tests.Data.Sequences;

public sealed class WavFileTests
{
    private static readonly byte[] s_good = WavBytes.OfSamples([0, 16384, -32768]);

    [Theory]
    [InlineData(8, false)]
    [InlineData(16, false)]
    [InlineData(24, false)]
    [InlineData(32, false)]
    [InlineData(16, true)]
    [InlineData(24, true)]
    public void EveryWidthOfPcmGivesTheSameAmplitudes(int bits, bool extensible)
    {
        byte[] sound = bits switch
        {
            8 => [128, 192, 0],
            16 => [0, 0, 0, 0x40, 0, 0x80],
            24 => [0, 0, 0, 0, 0, 0x40, 0, 0, 0x80],
            _ => [0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0x80],
        };
        WavSound read = WavFile.Decode(WavBytes.Of(sound, bits: bits, rate: 16000, extensible: extensible), "a.wav");
        Assert.Equal(16000, read.Rate);
        Assert.Equal([0f, 0.5f, -1f], read.Samples);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FloatsAreTakenAsTheyAreAndChannelsBecomeTheirMean(bool extensible)
    {
        byte[] sound = [.. BitConverter.GetBytes(0.25f), .. BitConverter.GetBytes(0.75f), .. BitConverter.GetBytes(-1f), .. BitConverter.GetBytes(0f)];
        WavSound read = WavFile.Decode(WavBytes.Of(sound, format: 3, channels: 2, bits: 32, extensible: extensible), "a.wav");
        Assert.Equal([0.5f, -0.5f], read.Samples);
    }

    [Fact]
    public void ASoundThatIsCutOffAnywhereIsOneError()
    {
        for (int length = 0; length < s_good.Length; length++)
            Assert.Equal(ErrorKind.Format, Assert.Throws<EdgeException>(() => WavFile.Decode(s_good.AsSpan(0, length), "a.wav")).Kind);
        Assert.Contains("cut off", Assert.Throws<EdgeException>(() => WavFile.Decode(s_good.AsSpan(0, s_good.Length - 1), "a.wav")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, 8000, 16, ErrorKind.Format, "0 channel(s)")]
    [InlineData(1, 65, 8000, 16, ErrorKind.Format, "65 channel(s)")]
    [InlineData(1, 1, 0, 16, ErrorKind.Format, "0 times a second")]
    [InlineData(1, 1, -1, 16, ErrorKind.Format, "4294967295 times a second")]
    [InlineData(1, 1, 8000, 12, ErrorKind.Unsupported, "12 bits")]
    [InlineData(3, 1, 8000, 64, ErrorKind.Unsupported, "64 bits")]
    [InlineData(7, 1, 8000, 8, ErrorKind.Unsupported, "format 7")]
    public void WildHeadersAreRefusedByName(int format, int channels, int rate, int bits, ErrorKind kind, string expected)
    {
        EdgeException error = Assert.Throws<EdgeException>(() => WavFile.Decode(WavBytes.Of(new byte[16], format, channels, rate, bits), "a.wav"));
        Assert.Equal(kind, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyOddAndUnusableSoundsAreRefused()
    {
        Refused([], "is empty: 0 bytes");
        Refused(WavBytes.Of([]), "length 0");
        Refused(WavBytes.Of(new byte[3]), "no whole samples");
        Refused(WavBytes.Of(BitConverter.GetBytes(float.NaN), format: 3, bits: 32), "not a finite number");
        Refused([.. "RF64"u8, .. new byte[40]], "RF64");
        Refused("hello, I am a text"u8.ToArray(), "not a WAV file");
        Refused([.. s_good.AsSpan(0, 12), .. "data"u8, 2, 0, 0, 0, 0, 0], "before the description");
    }

    [Fact]
    public void TheBeginningOfAFileTellsItsLength()
    {
        byte[] file = WavBytes.Of(new byte[4000], channels: 2, rate: 16000);
        Assert.Equal((1000L, 16000), WavFile.Describe(file.AsSpan(0, 100), file.Length, "a.wav"));
        Assert.Null(WavFile.Describe(file.AsSpan(0, 30), file.Length, "a.wav"));
        Assert.Equal(ErrorKind.Format, Assert.Throws<EdgeException>(() => WavFile.Describe(file.AsSpan(0, 100), file.Length - 1, "a.wav")).Kind);
    }

    private static void Refused(byte[] file, string expected) =>
        Assert.Contains(expected, Assert.Throws<EdgeException>(() => WavFile.Decode(file, "a.wav")).Message, StringComparison.Ordinal);
}
