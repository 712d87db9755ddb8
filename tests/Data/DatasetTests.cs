using System;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Data;
using Tests.Support;
using Xunit;
using Split = EdgeRuntime.Data.Split;

namespace Tests.Data;

public sealed class DatasetTests
{
    [Theory]
    [InlineData("mnist:a/b", "mnist", "a/b", null)]
    [InlineData("mnist:a#b#train", "mnist", "a#b", Split.Train)]
    [InlineData("images:x#val", "images", "x", Split.Validation)]
    [InlineData("npy:a#val", "npy", "a", Split.Validation)]
    [InlineData("csv:c:/x.csv#test", "csv", "c:/x.csv", Split.Test)]
    [InlineData("digits", "digits", "", null)]
    public void SpecsAreReadAndPrintedBack(string text, string kind, string path, Split? split)
    {
        DataSpec spec = DataSpec.Parse(text);
        Assert.Equal(new DataSpec(kind, path, split), spec);
        Assert.Equal(text, spec.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("mnist")]
    [InlineData("mnist:")]
    [InlineData("digits:x")]
    [InlineData("tfrecord:x")]
    [InlineData("mnist:x#tset")]
    public void WrongSpecsAreRefusedWithTheListOfKinds(string text)
    {
        EdgeException error = Assert.Throws<EdgeException>(() => DataSpec.Parse(text));
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains(text.Contains('#', StringComparison.Ordinal) ? "#val" : "mnist:DIR", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RealMnistHasItsSamplesAndLabels()
    {
        Dataset test = Dataset.Open($"mnist:{Shared.Path("data/mnist")}#test");
        Assert.Equal(10_000, test.Count);
        Assert.Equal([1, 28, 28], test.SampleShape);
        Assert.Equal([7, 2, 1, 0, 4, 1, 4, 9, 5, 9], Labels(test.Take(10))); // as published
        float[] sample = new float[784];
        test.CopySample(0, sample);
        Assert.Equal(84f / 255f, sample[(7 * 28) + 6]); // by Python
        Assert.Equal(0f, sample[0]);
    }

    [Fact]
    public void MnistFoldersGiveTheirPartsAndScaling()
    {
        using TemporaryFolder folder = new();
        WriteIdx(folder, "train", [1, 2, 3], [0, 51, 255]);
        WriteIdx(folder, "t10k", [9], [102]);
        string spec = $"mnist:{folder.Path}";
        Assert.Equal([1, 2, 3], Labels(Dataset.Open(spec, Split.Train)));
        Assert.Equal([9], Labels(Dataset.Open(spec + "#test", Split.Train)));
        Assert.Equal([1, 2, 3, 9], Labels(Dataset.Open(spec)));
        Assert.Equal([0f, 0.2f, 1f, 0.4f], Values(Dataset.Open(spec)));
        Assert.Equal([0f, 51f, 255f], Values(Dataset.Open(spec, Split.Train, new DataOptions { White = 255 })));
        Assert.Equal([-2f, -1.2f, 2f], Values(Dataset.Open(spec, Split.Train, new DataOptions { Mean = 0.5f, Deviation = 0.25f })));
        Assert.Contains("validation", Assert.Throws<EdgeException>(() => Dataset.Open(spec + "#val")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALabelOutsideTheClassesIsRefusedUntilTheClassesAreNamed()
    {
        using TemporaryFolder folder = new();
        WriteIdx(folder, "train", [1, 10, 3], [0, 0, 0]);
        EdgeException error = Assert.Throws<EdgeException>(() => Dataset.Open($"mnist:{folder.Path}#train"));
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("sample 1 has the label 10", error.Message, StringComparison.Ordinal);
        File.WriteAllText(folder.At("labels.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n");
        Dataset named = Dataset.Open($"mnist:{folder.Path}#train");
        Assert.Equal("k", named.ClassNames[named.Label(1)]);
    }

    [Fact]
    public void PicturesAndLabelsMustBeAsMany()
    {
        using TemporaryFolder folder = new();
        WriteIdx(folder, "train", [1, 2], [0, 0, 0]);
        Assert.Equal(ErrorKind.Format, Assert.Throws<EdgeException>(() => Dataset.Open($"mnist:{folder.Path}#train")).Kind);
    }

    [Theory]
    [InlineData("mnist:/nowhere/at/all#test")]
    [InlineData("images:/nowhere/at/all")]
    [InlineData("csv:/nowhere/at/all.csv")]
    [InlineData("npy:/nowhere/at/all")]
    public void MissingFilesAreNamed(string spec)
    {
        EdgeException error = Assert.Throws<EdgeException>(() => Dataset.Open(spec));
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("/nowhere/at/all", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HoldingOutGivesTwoPartsWithoutACommonSample()
    {
        Dataset whole = new CountingDataset(1000);
        (Dataset kept, Dataset held) = whole.HoldOut(100, seed: 3);
        Assert.Equal((900, 100), (kept.Count, held.Count));
        bool[] seen = new bool[1000];
        foreach (float value in (float[])[.. Values(kept), .. Values(held)])
        {
            Assert.False(seen[(int)value]);
            seen[(int)value] = true;
        }
        Assert.NotEqual(Values(held), Values(whole.HoldOut(100, seed: 4).HeldOut));
        Assert.Equal(Values(held), Values(whole.HoldOut(100, seed: 3).HeldOut));
        Assert.Throws<EdgeException>(() => whole.HoldOut(1000, 1));
    }

    [Fact]
    public void PartsOfASetWithoutPartsAreDisjointAndKeepTheSharesOfTheClasses()
    {
        int[] labels = new int[300];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = i < 200 ? 0 : i < 298 ? 1 : 2; // 200, 98 and 2
        int[] train = StratifiedSplit.Indices(labels, 3, Split.Train, 1), validation = StratifiedSplit.Indices(labels, 3, Split.Validation, 1), test = StratifiedSplit.Indices(labels, 3, Split.Test, 1);
        Assert.Equal([160 + 80 + 1, 20 + 9, 20 + 9 + 1], new[] { train.Length, validation.Length, test.Length });
        int[] all = [.. train, .. validation, .. test];
        Array.Sort(all);
        for (int i = 0; i < labels.Length; i++)
            Assert.Equal(i, all[i]);
    }

    [Fact]
    public void MnistGivesUpAShareOfItsTrainingPartToValidateWith()
    {
        using TemporaryFolder folder = new();
        byte[] pixels = new byte[40];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)i;
        WriteIdx(folder, "train", [.. Array.ConvertAll(pixels, p => (byte)(p % 2))], pixels);
        DataOptions options = new() { White = 255, ValidationShare = 0.25 };
        float[] train = Values(Dataset.Open($"mnist:{folder.Path}#train", options: options)), validation = Values(Dataset.Open($"mnist:{folder.Path}#val", options: options));
        Assert.Equal((30, 10), (train.Length, validation.Length));
        Assert.Equal(5, Array.FindAll(validation, v => v % 2 == 0).Length);
        float[] all = [.. train, .. validation];
        Array.Sort(all);
        Assert.Equal(Array.ConvertAll(pixels, p => (float)p), all);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(7)]
    public void FoldsCoverEverySampleOnceWithTheSharesOfTheClasses(int count)
    {
        Dataset set = new CountingDataset(103, classes: 3); // labels 0, 1, 2, 0, 1, 2 ...
        int[] validated = new int[set.Count];
        foreach ((Dataset training, Dataset validation) in set.Folds(count, seed: 5))
        {
            Assert.Equal(set.Count, training.Count + validation.Count);
            Assert.InRange(validation.Count, set.Count / count, (set.Count / count) + 1);
            foreach (float value in Values(validation))
                validated[(int)value]++;
            Assert.Empty(Array.FindAll(Values(training), value => Array.IndexOf(Values(validation), value) >= 0));
            int[] counts = validation.ClassCounts();
            for (int i = 0; i < counts.Length; i++)
                Assert.InRange(counts[i], (set.ClassCounts()[i] / count) - 1, (set.ClassCounts()[i] / count) + 1);
        }

        Assert.All(validated, times => Assert.Equal(1, times));
        Assert.Equal(Values(set.Folds(count, 5)[1].Validation), Values(set.Folds(count, 5)[1].Validation));
        Assert.NotEqual(Values(set.Folds(count, 5)[1].Validation), Values(set.Folds(count, 6)[1].Validation));
        Assert.Throws<EdgeException>(() => set.Folds(104, 1));
        Assert.Throws<EdgeException>(() => set.Folds(1, 1));
    }

    [Fact]
    public void AnySetIsSplitWithChosenShares()
    {
        Dataset set = new CountingDataset(300, classes: 3);
        (Dataset training, Dataset validation, Dataset test) = set.SplitByClass(0.2, 0.3, seed: 9);
        Assert.Equal([50, 50, 50], training.ClassCounts());
        Assert.Equal([20, 20, 20], validation.ClassCounts());
        Assert.Equal([30, 30, 30], test.ClassCounts());
        Assert.Equal((300, 0), (set.SplitByClass(0, 0, 9).Training.Count, set.SplitByClass(0, 0, 9).Test.Count));
        foreach ((double v, double t) in ((double, double)[])[(0.5, 0.5), (-0.1, 0), (double.NaN, 0)])
            Assert.Throws<EdgeException>(() => set.SplitByClass(v, t, 1));
    }

    [Fact]
    public void ReadingSamplesAllocatesNothing()
    {
        using TemporaryFolder folder = new();
        WriteIdx(folder, "train", [1, 2, 3], [0, 51, 255]);
        foreach (Dataset set in (Dataset[])[Dataset.Open($"mnist:{folder.Path}#train"), Dataset.Open("digits", Split.Train, new DataOptions { Count = 30 }).Take(20)])
        {
            float[] target = new float[set.SampleLength];
            int next = 0;
            Allocations.None(set.Count, () => set.CopySample(next++ % set.Count, target));
        }
    }

    internal static int[] Labels(Dataset set)
    {
        int[] labels = new int[set.Count];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = set.Label(i);
        return labels;
    }

    internal static float[] Values(Dataset set)
    {
        float[] values = new float[set.Count * set.SampleLength];
        for (int i = 0; i < set.Count; i++)
            set.CopySample(i, values.AsSpan(i * set.SampleLength));
        return values;
    }

    // Pictures of one pixel.
    private static void WriteIdx(TemporaryFolder folder, string prefix, byte[] labels, byte[] pixels)
    {
        File.WriteAllBytes(folder.At($"{prefix}-images-idx3-ubyte.gz"), IdxFileTests.Pack([0, 0, 8, 3, 0, 0, 0, (byte)pixels.Length, 0, 0, 0, 1, 0, 0, 0, 1, .. pixels]));
        File.WriteAllBytes(folder.At($"{prefix}-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, (byte)labels.Length, .. labels]);
    }

    // Sample i is the number i, of the class i modulo the number of classes.
    internal sealed class CountingDataset(int count, int classes = 1) : Dataset
    {
        public override string Name => "counting";

        public override int Count => count;

        public override System.Collections.Generic.IReadOnlyList<int> SampleShape { get; } = [1];

        public override System.Collections.Generic.IReadOnlyList<string> ClassNames { get; } = ((string[])["one", "two", "three"])[..classes];

        public override void CopySample(int index, Span<float> target) => target[0] = index;

        public override int Label(int index) => index % classes;
    }
}
