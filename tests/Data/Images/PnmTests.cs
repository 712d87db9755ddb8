using System;
using System.Text;
using EdgeRuntime;
using EdgeRuntime.Data.Images;
using Xunit;

namespace Tests.Data.Images;

public sealed class PnmTests
{
    [Fact]
    public void TextGreyPicturesAreScaledToTheirLargestValue()
    {
        Image image = Decode("P2\n# a comment\n3 2 # another\n15\n0 3 7\n11 15\t15");
        Assert.Equal((3, 2, 1), (image.Width, image.Height, image.Channels));
        Assert.Equal([0, 51, 119, 187, 255, 255], image.Pixels.ToArray());
    }

    [Fact]
    public void TextColourPicturesKeepTheirChannels() =>
        Assert.Equal([1, 2, 3, 4, 5, 6], Decode("P3 2 1 255 1 2 3 4 5 6").Pixels.ToArray());

    [Fact]
    public void BinaryPicturesStartBehindOneByteOfWhiteSpace()
    {
        // The first pixel is itself a white space byte.
        Image image = Pnm.Decode([.. "P5 2 1 255\n"u8, (byte)'\n', 200], "binary");
        Assert.Equal([10, 200], image.Pixels.ToArray());
    }

    [Fact]
    public void SixteenBitPicturesAreBigEndian() =>
        Assert.Equal([255, 128], Pnm.Decode([.. "P5 2 1 65535\n"u8, 255, 255, 0x80, 0x00], "wide").Pixels.ToArray());

    [Theory]
    [InlineData("P5 2 2 255\nabc")] // a byte is missing
    [InlineData("P2 2 2 255 1 2 3")] // a number is missing
    [InlineData("P2 2 1 15 3 16")] // over its own largest value
    [InlineData("P2 2 1 0 0 0")]
    [InlineData("P2 0 1 255 ")]
    [InlineData("P5 60000 60000 255\nab")]
    [InlineData("P2 2 1 99999999999999999999 1 2")]
    [InlineData("P2 -2 1 255 1 2")]
    [InlineData("P2 2 1 255 1x2")]
    [InlineData("P5")]
    [InlineData("P5 2 1 255")]
    public void CorruptFilesAreRefused(string text) =>
        Assert.Equal(ErrorKind.Format, Assert.Throws<EdgeException>(() => Decode(text)).Kind);

    [Theory]
    [InlineData("P1 1 1 0")]
    [InlineData("P4 1 1 0")]
    [InlineData("P7 1 1 0")]
    public void OtherKindsAreRefusedByName(string text)
    {
        EdgeException error = Assert.Throws<EdgeException>(() => Decode(text));
        Assert.Equal(ErrorKind.Unsupported, error.Kind);
        Assert.Contains(text[..2], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesAreToldApartByTheirFirstBytes()
    {
        Assert.Equal(1, ImageFile.Decode("P2 1 1 1 1"u8.ToArray(), "x.png").Pixels[0] / 255);
        Assert.Equal(ErrorKind.Unsupported, Assert.Throws<EdgeException>(() => ImageFile.Decode("GIF89a"u8.ToArray(), "x.png")).Kind);
    }

    private static Image Decode(string text) => Pnm.Decode(Encoding.ASCII.GetBytes(text), "test.pgm");
}
