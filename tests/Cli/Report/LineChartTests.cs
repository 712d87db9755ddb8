using System;
using System.Collections.Generic;
using System.Globalization;
using System.Xml.Linq;
using EdgeCli.Report;
using Xunit;

namespace Tests.Cli.Report;

public class LineChartTests
{
    [Fact]
    public void LastValuesNeverLieOverEachOther()
    {
        List<double> places = [];
        foreach (XElement text in Svg(Chart([(1, 0.9), (2, 0.5)], [(1, 0.8), (2, 0.5)], isShare: false)).Elements("text"))
        {
            if ((string?)text.Attribute("class") == "value")
                places.Add(Number(text, "y"));
        }

        Assert.Equal(2, places.Count);
        Assert.True(Math.Abs(places[0] - places[1]) >= 14, $"{places[0]} and {places[1]}");
    }

    [Fact]
    public void EveryPointLiesInsideThePicture()
    {
        XElement svg = Svg(Chart([(1, 2.3), (2, 1e-4), (3, 4)], [(1, 5), (2, 0.01), (3, 0.5)], isShare: false));
        int dots = 0;
        foreach (XElement circle in svg.Elements("circle"))
        {
            dots++;
            Assert.InRange(Number(circle, "cx"), 0, Plot.Width);
            Assert.InRange(Number(circle, "cy"), 0, Plot.Height);
        }

        Assert.Equal(6, dots);
    }

    [Fact]
    public void ALowerLossIsDrawnLower()
    {
        List<double> places = [];
        foreach (XElement circle in Svg(Chart([(1, 0.9), (2, 0.5), (3, 0.7)], [], isShare: false)).Elements("circle"))
            places.Add(Number(circle, "cy"));
        Assert.True(places[0] < places[2] && places[2] < places[1]);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ValuesThatAreNoNumbersAreLeftOut(double value)
    {
        Assert.Null(LineChart.Draw("Loss", [new Curve("training", "one", [(1, value)])], isShare: false));
        XElement svg = Svg(Chart([(1, 0.9), (2, value), (3, 0.7)], [], isShare: true));
        Assert.Equal(2, new List<XElement>(svg.Elements("circle")).Count);
        Assert.DoesNotContain("NaN", svg.ToString());
    }

    private static Markup Chart((double X, double Y)[] training, (double X, double Y)[] validation, bool isShare) =>
        LineChart.Draw("Loss", [new Curve("training", "two", training), new Curve("validation", "one", validation)], isShare)!;

    private static XElement Svg(Markup figure) => XElement.Parse(figure.ToString()).Element("svg")!;

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
