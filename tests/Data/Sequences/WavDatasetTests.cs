using System;
using System.Collections.Generic;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Data;
using Tests.Support;
using Xunit;
using Split = EdgeRuntime.Data.Split;

namespace Tests.Data.Sequences;

public sealed class WavDatasetTests
{
    [Fact]
    public void NamesGiveClassGroupAndThePartToTestWith()
    {
        using TemporaryFolder folder = new();
        for (int index = 0; index < 10; index++)
        {
            foreach (string name in (ReadOnlySpan<string>)["yes_ann", "no_bob"])
                File.WriteAllBytes(folder.At($"{name}_{index}.wav"), WavBytes.OfSamples([(short)index]));
        }
        Dataset test = Open($"wav:{folder.Path}#test"), train = Open($"wav:{folder.Path}#train");
        Assert.Equal(["no", "yes"], test.ClassNames);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], DatasetTests.Labels(test));
        Assert.Equal("bob", test.Group(0));
        Assert.Equal("ann", test.Group(9));
        Assert.All(DatasetTests.Values(test), value => Assert.InRange(value * 32768, 0, 4));
        Assert.All(DatasetTests.Values(train), value => Assert.InRange(value * 32768, 5, 9));
        Assert.Equal(20, Dataset.Open($"wav:{folder.Path}").Count);
        Assert.True(new DataSpec("wav", folder.Path, null).HasPart(Split.Test));
        Assert.False(new DataSpec("wav", folder.Path, null).HasPart(Split.Validation));
    }

    [Fact]
    public void NamesWithoutNumbersOnBothSidesOfFiveAreSplitByChance()
    {
        using TemporaryFolder folder = new();
        for (int index = 0; index < 20; index++)
            File.WriteAllBytes(folder.At($"yes_ann_{index + 5}.wav"), WavBytes.OfSamples([1]));
        Assert.False(new DataSpec("wav", folder.Path, null).HasPart(Split.Test));
        Assert.Equal(2, Dataset.Open($"wav:{folder.Path}#test").Count);
        Assert.Equal(16, Dataset.Open($"wav:{folder.Path}#train").Count);
    }

    [Fact]
    public void ASoundThatUnpacksToMoreThanTheLimitIsRefusedBeforeItIsUnpacked()
    {
        using TemporaryFolder folder = new();
        byte[] zip = WavBytes.Zip(("set/up/ann_0.wav", WavBytes.OfSamples([1])), ("set/down/bob_0.wav", WavBytes.Of(new byte[40_000_000])));
        File.WriteAllBytes(folder.At("bomb.zip"), zip);
        DataOptions options = new() { MaxBytes = 100_000_000 };
        long before = GC.GetAllocatedBytesForCurrentThread();
        EdgeException error = Assert.Throws<EdgeException>(() => Dataset.Open($"wav:{folder.At("bomb.zip")}", options: options));
        Assert.Equal(ErrorKind.Memory, error.Kind);
        Assert.Contains("bob_0.wav' has 20000000 samples, 2500 s", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public void AFolderIsAClassWhereThereAreSeveralAndTheNameBeginsWithTheGroup()
    {
        using TemporaryFolder folder = new();
        byte[] zip = WavBytes.Zip(("set/up/ann_nohash_0.wav", WavBytes.OfSamples([1, 2, 3])), ("set/down/bob_nohash_0.wav", WavBytes.OfSamples([1])), ("set/README.txt", [1]), ("__MACOSX/x.wav", [1]));
        File.WriteAllBytes(folder.At("a.zip"), zip);
        Dataset set = Open($"wav:{folder.At("a.zip")}");
        Assert.Equal(["down", "up"], set.ClassNames);
        Assert.Equal("bob", set.Group(0));
        Assert.Equal([3, 1], set.SampleShape);
        Assert.Equal([1, 3], new List<int> { set.Length(0), set.Length(1) });
        Assert.True(set.HasLengths);
        Assert.Equal([1 / 32768f, 0, 0, 1 / 32768f, 2 / 32768f, 3 / 32768f], DatasetTests.Values(set));
    }

    [Fact]
    public void OneSoundIsASetOfItsOwn()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.At("7_ann_0.wav"), WavBytes.OfSamples([1, 2]));
        File.WriteAllBytes(folder.At("8_ann_0.wav"), WavBytes.OfSamples([1]));
        Dataset set = Open($"wav:{folder.At("7_ann_0.wav")}");
        Assert.Equal(["7"], set.ClassNames);
        Assert.Equal([1 / 32768f, 2 / 32768f], DatasetTests.Values(set));
    }

    [Fact]
    public void FoldersTrainAndTestAreParts()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.At("train/a_x_0.wav"), WavBytes.OfSamples([1]));
        File.WriteAllBytes(folder.At("train/b_x_0.wav"), WavBytes.OfSamples([1]));
        File.WriteAllBytes(folder.At("test/b_x_9.wav"), WavBytes.OfSamples([1]));
        Dataset test = Dataset.Open($"wav:{folder.Path}#test");
        Assert.Equal(["a", "b"], test.ClassNames);
        Assert.Equal([1], DatasetTests.Labels(test));

    }

    [Fact]
    public void MissingBrokenAndEmptySetsAreOneError()
    {
        using TemporaryFolder folder = new();
        Refused($"wav:{folder.Path}/none", "does not exist");
        Refused($"wav:{folder.Path}", "no .wav file");
        File.WriteAllText(folder.At("a.zip"), "no archive");
        Refused($"wav:{folder.At("a.zip")}", "no zip archive");
        File.WriteAllBytes(folder.At("b.zip"), WavBytes.Zip(("a_b_1.wav", "RIFF"u8.ToArray())));
        Refused($"wav:{folder.At("b.zip")}", "file 'a_b_1.wav'");
    }

    [Fact]
    public void SpokenDigitsAreSplitAsUpstreamHasThem()
    {
        string zip = Shared.Path("data/speech/fsdd-dev.zip");
        Dataset test = Dataset.Open($"wav:{zip}#test");
        Assert.Equal(250, test.Count);
        Assert.Equal(10, test.ClassNames.Count);
        Assert.All(test.ClassCounts(), count => Assert.Equal(25, count));
        HashSet<string?> speakers = [];
        for (int i = 0; i < test.Count; i++)
            speakers.Add(test.Group(i));
        Assert.Equal(5, speakers.Count);
    }

    private static Dataset Open(string spec) => Dataset.Open(spec, options: new DataOptions { Sound = new SoundOptions { Features = SoundFeatures.Raw } });

    private static void Refused(string spec, string expected) =>
        Assert.Contains(expected, Assert.Throws<EdgeException>(() => Dataset.Open(spec)).Message, StringComparison.Ordinal);
}
