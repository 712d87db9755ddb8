using System.Collections.Generic;
using EdgeCli.Report;
using Xunit;

namespace Tests.Cli.Report;

public class TicksTests
{
    [Theory]
    [InlineData(0, 0.9)]
    [InlineData(-3, 7)]
    [InlineData(99.1, 100)]
    [InlineData(0, 1e-7)]
    [InlineData(5, 5)]
    [InlineData(0, 60_000)]
    public void MarksCoverTheValuesInEqualSteps(double low, double high)
    {
        List<double> marks = Ticks.Linear(low, high, 5);
        Assert.InRange(marks.Count, 2, 8);
        Assert.True(marks[0] <= low && marks[^1] >= high);
        for (int i = 2; i < marks.Count; i++)
            Assert.Equal(marks[1] - marks[0], marks[i] - marks[i - 1], 1e-9);
    }

    [Fact]
    public void WholeNumbersAreNotDivided() => Assert.Equal([1, 2, 3], Ticks.Linear(1, 3, 6, leastStep: 1));

    [Theory]
    [InlineData(0.002, 2.3)]
    [InlineData(1e-9, 10)]
    [InlineData(1, 2)]
    public void LogarithmicMarksCoverTheValues(double low, double high)
    {
        List<double> marks = Ticks.Logarithmic(low, high);
        Assert.True(marks[0] <= low && marks[^1] >= high);
        for (int i = 1; i < marks.Count; i++)
            Assert.True(marks[i] > marks[i - 1]);
    }

    [Theory]
    [InlineData(0.05, "0.05")]
    [InlineData(0, "0")]
    [InlineData(30_000, "30000")]
    [InlineData(2e6, "2e6")]
    [InlineData(0.00025, "0.00025")]
    [InlineData(0.000025, "2.5e-5")]
    public void LabelsAreShort(double value, string label) => Assert.Equal(label, Ticks.Label(value));
}
