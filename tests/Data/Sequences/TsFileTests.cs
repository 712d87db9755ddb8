using System;
using System.IO;
using System.Text;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Sequences;
using Tests.Support;
using Xunit;

namespace Tests.Data.Sequences;

public sealed class TsFileTests
{
    private const string Header = "#c\n@problemName x\n@timeStamps false\n@dimensions 2\n@equalLength false\n@classLabel true b a\n@data\n";

    [Fact]
    public void DimensionsBecomeFeaturesAndClassesKeepTheOrderOfTheHeader()
    {
        Dataset set = Parse(Header + "1,2,3:4,5,6:a\n7:8:b\n");
        Assert.Equal([3, 2], set.SampleShape);
        Assert.True(set.IsSequence);
        Assert.True(set.HasLengths);
        Assert.Equal(["b", "a"], set.ClassNames);
        Assert.Equal([1, 0], DatasetTests.Labels(set));
        Assert.Equal(3, set.Length(0));
        Assert.Equal(1, set.Length(1));
        Assert.Equal([1f, 4f, 2f, 5f, 3f, 6f, 7f, 8f, 0f, 0f, 0f, 0f], DatasetTests.Values(set));
    }

    [Theory]
    [InlineData("1,2:3:a", "2 dimensions")]
    [InlineData("1,2,3:4:a", "2 dimensions")]
    [InlineData("1,2:3,4,5:a", "2 dimensions")]
    [InlineData("1,2:a", "1 dimensions, expected 2")]
    [InlineData("1:2:c", "the class 'c'")]
    [InlineData("1:x:a", "'x' is not a finite number")]
    [InlineData("1:inf:a", "'inf' is not a finite number")]
    [InlineData("1:?:a", "missing (NaN)")]
    [InlineData("::a", "length 0")]
    [InlineData("a", "no ':'")]
    [InlineData("", "no sample")]
    public void WrongSamplesAreRefusedWithTheirLine(string line, string expected)
    {
        EdgeException error = Assert.Throws<EdgeException>(() => Parse(Header + line));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        if (line.Length > 0)
            Assert.Contains("line 8", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@timeStamps true\n", "time stamps")]
    [InlineData("@dimensions 0\n", "from 1 up")]
    [InlineData("@dimensions -3\n", "from 1 up")]
    [InlineData("@dimensions 99999999999\n", "from 1 up")]
    [InlineData("@classLabel true\n", "names of the classes")]
    [InlineData("@classLabel true a a\n", "each once")]
    [InlineData("hello\n", "before @data")]
    [InlineData("@data\n1:a\n", "neither '@classLabel")]
    [InlineData("@seriesLength 5\n@classLabel true a\n@data\n1,2:a\n", "promises 5")]
    public void WrongHeadersAreRefused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<EdgeException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void MissingValuesAreFilledOrTheirSamplesDropped()
    {
        string text = Header + "1,?:4,6:a\n3,2:4,5:b\n";
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.At("x.ts"), text);
        Dataset filled = Dataset.Open($"ts:{folder.At("x.ts")}", options: new DataOptions { Missing = MissingValues.Mean });
        Assert.Equal([1f, 4f, 2f, 6f, 3f, 4f, 2f, 5f], DatasetTests.Values(filled));
        Assert.Equal(1, Parse(text, new DataOptions { Missing = MissingValues.Drop }).Count);
    }

    [Fact]
    public void TargetsOfARegressionAreRead()
    {
        Dataset set = Parse("@univariate true\n@targetlabel true\n@data\n1,2:0.5\n3,4:-7\n");
        Assert.Equal(1, set.TargetLength);
        float[] target = new float[1];
        set.CopyTarget(1, target);
        Assert.Equal(-7f, target[0]);
    }

    [Fact]
    public void AFileBesideItIsThePartToTestWithAndBothMayBePacked()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.At("V_TRAIN.ts"), Header + "1:2:a\n1:2:b\n");
        File.WriteAllBytes(folder.At("V_TEST.ts.gz"), IdxFileTests.Pack(Encoding.UTF8.GetBytes(Header + "9:9:a\n")));
        Assert.Equal(2, Dataset.Open($"ts:{folder.At("V_TRAIN.ts")}#train").Count);
        Assert.Equal([9f, 9f], DatasetTests.Values(Dataset.Open($"ts:{folder.At("V_TRAIN.ts")}#test")));
    }

    [Fact]
    public void ATextThatGrowsBeyondTheLimitIsRefused()
    {
        byte[] packed = IdxFileTests.Pack(new byte[1 << 20]);
        Assert.Equal(ErrorKind.Format, Assert.Throws<EdgeException>(() => TsDataset.Text(packed, "x.ts.gz", new DataOptions { MaxBytes = 1000 })).Kind);
    }

    [Theory]
    [InlineData("speech/JapaneseVowels_TRAIN.ts.gz", 270, 26, 12, 9)]
    [InlineData("motion/BasicMotions_TRAIN.ts.gz", 40, 100, 6, 4)]
    public void RealFilesAreRead(string path, int count, int steps, int features, int classes)
    {
        Dataset set = Dataset.Open($"ts:{Shared.Path($"data/{path}")}");
        Assert.Equal(count, set.Count);
        Assert.Equal([steps, features], set.SampleShape);
        Assert.Equal(classes, set.ClassNames.Count);
        Assert.Equal(steps < 100, set.HasLengths);
    }

    private static SequenceDataset Parse(string text, DataOptions? options = null) => TsFile.Parse(new DataSpec("ts", "x.ts", null), text, "x.ts", options ?? new DataOptions());
}
