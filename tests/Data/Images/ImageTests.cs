using EdgeRuntime;
using EdgeRuntime.Data.Images;
using Xunit;

namespace Tests.Data.Images;

public sealed class ImageTests
{
    [Fact]
    public void GreyWeighsColoursByTheirBrightness()
    {
        Image image = new(4, 1, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);
        Assert.Equal([77, 149, 29, 255], image.WithChannels(1).Pixels.ToArray());
    }

    [Fact]
    public void TransparentPixelsLieOverWhite()
    {
        Image image = new(3, 1, 4, [10, 20, 30, 0, 10, 20, 30, 255, 0, 0, 0, 128]);
        Assert.Equal([255, 255, 255, 10, 20, 30, 127, 127, 127], image.WithChannels(3).Pixels.ToArray());
    }

    [Fact]
    public void ShrinkingAveragesWhatIsCovered()
    {
        Image image = new(4, 2, 1, [0, 100, 200, 40, 100, 200, 60, 100]);
        Assert.Equal([100, 100], ImageScale.To(image, 2, 1).Pixels.ToArray());
        // 4 pixels onto 3: each new one covers one and a third, so the weights are 3/4 and 1/4 or two halves.
        Assert.Equal([25, 150, 80], ImageScale.To(new Image(4, 1, 1, [0, 100, 200, 40]), 3, 1).Pixels.ToArray());
    }

    [Fact]
    public void EnlargingIsLinearBetweenPixelCentres()
    {
        Assert.Equal([0, 25, 75, 100], ImageScale.To(new Image(2, 1, 1, [0, 100]), 4, 1).Pixels.ToArray());
    }

    [Fact]
    public void ScalingKeepsAnEvenPictureEven()
    {
        Image image = new(13, 7, 3);
        image.Pixels.Fill(77);
        foreach ((int width, int height) in (System.ReadOnlySpan<(int, int)>)[(1, 1), (5, 20), (13, 3), (40, 7), (12, 6), (26, 14)])
            Assert.Equal(-1, System.MemoryExtensions.IndexOfAnyExcept(ImageScale.To(image, width, height).Pixels, (byte)77));
    }

    [Fact]
    public void SizesOutsideTheLimitsAreRefused()
    {
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new Image(0, 1, 1)).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new Image(60_000, 60_000, 1)).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new Image(2, 2, 2)).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new Image(2, 2, 1, new byte[5])).Kind);
    }
}
