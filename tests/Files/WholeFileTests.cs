using System;
using System.IO;
using System.Text;
using EdgeRuntime.Files;
using Tests.Support;
using Xunit;

namespace Tests.Files;

public class WholeFileTests
{
    [Fact]
    public void AFileIsMadeAndReplacedAndNothingElseStays()
    {
        using TemporaryFolder folder = new();
        string path = folder.At("a.bin");
        foreach (string content in (string[])["first", "second", ""])
        {
            WholeFile.Write(path, Encoding.UTF8.GetBytes(content));
            Assert.Equal(content, File.ReadAllText(path));
            Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
        }
    }

    [Fact]
    public void ALinkStaysAndTheFileBehindItIsReplaced()
    {
        using TemporaryFolder folder = new();
        string behind = folder.At("behind"), link = folder.At("link");
        File.WriteAllText(behind, "old");
        File.CreateSymbolicLink(link, behind);
        WholeFile.Write(link, "new"u8);
        Assert.Equal("new", File.ReadAllText(behind));
        Assert.Equal(behind, new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void ADeviceIsWrittenAndStaysOne()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "there is no /dev/null here");
        WholeFile.Try("/dev/null");
        WholeFile.Write("/dev/null", "gone"u8);
        Assert.Empty(File.ReadAllBytes("/dev/null"));
    }

    [Fact]
    public void MessagesSpeakOfTheFileAndNotOfTheTemporaryOne()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "nowhere", "a.bin");
        foreach (Action action in (Action[])[() => WholeFile.Write(path, "x"u8), () => WholeFile.Try(path)])
        {
            IOException error = Assert.Throws<IOException>(action);
            Assert.Contains($"'{path}'", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("tmp'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WhereAFolderStandsNothingChanges()
    {
        using TemporaryFolder folder = new();
        string path = folder.At("a");
        Directory.CreateDirectory(path);
        IOException error = Assert.Throws<IOException>(() => WholeFile.Write(path, "x"u8));
        Assert.DoesNotContain("tmp'", error.Message, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }
}
