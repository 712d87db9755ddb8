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
    [InlineData("1,2,0\n1,-inf,0", "line 2, column 2")]
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

    [Fact]
    public void QuotedFieldsHoldSeparatorsQuotesAndLineEnds()
    {
        Dataset set = Parse("\"w\",\"the \"\"kind\"\"\"\r\n 1 ,\"a, b\"\r\n\"2\",\"c\nd\" \r\n");
        Assert.Equal(["a, b", "c\nd"], set.ClassNames);
        Assert.Equal([1f, 2f], DatasetTests.Values(set));
        Assert.Equal("the \"kind\"", set.Preparation!.ClassColumn);
    }

    [Theory]
    [InlineData("w,k\n1,\"a\n", "line 2: a quote is opened")]
    [InlineData("w,k\n1,\"a\"b\n", "line 2: 'b' follows a closing quote")]
    [InlineData("w,k\n1,a\"b\n", "line 2: a quote stands inside")]
    [InlineData("w,k\n\"1\n1\",a\n1\n", "line 4: 1 columns, expected 2")]
    public void WrongQuotesAreRefusedWithTheirLine(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<EdgeException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("kind")]
    [InlineData("1")]
    public void TheClassColumnIsFoundByNameOrNumber(string column)
    {
        Dataset set = Parse("kind,id,w\nb,7,1\na,8,2\n", new DataOptions { ClassColumn = column, IgnoredColumns = ["id"] });
        Assert.Equal(["a", "b"], set.ClassNames);
        Assert.Equal([1, 0], DatasetTests.Labels(set));
        Assert.Equal([1f, 2f], DatasetTests.Values(set));
    }

    [Fact]
    public void TargetColumnsMakeARegression()
    {
        Dataset set = Parse("y1,x,y2\n1,2,3\n4,5,6\n", new DataOptions { TargetColumns = ["y2", "y1"] });
        Assert.Equal((2, 2, 0), (set.Count, set.TargetLength, set.ClassNames.Count));
        Assert.Equal(["y2", "y1"], set.TargetNames);
        float[] targets = new float[2];
        set.Take(2).CopyTarget(1, targets);
        Assert.Equal([6f, 4f], targets);
        Assert.Equal([2f, 5f], DatasetTests.Values(set));
        Assert.Contains("not classes", Assert.Throws<EdgeException>(() => set.Label(0)).Message, StringComparison.Ordinal);
        Assert.Contains("not targets", Assert.Throws<EdgeException>(() => Parse("x,y\n1,2").CopyTarget(0, targets)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ColumnsThatAreNotThereAreRefusedWithThoseThatAre()
    {
        EdgeException error = Assert.Throws<EdgeException>(() => Parse("a,b\n1,2\n", new DataOptions { TargetColumns = ["c"] }));
        Assert.Contains("there is no column 'c'; there are a, b", error.Message, StringComparison.Ordinal);
        Assert.Contains("classes or targets", Assert.Throws<EdgeException>(() => Parse("a,b\n1,2", new DataOptions { TargetColumns = ["a"], ClassColumn = "b" })).Message, StringComparison.Ordinal);
        Assert.Contains("no column is left", Assert.Throws<EdgeException>(() => Parse("a,b\n1,2", new DataOptions { IgnoredColumns = ["a"] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TextBecomesOneFeatureATextOrItsPlace()
    {
        const string Table = "colour,w,kind\nred,1,a\ngreen,2,b\nred,3,a\n";
        Assert.Equal([0, 1, 1, 1, 0, 2, 0, 1, 3], DatasetTests.Values(Parse(Table, new DataOptions { Text = ColumnEncoding.OneHot })));
        Assert.Equal([1, 1, 0, 2, 1, 3], DatasetTests.Values(Parse(Table, new DataOptions { Text = ColumnEncoding.Label })));
        Assert.Contains("line 2, column 1 ('colour'): 'red' is not a finite number", Assert.Throws<EdgeException>(() => Parse(Table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATableForAModelIsReadByTheModelsColumnsTextsAndClasses()
    {
        Preparation known = Parse("colour,w,kind\nred,1,a\ngreen,2,b\n", new DataOptions { Text = ColumnEncoding.OneHot }).Preparation!;
        DataOptions options = new() { Preparation = known, ClassNames = ["a", "b"] };
        Dataset other = Parse("kind,extra,w,colour\nb,x,5,red\n", options);
        Assert.Equal([0f, 1f, 5f], DatasetTests.Values(other));
        Assert.Equal([1], DatasetTests.Labels(other));
        Assert.Contains("'blue' is none of the texts", Assert.Throws<EdgeException>(() => Parse("kind,w,colour\nb,5,blue\n", options)).Message, StringComparison.Ordinal);
        Assert.Contains("class 'c' is none", Assert.Throws<EdgeException>(() => Parse("kind,w,colour\nc,5,red\n", options)).Message, StringComparison.Ordinal);
        Assert.Contains("no column 'colour'", Assert.Throws<EdgeException>(() => Parse("kind,w\nc,5\n", options)).Message, StringComparison.Ordinal);
        Assert.Equal([1f, 0f, 5f], DatasetTests.Values(Parse("green,5,a\n", options)));
    }

    [Fact]
    public void MissingNumbersAreRefusedDroppedOrFilled()
    {
        const string Table = "w,h,kind\n1,,a\n3,4,b\n?,8,a\n5,NA,b\n2,6,\n";
        Assert.Contains("line 2, column 2 ('h'): the value '' is missing", Assert.Throws<EdgeException>(() => Parse(Table)).Message, StringComparison.Ordinal);
        Dataset dropped = Parse(Table, new DataOptions { Missing = MissingValues.Drop });
        Assert.Equal([3f, 4f], DatasetTests.Values(dropped));
        Assert.Equal(["b"], dropped.ClassNames);
        Assert.Contains("class ''", Assert.Throws<EdgeException>(() => Parse(Table, new DataOptions { Missing = MissingValues.Mean })).Message, StringComparison.Ordinal);
        Assert.Contains("target is missing", Assert.Throws<EdgeException>(() => Parse("x,y\n1,\n", new DataOptions { TargetColumns = ["y"], Missing = MissingValues.Mean })).Message, StringComparison.Ordinal);
    }

    private static Dataset Parse(string text, DataOptions? options = null) => CsvDataset.Parse(new DataSpec("csv", "t.csv", null), text, options ?? new DataOptions());
}
