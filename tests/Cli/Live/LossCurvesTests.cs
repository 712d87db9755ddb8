using EdgeCli.Live;
using Xunit;

namespace Tests.Cli.Live;

public class LossCurvesTests
{
    [Fact]
    public void ThereIsNothingToDrawBeforeANumberCame()
    {
        LossCurves curves = new();
        curves.AddStep(0.1, double.NaN);
        curves.AddValidation(1, double.PositiveInfinity);
        Assert.Null(curves.Draw(10, 4, 3));
    }

    [Fact]
    public void FallingLossIsDrawnFromTheUpperLeftToTheLowerRight()
    {
        LossCurves curves = new();
        for (int i = 0; i <= 100_000; i++)
            curves.AddStep(i / 100_000.0, 2 - (1.9 * i / 100_000));
        (BraillePlot plot, _) = curves.Draw(20, 5, 1)!.Value;
        Assert.NotEqual('\u2800', plot.Letter(0, 0));
        Assert.NotEqual('\u2800', plot.Letter(4, 19));
        Assert.Equal(('\u2800', '\u2800'), (plot.Letter(4, 0), plot.Letter(0, 19)));
        Assert.Equal(LossCurves.Training, plot.Owner(0, 0));
    }

    [Fact]
    public void ASingleValueIsADot()
    {
        LossCurves curves = new();
        curves.AddValidation(2, 0.5);
        (BraillePlot plot, _) = curves.Draw(10, 4, 4)!.Value;
        int letters = 0;
        for (int i = 0; i < 40; i++)
            letters += plot.Letter(i / 10, i % 10) == '\u2800' ? 0 : 1;
        Assert.Equal(1, letters);
    }
}
