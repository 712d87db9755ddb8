using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Images;
using EdgeRuntime.Data.Sequences;
using EdgeRuntime.Random;
using Tests.Support;
using Xunit;

namespace Tests.Data;

/// <summary>Thousands of seeded changes of good files: each decodes or gives one EdgeException, fast and with bounded memory.</summary>
public sealed class FileMutationTests
{
    private const int Rounds = 1500;

    [Fact]
    public void MutatedPngFilesNeverCrash()
    {
        List<byte[]> files = [];
        foreach (string path in Directory.GetFiles(Golden.Path("Png"), "*.png"))
            files.Add(File.ReadAllBytes(path));
        files.Add(Png.Encode(Images.PngTests.Noise(200, 150, 3)));
        Assert.InRange(Mutate(files, file => Png.Decode(file, "mutated"), 1, repair: false), Rounds / 2, Rounds);
        Assert.InRange(Mutate(files, file => Png.Decode(file, "mutated"), 2, repair: true), 1, Rounds - 1);
    }

    [Fact]
    public void MutatedPnmFilesNeverCrash()
    {
        List<byte[]> files = ["P2 4 3 15\n1 2 3 4 5 6 7 8 9 10 11 12"u8.ToArray(), "P3\n# c\n2 1 255\n1 2 3 4 5 6\n"u8.ToArray(), [.. "P5 40 30 255\n"u8, .. new byte[1200]], [.. "P6 10 10 65535\n"u8, .. new byte[600]]];
        Assert.InRange(Mutate(files, file => Pnm.Decode(file, "mutated"), 3, repair: false), 1, Rounds - 1);
    }

    [Fact]
    public void MutatedIdxFilesNeverCrash()
    {
        byte[] plain = [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 9, 0, 0, 0, 7, .. new byte[315]];
        Assert.InRange(Mutate([plain, IdxFileTests.Pack(plain)], file => IdxFile.Decode(file, "mutated"), 4, repair: false), 1, Rounds - 1);
    }

    [Fact]
    public void MutatedNpyFilesNeverCrash()
    {
        List<byte[]> files = [NpyArray.Of(new float[24], [2, 3, 4]).Encode(), new NpyArray("i8", [], new byte[8]).Encode(), new NpyArray("b1", [7], new byte[7]).Encode()];
        Assert.InRange(Mutate(files, file => NpyArray.Decode(file, "mutated").ToFloats(), 5, repair: false), 1, Rounds - 1);
    }

    [Fact]
    public void MutatedTablesNeverCrash()
    {
        DataSpec spec = new("csv", "t.csv", null);
        Assert.InRange(
            Mutate(["a,b,c\n1,2,x\n3,4,y\n"u8.ToArray(), "1;2;0\n3;4;1"u8.ToArray()], file => CsvDataset.Parse(spec, System.Text.Encoding.UTF8.GetString(file), new DataOptions()), 6, repair: false),
            1,
            Rounds - 1);
    }

    [Fact]
    public void MutatedTablesOfTextNeverCrash()
    {
        DataSpec spec = new("csv", "t.csv", null);
        DataOptions options = new() { Text = ColumnEncoding.OneHot, Missing = MissingValues.Median, TargetColumns = ["c"] };
        Assert.InRange(
            Mutate(["a,b,c\n1,red,3\n,\"a \"\"b\"\"\",4\n"u8.ToArray(), "\"a\";b;c\r\n?;\"x\ny\";1\r\n2;x;3"u8.ToArray()], file => CsvDataset.Parse(spec, System.Text.Encoding.UTF8.GetString(file), options), 7, repair: false),
            1,
            Rounds - 1);
    }

    [Fact]
    public void MutatedSoundsNeverCrash()
    {
        List<byte[]> files =
        [
            Sequences.WavBytes.OfSamples(new short[200]), Sequences.WavBytes.Of(new byte[240], channels: 2, bits: 24, extensible: true),
            Sequences.WavBytes.Of(new byte[64], format: 3, bits: 32), Sequences.WavBytes.Of(new byte[50], bits: 8),
        ];
        Assert.InRange(Mutate(files, file => WavFile.Decode(file, "mutated"), 8, repair: false), 1, Rounds - 1);
    }

