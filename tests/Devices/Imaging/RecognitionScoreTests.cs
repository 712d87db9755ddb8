using Devices.Imaging;
using EdgeRuntime.Data.Digits;
using Xunit;

namespace Tests.Devices.Imaging;

public sealed class RecognitionScoreTests
{
    [Fact]
    public void EveryDigitAndEveryBoxIsCountedOnce()
    {
        RecognitionScore score = new();
        Assert.Equal(1f, score.Accuracy);
        score.Add(
            [new PageDigit(1, 0, 0, 10, 10), new PageDigit(2, 20, 0, 10, 10), new PageDigit(3, 40, 0, 10, 10)],
            [new PixelBox(1, 1, 9, 9), new PixelBox(20, 0, 29, 9), new PixelBox(80, 0, 89, 9)],
            [1, 7, 3]);
        Assert.Equal((3, 1, 1, 1, 1), (score.Digits, score.Correct, score.Confused, score.Missed, score.Invented));
        Assert.Equal(0.25f, score.Accuracy);
    }

    [Fact]
    public void OneBoxAroundTwoDigitsCountsForOneOfThem()
    {
        RecognitionScore score = new();
        score.Add([new PageDigit(1, 0, 0, 10, 10), new PageDigit(1, 10, 0, 10, 10)], [new PixelBox(0, 0, 19, 9)], [1]);
        Assert.Equal((2, 1, 1, 0), (score.Digits, score.Correct, score.Missed, score.Invented));
    }

    [Theory]
    [InlineData(0, 0, 9, 9, 1f)]
    [InlineData(5, 0, 14, 9, 1f / 3f)]
    [InlineData(10, 0, 19, 9, 0f)]
    [InlineData(0, 0, 4, 4, 0.25f)]
    public void OverlapIsIntersectionByUnion(int left, int top, int right, int bottom, float expected) =>
        Assert.Equal(expected, new PixelBox(0, 0, 9, 9).Overlap(new PixelBox(left, top, right, bottom)), 1e-6f);
}
