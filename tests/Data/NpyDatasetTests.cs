using System;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Data;
using Tests.Support;
using Xunit;
using Split = EdgeRuntime.Data.Split;

namespace Tests.Data;

public sealed class NpyDatasetTests
{
    [Fact]
    public void WholeNumbersAreClassesAndFloatsAreTargets()
    {
        using TemporaryFolder folder = new();
        Write(folder, "x", [1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
        new NpyArray("i8", [2], [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).Write(folder.At("y.npy"));
        Dataset classes = Dataset.Open($"npy:{folder.Path}", options: new DataOptions { Mean = 1, Deviation = 2 });
        Assert.Equal([2, 2], classes.SampleShape);
        Assert.Equal(["0", "1"], classes.ClassNames);
        Assert.Equal([1, 0], DatasetTests.Labels(classes));
        Assert.Equal([0f, 0.5f, 1f, 1.5f, 2f, 2.5f, 3f, 3.5f], DatasetTests.Values(classes));
        Write(folder, "y", [10, 20, 30, 40, 50, 60], [2, 3]);
        Dataset targets = Dataset.Open($"npy:{folder.Path}");
        float[] second = new float[3];
        targets.CopyTarget(1, second);
        Assert.Equal((3, 0), (targets.TargetLength, targets.ClassNames.Count));
        Assert.Equal([40f, 50f, 60f], second);
    }

    [Fact]
    public void PartsHaveTheirOwnFilesOrAShare()
    {
        using TemporaryFolder folder = new();
        Write(folder, "x", new float[20], [20]);
        Write(folder, "y", new float[20], [20, 1]);
        Assert.Equal(16, Dataset.Open($"npy:{folder.Path}#train").Count);
        Assert.Equal(10, Dataset.Open($"npy:{folder.Path}", Split.Validation, new DataOptions { ValidationShare = 0.5 }).Count);
        Write(folder, "x_train", new float[3], [3]);
        new NpyArray("u1", [3], [0, 1, 2]).Write(folder.At("y_train.npy"));
        Write(folder, "x_test", new float[1], [1]);
        new NpyArray("u1", [1], [1]).Write(folder.At("y_test.npy"));
        Assert.Equal(["0", "1", "2"], Dataset.Open($"npy:{folder.Path}#train").ClassNames);
        Assert.Equal(["0", "1", "2"], Dataset.Open($"npy:{folder.Path}#test").ClassNames);
        Assert.Equal([1], DatasetTests.Labels(Dataset.Open($"npy:{folder.Path}#test")));
        Assert.Contains("x_val.npy' does not exist", Assert.Throws<EdgeException>(() => Dataset.Open($"npy:{folder.Path}#val")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, "number 0 of sample 1 is missing")]
    [InlineData(float.NegativeInfinity, "number 0 of sample 1 is -Infinity")]
    public void NumbersThatAreNoneAreRefusedWithTheirPlace(float value, string expected)
    {
        using TemporaryFolder folder = new();
        Write(folder, "x", [0, 1, value, 3], [2, 2]);
        Write(folder, "y", [0, 1], [2]);
        EdgeException error = Assert.Throws<EdgeException>(() => Dataset.Open($"npy:{folder.Path}"));
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        if (float.IsNaN(value))
            Assert.Equal([0f, 1f], DatasetTests.Values(Dataset.Open($"npy:{folder.Path}", options: new DataOptions { Missing = MissingValues.Drop })));
    }

    [Fact]
    public void LabelsAndShapesThatDoNotFitAreRefused()
    {
        using TemporaryFolder folder = new();
        Write(folder, "x", [0, 1], [2]);
        Assert.Contains("y.npy' does not exist", Refused(folder), StringComparison.Ordinal);
        Write(folder, "y", [0, 1, 2], [3]);
        Assert.Contains("[2] and y.npy [3]", Refused(folder), StringComparison.Ordinal);
        Write(folder, "y", [0, float.NaN], [2]);
        Assert.Contains("target of sample 1 is NaN", Refused(folder), StringComparison.Ordinal);
        new NpyArray("i1", [2], [0, 255]).Write(folder.At("y.npy"));
        Assert.Contains("sample 1 has the label -1", Refused(folder), StringComparison.Ordinal);
        new NpyArray("u1", [2], [0, 2]).Write(folder.At("y.npy"));
        Assert.Contains("the class '1' is empty", Refused(folder), StringComparison.Ordinal);
        File.WriteAllText(folder.At("labels.txt"), "a\nb\n");
        Assert.Contains("label 2, outside 0 to 1", Refused(folder), StringComparison.Ordinal);
        new NpyArray("u4", [1, 2], [0, 0, 0, 0, 255, 255, 255, 255]).Write(folder.At("y.npy"));
        File.Delete(folder.At("labels.txt"));
        Assert.Contains("too large for a class", Refused(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void ASetOverItsByteLimitIsRefusedWithTheBytesNeeded()
    {
        using TemporaryFolder folder = new();
        Write(folder, "x", new float[10], [5, 2]);
        Write(folder, "y", new float[5], [5]);
        EdgeException error = Assert.Throws<EdgeException>(() => Dataset.Open($"npy:{folder.Path}", options: new DataOptions { MaxBytes = 39 }));
        Assert.Equal(ErrorKind.Memory, error.Kind);
        Assert.Contains("40 bytes", error.Message, StringComparison.Ordinal);
    }

    private static string Refused(TemporaryFolder folder) => Assert.Throws<EdgeException>(() => Dataset.Open($"npy:{folder.Path}")).Message;

    private static void Write(TemporaryFolder folder, string name, float[] values, int[] shape) => NpyArray.Of(values, shape).Write(folder.At($"{name}.npy"));
}
