using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Images;
using EdgeRuntime.Random;
using Tests.Support;
using Xunit;

namespace Tests.Data.Images;

public sealed class PngTests
{
    public static TheoryData<string, int, int, string> GoldenFiles()
    {
        TheoryData<string, int, int, string> data = [];
        foreach (string line in File.ReadAllLines(Golden.Path("Png/pixels.txt")))
        {
            string[] words = line.Split(' ');
            data.Add(words[0], int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture), words[3]);
        }
        return data;
    }

    // Golden/Png/make.py wrote the files; libpng (through ImageMagick) said what their pixels are.
    [Theory]
    [MemberData(nameof(GoldenFiles))]
    public void PixelsAreThoseOfLibpng(string name, int width, int height, string crc)
    {
        Image image = ImageFile.Read(Golden.Path("Png/" + name));
        Assert.Equal((width, height), (image.Width, image.Height));
        Assert.Equal(crc, Crc32.Of(Rgba(image)).ToString("x8", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("c0d08_13x9.png", 1)]
    [InlineData("c2d16_13x9.png", 3)]
    [InlineData("c3d04_13x9.png", 3)]
    [InlineData("c3d04_11x5t.png", 4)]
    [InlineData("c0d02_11x5t.png", 4)]
    [InlineData("c4d08_13x9.png", 4)]
    public void ChannelsFollowTheColourTypeAndTransparency(string name, int channels) =>
        Assert.Equal(channels, ImageFile.Read(Golden.Path("Png/" + name)).Channels);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(17, 5, 1)]
    [InlineData(5, 17, 3)]
    [InlineData(300, 200, 3)]
    [InlineData(7, 7, 4)]
    public void WhatIsWrittenReadsBackTheSame(int width, int height, int channels)
    {
        Image image = Noise(width, height, channels);
        Image back = Png.Decode(Png.Encode(image), "written");
        Assert.Equal((width, height, channels), (back.Width, back.Height, back.Channels));
        Assert.True(image.Pixels.SequenceEqual(back.Pixels));
    }

    [Fact]
    public void APictureLargerThanTheFirstAllocationReadsBackTheSame()
    {
        Image image = Noise(1500, 1200, 3);
        Assert.True(image.Pixels.SequenceEqual(Png.Decode(Png.Encode(image), "large").Pixels));
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        byte[] file = Png.Encode(Noise(9, 9, 3));
        for (int length = 0; length < file.Length; length++)
            Assert.Equal(ErrorKind.Format, Assert.Throws<EdgeException>(() => Png.Decode(file[..length], "cut")).Kind);
    }

    [Fact]
    public void EveryChangedByteOfAChunkIsFoundByItsCrc()
    {
        byte[] file = Png.Encode(Noise(4, 4, 1));
        for (int i = 8; i < file.Length; i++)
        {
            byte[] changed = [.. file];
            changed[i] ^= 0x10;
            Assert.Throws<EdgeException>(() => Png.Decode(changed, "changed"));
        }
    }

    [Theory]
    [InlineData(65535, 1024)] // 64 Mi pixels of 100 compressed bytes: beyond what deflate can hold
    [InlineData(9, 10)] // one row more than there are
    [InlineData(9, 8)] // one row less
    [InlineData(0, 9)]
    [InlineData(70000, 1)]
    [InlineData(65535, 65535)]
    public void AHeaderThatLiesAboutTheSizeIsRefusedWithoutAllocatingIt(int width, int height)
    {
        byte[] file = Png.Encode(Noise(9, 9, 1));
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), Crc32.Of(file.AsSpan(12, 17)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        EdgeException error = Assert.Throws<EdgeException>(() => Png.Decode(file, "liar.png"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        Assert.Equal(ErrorKind.Format, error.Kind);
        Assert.Contains("liar.png", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownCriticalChunkIsRefusedAndAnUnknownAncillaryOneIsNot()
    {
        byte[] file = Png.Encode(Noise(3, 3, 1));
        Assert.Equal(3, Png.Decode(WithChunk(file, "abCd"), "ancillary").Width);
        Assert.Equal(ErrorKind.Unsupported, Assert.Throws<EdgeException>(() => Png.Decode(WithChunk(file, "ABCD"), "critical")).Kind);
    }

    private static byte[] WithChunk(byte[] file, string type)
    {
        byte[] chunk = new byte[12 + 3];
        BinaryPrimitives.WriteInt32BigEndian(chunk, 3);
        System.Text.Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(11), Crc32.Of(chunk.AsSpan(4, 7)));
        return [.. file[..33], .. chunk, .. file[33..]];
    }

    internal static Image Noise(int width, int height, int channels)
    {
        Image image = new(width, height, channels);
        CounterRandom random = new(1, 1);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)((random.UInt32((ulong)i) & 31) + (i / 7));
        return image;
    }

    private static byte[] Rgba(Image image)
    {
        byte[] rgba = new byte[image.Width * image.Height * 4];
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            ReadOnlySpan<byte> pixel = image.Pixels.Slice(i * image.Channels, image.Channels);
            bool grey = pixel.Length == 1;
            rgba[i * 4] = pixel[0];
            rgba[(i * 4) + 1] = pixel[grey ? 0 : 1];
            rgba[(i * 4) + 2] = pixel[grey ? 0 : 2];
            rgba[(i * 4) + 3] = pixel.Length == 4 ? pixel[3] : (byte)255;
        }
        return rgba;
    }
}
