using System;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Data;
using Tests.Data.Sequences;
using Tests.Support;
using Xunit;

namespace Tests.Data;

public sealed class FileTreeTests
{
    [Fact]
    public void AFolderAndItsArchiveGiveTheSameFiles()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.At("set/b/x.txt"), "x");
        File.WriteAllText(folder.At("set/a.txt"), "a");
        File.WriteAllText(folder.At("set/.hidden"), "h");
        File.WriteAllBytes(folder.At("set.zip"), WavBytes.Zip(("b/x.txt", "x"u8.ToArray()), ("a.txt", "a"u8.ToArray()), ("b/.hidden", [1])));
        foreach (string path in (ReadOnlySpan<string>)[folder.At("set"), folder.At("set.zip")])
        {
            using FileTree tree = FileTree.Open(path, "Data");
            Assert.Equal(["a.txt", "b/x.txt"], tree.Names);
            Assert.Equal("x"u8.ToArray(), tree.Read("b/x.txt"));
        }
    }

    [Fact]
    public void AnEntryThatClaimsMoreThanItsBytesCanHoldIsRefusedBeforeItIsUnpacked()
    {
        byte[] zip = WavBytes.Zip(("a.txt", new byte[100]));
        int directory = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(zip.AsSpan(directory + 24), 900_000_000);
        using FileTree tree = FileTree.Zip(new MemoryStream(zip), "a.zip");
        long before = GC.GetAllocatedBytesForCurrentThread();
        EdgeException error = Assert.Throws<EdgeException>(() => tree.Read("a.txt"));
        Assert.Equal(ErrorKind.Format, error.Kind);
        Assert.Contains("900000000", error.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void DamagedAndDoubledEntriesAreRefused()
    {
        byte[] zip = WavBytes.Zip(("a.txt", "content that is there"u8.ToArray()));
        zip[45] ^= 4;
        using FileTree damaged = FileTree.Zip(new MemoryStream(zip), "a.zip");
        Assert.Equal(ErrorKind.Format, Assert.Throws<EdgeException>(() => damaged.Read("a.txt")).Kind);
        Assert.Contains("twice", Assert.Throws<EdgeException>(() => FileTree.Zip(new MemoryStream(WavBytes.Zip(("a", [1]), ("a", [2]))), "a.zip")).Message, StringComparison.Ordinal);
    }
}
