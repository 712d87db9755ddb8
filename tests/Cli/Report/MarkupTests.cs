using EdgeCli.Report;
using Xunit;

namespace Tests.Cli.Report;

public class MarkupTests
{
    [Fact]
    public void ValuesAreEscapedAndMarkupIsNot()
    {
        Markup inner = new Markup().Add($"<b>{"a<b>\"&'"}</b>");
        Assert.Equal("<p title=\"&lt;/p&gt;&quot;\"><b>a&lt;b&gt;&quot;&amp;&#39;</b></p>", new Markup().Add($"<p title=\"{"</p>\""}\">{inner}</p>").ToString());
    }

    [Fact]
    public void NumbersAreWrittenTheSameInEveryCountry() =>
        Assert.Equal("1234.5 7 0.33", new Markup().Add($"{1234.5} {7} {1.0 / 3:0.##}").ToString());
}
