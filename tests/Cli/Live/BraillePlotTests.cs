using EdgeCli.Live;
using Xunit;

namespace Tests.Cli.Live;

public class BraillePlotTests
{
    [Theory]
    [InlineData(0, 0, '⠁')]
    [InlineData(1, 0, '⠈')]
    [InlineData(0, 2, '⠄')]
    [InlineData(0, 3, '⡀')]
    [InlineData(1, 3, '⢀')]
    public void ADotIsABitOfALetter(int x, int y, char letter)
    {
        BraillePlot plot = new(3, 2);
        plot.Dot(2 + x, 4 + y, curve: 2);
        Assert.Equal((letter, 2), (plot.Letter(1, 1), plot.Owner(1, 1)));
        Assert.Equal('\u2800', plot.Letter(0, 0));
    }

    [Fact]
    public void ALineHasNoGaps()
    {
        BraillePlot plot = new(4, 2);
        plot.Line(0, 7, 7, 0, 1);
        Assert.Equal("⠀⠀⡠⠊", Row(plot, 0));
        Assert.Equal("⡠⠊⠀⠀", Row(plot, 1));
    }

    [Fact]
    public void DotsOutsideAreLeftOut()
    {
        BraillePlot plot = new(1, 1);
        plot.Line(-5, -5, 9, 9, 1);
        Assert.Equal('⠑', plot.Letter(0, 0));
    }

    private static string Row(BraillePlot plot, int row) => string.Concat(plot.Letter(row, 0), plot.Letter(row, 1), plot.Letter(row, 2), plot.Letter(row, 3));
}
