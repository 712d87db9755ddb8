using EdgeRuntime.Kernels;
using Xunit;

namespace Tests.Kernels;

/// <summary>Strides, dilations and paddings near the largest number, whose sums would overflow and lead outside of the input.</summary>
public class WindowAxisTests
{
    [Theory]
    [InlineData(8, int.MaxValue - 3, int.MaxValue - 9, 6, 1)] // the second tap alone is inside
    [InlineData(5, int.MaxValue - 3, int.MaxValue - 9, 0, 0)] // none is
    [InlineData(8, int.MaxValue - 3, 0, 0, 1)] // the first one
    [InlineData(8, 7, 0, 0, 2)]
    public void TapsOfAPoolThatLieInsideAreFound(int length, int dilation, int begin, int start, int count)
    {
        PoolAxis axis = new(length, Outputs: 1, Taps: 2, Stride: 1, dilation, begin, End: 0);
        Assert.Equal(new TapRange(start, count), axis.Inside(0));
    }

    [Theory]
    [InlineData(-(1 << 29), int.MaxValue, 1)]
    [InlineData(-5, 5, 1)]
    [InlineData(-6, 5, 2)]
    [InlineData(0, 5, 0)]
    public void OutputsOfAConvolutionBeforeTheFirstElementAreCounted(int first, int stride, int expected) =>
        Assert.Equal(expected, new ConvAxis(3, 2, stride, first, 1, 1).InsideBegin);
}