    [Fact]
    public void MutatedTimeSeriesNeverCrash()
    {
        DataSpec spec = new("ts", "t.ts", null);
        byte[] text = "#c\n@timeStamps false\n@dimensions 2\n@equalLength false\n@classLabel true a b\n@data\n1,2,3:4,5,6:a\n7:8:b\n1,2:3,4:a\n"u8.ToArray();
        List<byte[]> files = [text, IdxFileTests.Pack(text), "@univariate true\n@targetlabel true\n@data\n1,2:0.5\n3,4:-7\n"u8.ToArray()];
        Assert.InRange(Mutate(files, file => TsFile.Parse(spec, TsDataset.Text(file, "mutated", new DataOptions()), "mutated", new DataOptions()), 9, repair: false), 1, Rounds - 1);
    }

    [Fact]
    public void MutatedArchivesNeverCrash()
    {
        DataSpec spec = new("wav", "t.zip", null);
        byte[] sound = Sequences.WavBytes.OfSamples([1, 2, 3, 4, 5]);
        List<byte[]> files = [Sequences.WavBytes.Zip(("a_x_1.wav", sound), ("b_x_7.wav", sound), ("b_y_9.wav", sound))];
        object Read(byte[] file)
        {
            using FileTree tree = FileTree.Zip(new MemoryStream(file), "mutated");
            return WavDataset.Load(spec, tree, new DataOptions());
        }
        Assert.InRange(Mutate(files, Read, 10, repair: false), 1, Rounds - 1);
    }

    [Fact]
    public void MutatedGesturesNeverCrash()
    {
        DataSpec spec = new("wand", "t", null);
        System.Text.StringBuilder lines = new("aX,aY,aZ\n");
        for (int i = 0; i < 119; i++)
            lines.Append("0.5,-1,2e1\n");
        using TemporaryFolder folder = new();
        object Read(byte[] file)
        {
            File.WriteAllBytes(folder.At("wing.csv"), file);
            using FileTree tree = FileTree.Open(folder.Path, "mutated");
            return WandDataset.Load(spec, tree, new DataOptions());
        }
        Assert.InRange(Mutate([System.Text.Encoding.UTF8.GetBytes(lines.ToString())], Read, 11, repair: false), 1, Rounds - 1);
    }

    // Returns how many files were refused.
    private static int Mutate(List<byte[]> files, Func<byte[], object> decode, uint stream, bool repair)
    {
        int refused = 0;
        CounterRandom random = new(2026, stream);
        for (uint round = 0; round < Rounds; round++)
        {
            byte[] file = Mutant(files[random.Below(files.Count, round * 64ul)], random, round * 64ul);
            if (repair)
                RepairPngChecksums(file);
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            try
            {
                decode(file);
            }
            catch (EdgeException)
            {
                refused++;
            }
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before <= (4L * file.Length) + (16 << 20), $"round {round}: allocation");
            Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds < 2, $"round {round}: time");
        }
        return refused;
    }

    private static byte[] Mutant(byte[] original, CounterRandom random, ulong position)
    {
        byte[] file = [.. original];
        int changes = 1 + random.Below(4, position + 1);
        for (int i = 0; i < changes; i++)
        {
            ulong p = position + 2 + ((ulong)i * 4);
            // Half of the changes hit the head, where the sizes stand.
            int at = random.Below(random.Below(2, p) == 0 ? file.Length : Math.Min(file.Length, 64), p + 1);
            switch (random.Below(5, p + 2))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.Below(8, p + 3));
                    break;
                case 1:
                    file[at] = (byte)random.Below(256, p + 3);
                    break;
                case 2:
                    file[at] = 0xFF;
                    break;
                case 3:
                    file[at] = file[random.Below(file.Length, p + 3)];
                    break;
                default:
                    if (i == 0 && at > 0)
                        file = file[..at];
                    break;
            }
        }
        return file;
    }

    // With right checksums the changes reach the code behind them.
    private static void RepairPngChecksums(byte[] file)
    {
        int at = 8;
        while (file.Length - at >= 12)
        {
            uint length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                return;
            uint crc = Crc32.Of(file.AsSpan(at + 4, (int)length + 4));
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), crc);
            at += 12 + (int)length;
        }
    }
}
