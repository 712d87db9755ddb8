using System;
using System.IO;
using System.Text;
using EdgeRuntime;
using EdgeRuntime.Data;
using Tests.Support;
using Xunit;

namespace Tests.Data.Sequences;

public sealed class WandDatasetTests
{
    [Fact]
    public void ATableIsAClassAndAGestureHas119Lines()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.At("wing.csv"), "aX,aY\n" + Lines(238));
        File.WriteAllText(folder.At("circle.csv"), Lines(119));
        Dataset set = Dataset.Open($"wand:{folder.Path}");
        Assert.Equal(["circle", "wing"], set.ClassNames);
        Assert.Equal([0, 1, 1], DatasetTests.Labels(set));
        Assert.Equal([119, 2], set.SampleShape);
        Assert.False(set.HasLengths);
        float[] sample = new float[set.SampleLength];
        set.CopySample(2, sample);
        Assert.Equal([119f, 0.5f, 120f, 0.5f], sample[..4]);
    }

    [Fact]
    public void TablesThatDoNotFitAreRefusedByName()
    {
        using TemporaryFolder folder = new();
        Refused(folder, "no .csv file");
        File.WriteAllText(folder.At("a.csv"), Lines(120));
        Refused(folder, "a.csv' has 120 lines");
        File.WriteAllText(folder.At("a.csv"), Lines(118) + "1,x\n");
        Refused(folder, "line 119: 'x'");
        File.WriteAllText(folder.At("a.csv"), Lines(118) + "1,\n");
        Refused(folder, "gesture 0: feature 1 of step 118 is missing");
        File.WriteAllText(folder.At("a.csv"), "");
        Refused(folder, "is empty");
        File.WriteAllText(folder.At("a.csv"), Lines(119));
        File.WriteAllText(folder.At("b.csv"), "1,2,3\n");
        Refused(folder, "3 columns, expected 2");
    }

    [Fact]
    public void RealGesturesAreRead()
    {
        Dataset set = Dataset.Open($"wand:{Shared.Path("data/motion/magic-wand-train.zip")}");
        Assert.Equal([18, 19, 23, 19, 21], [set.ClassCounts()[1], set.ClassCounts()[0], set.ClassCounts()[2], set.ClassCounts()[3], set.ClassCounts()[4]]);
        Assert.Equal([119, 6], set.SampleShape);
    }

    private static string Lines(int count)
    {
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
            text.Append(i).Append(",0.5\n");
        return text.ToString();
    }

    private static void Refused(TemporaryFolder folder, string expected) =>
        Assert.Contains(expected, Assert.Throws<EdgeException>(() => Dataset.Open($"wand:{folder.Path}")).Message, StringComparison.Ordinal);
}
