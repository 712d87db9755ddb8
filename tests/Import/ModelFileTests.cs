using System.IO;
using EdgeRuntime;
using Google.Protobuf;
using Tests.Support;
using Xunit;

namespace Tests.Import;

/// <summary>What is wrong with a file is said in one sentence with what to do.</summary>
public class ModelFileTests
{
    [Fact]
    public void SavingIntoAMissingFolderTellsWhichOne()
    {
        using TemporaryFolder folder = new();
        string missing = Path.Combine(folder.Path, "nowhere"), path = Path.Combine(missing, "a.onnx");
        EdgeException error = Assert.Throws<EdgeException>(() => Small().Save(path));
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Equal($"Model '{path}' cannot be written: the folder '{missing}' does not exist: create it.", error.Message);
    }

    [Fact]
    public void SavingOverAFolderLeavesNothingBehind()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "models");
        Directory.CreateDirectory(path);
        EdgeException error = Assert.Throws<EdgeException>(() => Small().Save(path));
        Assert.Contains("it is a folder", error.Message);
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void AFolderIsNoModel()
    {
        using TemporaryFolder folder = new();
        EdgeException error = Assert.Throws<EdgeException>(() => Model.Load(folder.Path));
        Assert.Equal($"Model '{folder.Path}' is a directory: give an .onnx file.", error.Message);
    }

    [Fact]
    public void ATfliteModelIsNamed()
    {
        EdgeException error = Assert.Throws<EdgeException>(() => Model.Load([0x1C, 0, 0, 0, .. "TFL3"u8, 0x14, 0, 0x20, 0]));
        Assert.Equal(ErrorKind.Unsupported, error.Kind);
        Assert.Contains("TFLite", error.Message);
        Assert.Contains("convert it to ONNX", error.Message);
    }

    private static Model Small() => Model.Load(SmallModels.Convolutional().ToByteArray());
}
