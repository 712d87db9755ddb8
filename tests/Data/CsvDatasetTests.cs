using System;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Data;
using Tests.Support;
using Xunit;

namespace Tests.Data;

public sealed class CsvDatasetTests
{
    [Fact]
    public void TheLastColumnIsTheClassAndAHeadingIsSkipped()
    {
        Dataset set = Parse("\uFEFFwidth;height;kind\r\n1.5;-2;plum\r\n\r\n3e1;4;apple\r\n");
        Assert.Equal([2], set.SampleShape);
        Assert.Equal(["apple", "plum"], set.ClassNames);
        Assert.Equal([1, 0], DatasetTests.Labels(set));
        Assert.Equal([1.5f, -2f, 30f, 4f], DatasetTests.Values(set));
    }

    [Fact]
    public void ClassesThatAreNumbersAreSortedAsNumbers() =>
        Assert.Equal(["-1", "2", "10"], Parse("0,10\n0,2\n0,-1").ClassNames);

    [Theory]
    [InlineData("1,2,NaN", "class 'NaN'")]
    [InlineData("1,2,inf", "class 'inf'")]
    [InlineData("1,2,Infinity", "class 'Infinity'")]
    [InlineData("1,2,1.5", "class '1.5'")]
    [InlineData("1,2,", "class ''")]
    [InlineData("1,NaN,0", "column 2")]
    [InlineData("1,2,0\n1,1e99,0", "line 2, column 2")]
    [InlineData("1,2,0\n1,x,0", "line 2, column 2")]
    [InlineData("1,2,0\n1,0", "line 2: 2 columns, expected 3")]
    [InlineData("1\n2", "one column")]
    [InlineData("", "no samples")]
    [InlineData("a,b,c", "no samples")]
    public void WrongTablesAreRefusedWithTheirLine(string text, string expected)
    {
        EdgeException error = Assert.Throws<EdgeException>(() => Parse(text));
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesAreScaledAndSplit()
    {
        using TemporaryFolder folder = new();
        File.WriteAllLines(folder.At("t.csv"), Array.ConvertAll(new int[20], _ => "3,1,x"));
        Dataset train = Dataset.Open($"csv:{folder.Path}/t.csv#train", options: new DataOptions { Mean = 1, Deviation = 2 });
        Assert.Equal(16, train.Count);
        Assert.Equal([1f, 0f], DatasetTests.Values(train.Take(1)));
    }

    private static CsvDataset Parse(string text) => CsvDataset.Parse(new DataSpec("csv", "t.csv", null), text, new DataOptions());
}
