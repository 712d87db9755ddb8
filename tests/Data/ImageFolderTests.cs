using System;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Images;
using Tests.Support;
using Xunit;
using Split = EdgeRuntime.Data.Split;

namespace Tests.Data;

public sealed class ImageFolderTests
{
    [Fact]
    public void FoldersAreClassesInOrdinalOrderAndChannelsBecomePlanes()
    {
        using TemporaryFolder folder = new();
        Png.Write(folder.At("b/1.png"), new Image(2, 1, 3, [0, 51, 102, 153, 204, 255]));
        File.WriteAllText(folder.At("B/1.ppm"), "P3 2 1 255 255 255 255 0 0 0");
        File.WriteAllText(folder.At("a/readme.txt"), "not a picture");
        Png.Write(folder.At("a/1.PNG"), new Image(4, 2, 1, [255, 255, 0, 0, 255, 255, 0, 0]));
        Dataset set = Dataset.Open($"images:{folder.Path}", options: new DataOptions { Width = 2, Height = 1, Channels = 3 });
        Assert.Equal(["B", "a", "b"], set.ClassNames);
        Assert.Equal([3, 1, 2], set.SampleShape);
        Assert.Equal([0, 1, 2], DatasetTests.Labels(set));
        Assert.Equal([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0.6f, 0.2f, 0.8f, 0.4f, 1f], DatasetTests.Values(set));
    }

    [Fact]
    public void TheFirstPictureGivesTheSizeWhereNoneIsTold()
    {
        using TemporaryFolder folder = new();
        Png.Write(folder.At("a/1.png"), Picture(3, 2));
        Png.Write(folder.At("a/2.png"), Picture(6, 4));
        Assert.Equal([1, 2, 3], Dataset.Open($"images:{folder.Path}").SampleShape);
    }

    [Fact]
    public void PartsHaveTheirOwnFoldersOrAShareOfEachClass()
    {
        using TemporaryFolder folder = new();
        for (int i = 0; i < 10; i++)
            Png.Write(folder.At($"whole/a/{i}.png"), Picture(2, 2));
        Assert.Equal(8, Dataset.Open($"images:{folder.Path}/whole#train").Count);
        Assert.Equal(1, Dataset.Open($"images:{folder.Path}/whole#test").Count);
        Png.Write(folder.At("parts/train/a/1.png"), Picture(2, 2));
        Png.Write(folder.At("parts/test/a/1.png"), Picture(2, 2));
        Png.Write(folder.At("parts/test/a/2.png"), Picture(2, 2));
        Assert.Equal(1, Dataset.Open($"images:{folder.Path}/parts#train").Count);
        Assert.Equal(2, Dataset.Open($"images:{folder.Path}/parts", Split.Test).Count);
        Assert.Throws<EdgeException>(() => Dataset.Open($"images:{folder.Path}/parts#val"));
        Assert.Throws<EdgeException>(() => Dataset.Open($"images:{folder.Path}/parts"));
    }

    [Fact]
    public void WhatCannotBeReadIsNamed()
    {
        using TemporaryFolder folder = new();
        Assert.Contains("0 folders", Refused(folder), StringComparison.Ordinal);
        Directory.CreateDirectory(folder.At("a/"));
        Assert.Contains("no .png", Refused(folder), StringComparison.Ordinal);
        File.WriteAllText(folder.At("a/broken.png"), "not a PNG");
        Assert.Contains("broken.png", Refused(folder), StringComparison.Ordinal);
        File.WriteAllText(folder.At("a/photo.JPG"), "");
        Assert.Contains("JPEG", Refused(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void APartWithoutAClassKeepsTheLabelsOfTheOthers()
    {
        using TemporaryFolder folder = new();
        foreach (string file in (string[])["train/a/1.png", "train/b/1.png", "train/c/1.png", "test/a/1.png", "test/c/1.png"])
            Png.Write(folder.At(file), Picture(2, 2));
        Dataset test = Dataset.Open($"images:{folder.Path}#test");
        Assert.Equal(["a", "b", "c"], test.ClassNames);
        Assert.Equal([0, 2], DatasetTests.Labels(test));
        Png.Write(folder.At("test/d/1.png"), Picture(2, 2));
        Assert.Contains("'d' is no class of the part to train on", Assert.Throws<EdgeException>(() => Dataset.Open($"images:{folder.Path}#test")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelsClassesAreFoundByName()
    {
        using TemporaryFolder folder = new();
        Png.Write(folder.At("cat/1.png"), Picture(2, 2));
        DataOptions options = new() { ClassNames = ["ant", "bee", "cat"] };
        Assert.Equal([2], DatasetTests.Labels(Dataset.Open($"images:{folder.Path}", options: options)));
        Png.Write(folder.At("dog/1.png"), Picture(2, 2));
        Assert.Contains("'dog' is no class of the model", Assert.Throws<EdgeException>(() => Dataset.Open($"images:{folder.Path}", options: options)).Message, StringComparison.Ordinal);
        Assert.Equal([0, 1], DatasetTests.Labels(Dataset.Open($"images:{folder.Path}", options: new DataOptions { ClassNames = ["0", "1"] })));
    }

    [Fact]
    public void AnEmptyClassIsNamed()
    {
        using TemporaryFolder folder = new();
        Png.Write(folder.At("a/1.png"), Picture(2, 2));
        Directory.CreateDirectory(folder.At("b/"));
        Assert.Contains("the class 'b' is empty", Refused(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void ASetOverItsByteLimitIsRefusedWithTheBytesNeeded()
    {
        using TemporaryFolder folder = new();
        Png.Write(folder.At("a/1.png"), Picture(20, 10));
        EdgeException error = Assert.Throws<EdgeException>(() => Dataset.Open($"images:{folder.Path}", options: new DataOptions { MaxBytes = 199 }));
        Assert.Equal(ErrorKind.Memory, error.Kind);
        Assert.Contains("200 bytes", error.Message, StringComparison.Ordinal);
    }

    private static Image Picture(int width, int height) => Images.PngTests.Noise(width, height, 1);

    private static string Refused(TemporaryFolder folder) => Assert.Throws<EdgeException>(() => Dataset.Open($"images:{folder.Path}")).Message;
}
