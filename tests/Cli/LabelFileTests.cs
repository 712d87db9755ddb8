using EdgeCli;
using EdgeRuntime;
using Xunit;

namespace Tests.Cli;

public class LabelFileTests
{
    [Fact]
    public void AllThreeFormsAreRead()
    {
        Assert.Equal(["cat", "dog"], LabelFile.Parse(["cat", "", "dog"], "f"));
        Assert.Equal(["cat", "dog"], LabelFile.Parse(["1 dog", "0 cat"], "f"));
        Assert.Equal(["cat", "1", "wild dog"], LabelFile.Parse(["0:cat", "2: wild dog"], "f"));
    }

    [Fact]
    public void NamesThatBeginWithANumberStayNamesAmongOthers() =>
        Assert.Equal(["3 musketeers", "cat"], LabelFile.Parse(["3 musketeers", "cat"], "f"));

    [Fact]
    public void AnAbsurdNumberIsRefused() =>
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => LabelFile.Parse(["2147483647 cat"], "f")).Kind);

    [Theory]
    [InlineData("262144", 262_144)]
    [InlineData("256KiB", 262_144)]
    [InlineData("2 MiB", 2_097_152)]
    [InlineData("1g", 1_073_741_824)]
    public void SizesAreReadWithTheirUnits(string text, long bytes) => Assert.Equal(bytes, ByteCount.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5MiB")]
    [InlineData("99999999999999999GiB")]
    [InlineData("12 parsecs")]
    public void WhatIsNoSizeIsRefused(string text) => Assert.Throws<UsageException>(() => ByteCount.Parse(text));
}
