using System.Collections.Generic;
using EdgeCli.Report;
using EdgeRuntime.Data.Metrics;
using Xunit;

namespace Tests.Cli.Report;

public class RocPathTests
{
    private static readonly RocPoint[] Points =
    [
        new(0, 0, double.PositiveInfinity), new(0, 0.5, 5), new(0, 0.92, 4), new(0.04, 0.92, 3), new(0.08, 0.92, 2.5), new(0.2, 0.98, 2), new(1, 1, 1),
    ];

    [Fact]
    public void OnlyTheCornersOfTheStaircaseAreKept() =>
        Assert.Equal([(0, 0), (0, 0.92), (0.08, 0.92), (0.2, 0.98), (1, 1)], RocPath.Of(Points));

    [Theory]
    [InlineData(0, 0.92)]
    [InlineData(0.05, 0.92)]
    [InlineData(0.14, 0.95)]
    [InlineData(1, 1)]
    public void TheHeightBetweenPointsIsThatOfTheLine(double x, double y) => Assert.Equal(y, RocPath.At(RocPath.Of(Points), x), 1e-12);

    [Fact]
    public void TheCornerHoldsWhatIsInsideAndTheCrossingsOfItsEdges()
    {
        IReadOnlyList<(double X, double Y)> corner = RocPath.Corner(RocPath.Of(Points), 0.1);
        Assert.Equal([(0, 0.9), (0, 0.92), (0.08, 0.92)], [corner[0], corner[1], corner[2]]);
        Assert.Equal(0.1, corner[3].X, 1e-12);
        Assert.Equal(0.93, corner[3].Y, 1e-12);
        Assert.Equal(4, corner.Count);
    }

    [Fact]
    public void ACurveThatPassesBelowTheCornerIsNotInIt() => Assert.Empty(RocPath.Corner([(0, 0), (0.5, 0.5), (1, 1)], 0.1));
}
