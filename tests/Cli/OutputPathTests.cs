using System;
using System.IO;
using EdgeCli;
using Tests.Support;
using Xunit;

namespace Tests.Cli;

/// <summary>Where a result cannot be written, a verb says so before it works, with the option's name.</summary>
public class OutputPathTests
{
    [Fact]
    public void TrainingDoesNotBeginWhereItsResultCannotBeSaved()
    {
        using TemporaryFolder folder = new();
        string missing = Path.Combine(folder.Path, "nowhere", "a.onnx");
        string log = Refused("train", "lenet", "--data", "digits", "--limit", "64", "--out", missing);
        Assert.Contains("--out", log);
        Assert.Contains("does not exist: create it", log);
        Assert.DoesNotContain("epoch", log);
        Assert.Contains("is a folder", Refused("train", "lenet", "--data", "digits", "--limit", "64", "--out", folder.Path));
    }

    [Fact]
    public void EveryVerbNamesTheOptionThatCannotBeWritten()
    {
        using TemporaryFolder folder = new();
        string model = EdgeCommand.WriteModel(folder);
        Assert.Contains("--output wants a folder", Refused("run", model, "--output", model));
        Assert.Contains("--html", Refused("eval", model, "--data", "digits", "--html", Path.Combine(folder.Path, "nowhere", "a.html")));
        Assert.Contains("--plan", Refused("info", model, "--plan", Path.Combine(folder.Path, "nowhere", "a.svg")));
    }

    [Fact]
    public void AResultDoesNotTakeThePlaceOfAnotherFileOfTheCommand()
    {
        using TemporaryFolder folder = new();
        string model = EdgeCommand.WriteModel(folder), table = Path.Combine(folder.Path, "table.csv");
        byte[] before = File.ReadAllBytes(model);
        Assert.Contains("--html and MODEL are the same file", EdgeCommand.Refused(2, "eval", model, "--data", "digits", "--html", model));
        Assert.Equal(before, File.ReadAllBytes(model));
        Assert.Contains("--html and --out are the same file", EdgeCommand.Refused(2, "train", "lenet", "--data", "digits", "--out", model, "--html", model));
        Assert.Contains("--html and MODEL are the same file", EdgeCommand.Refused(2, "finetune", model, "--data", "digits", "--out", Path.Combine(folder.Path, "b.onnx"), "--html", model));
        Assert.Contains("--out and ARCH are the same file", EdgeCommand.Refused(2, "train", Path.Combine(folder.Path, "net.json"), "--data", "digits", "--out", Path.Combine(folder.Path, "net.json")));
        string link = Path.Combine(folder.Path, "link.html"), beside = Path.Combine(folder.Path, "beside");
        File.CreateSymbolicLink(link, Path.GetFileName(model));
        Assert.Contains("--html and MODEL are the same file", EdgeCommand.Refused(2, "eval", model, "--data", "digits", "--html", link));
        Directory.CreateSymbolicLink(beside, folder.Path);
        Assert.Contains("--html and MODEL are the same file", EdgeCommand.Refused(2, "eval", model, "--data", "digits", "--html", Path.Combine(beside, Path.GetFileName(model))));
        Assert.Contains("--out and --data are the same file", EdgeCommand.Refused(2, "train", "lenet", "--data", $"csv:{table}", "--out", table));
    }

    [Fact]
    public void TheCheckLeavesNothingBehind()
    {
        using TemporaryFolder folder = new();
        OutputPath.CheckFile("--out", Path.Combine(folder.Path, "a.onnx"));
        OutputPath.CheckFolder("--output", Path.Combine(folder.Path, "results"));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static string Refused(params string[] args)
    {
        string log = EdgeCommand.Refused(1, args);
        Assert.Single(log.Trim().Split(Environment.NewLine));
        return log;
    }
}
