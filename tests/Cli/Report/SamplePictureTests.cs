using System;
using EdgeCli.Report;
using EdgeRuntime.Data.Images;
using Xunit;

namespace Tests.Cli.Report;

public class SamplePictureTests
{
    [Fact]
    public void APictureIsStretchedFromItsLeastToItsLargestValue()
    {
        Image image = Decode(SamplePicture.Draw([-1, 0, 1, float.NaN], [1, 2, 2], "x"));
        Assert.Equal([0, 128, 255, 0], image.Pixels.ToArray());
    }

    [Fact]
    public void ChannelsInPlanesBecomeColours()
    {
        Image image = Decode(SamplePicture.Draw([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], [3, 2, 2], "x"));
        Assert.Equal([255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0], image.Pixels.ToArray());
    }

    [Fact]
    public void LargePicturesShrink()
    {
        Image image = Decode(SamplePicture.Draw(new float[224 * 448], [1, 224, 448], "x"));
        Assert.Equal((112, 56), (image.Width, image.Height));
    }

    [Fact]
    public void SignalsAreCurvesAndFewNumbersAreText()
    {
        string signal = SamplePicture.Draw(new float[60], [2, 30], "x").ToString();
        Assert.Equal(3, signal.Split("<path").Length);
        Assert.DoesNotContain("NaN", signal);
        Assert.Equal("<p>1, 2.5</p>", SamplePicture.Draw([1, 2.5f], [2], "x").ToString());
    }

    private static Image Decode(Markup picture)
    {
        string text = picture.ToString();
        int start = text.IndexOf("base64,", StringComparison.Ordinal) + "base64,".Length;
        return Png.Decode(Convert.FromBase64String(text[start..text.IndexOf('"', start)]), "x");
    }
}
