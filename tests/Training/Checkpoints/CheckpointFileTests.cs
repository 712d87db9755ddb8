using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training;

/// <summary>The bytes of a checkpoint: what is written is read, and any other bytes are a checkpoint or one error.</summary>
public class CheckpointFileTests
{
    private static readonly byte[] File = Write(Some());

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        Checkpoint written = Some(), read = CheckpointFile.Read(File);
        Assert.Equal(written.Fingerprint.Pairs, read.Fingerprint.Pairs);
        Assert.Equal(written.StepCount, read.StepCount);
        Assert.Equal(written.State.History, read.State.History);
        Assert.Equal((2, 7, 1.25, 33L, 0.5, 2.5f), (read.State.BestEpoch, read.State.Step, read.State.LossSum, read.State.Correct, read.State.Seconds, read.State.FirstLoss));
        Assert.Equal(["w", "v"], [read.Variables[0].Name, read.Variables[1].Name]);
        Assert.Equal(written.Variables[0].Bytes.ToArray(), read.Variables[0].Bytes.ToArray());
        Assert.Equal(0, read.Variables[1].Bytes.Length);
        Assert.Equal(written.Best[0].Bytes.ToArray(), Assert.Single(read.Best).Bytes.ToArray());
        Assert.Equal(File, Write(read));
    }

    [Fact]
    public void EveryFlippedBitIsNoticed()
    {
        for (int bit = 0; bit < File.Length * 8; bit++)
        {
            byte[] copy = [.. File];
            copy[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(ErrorKind.Format, Assert.Throws<EdgeException>(() => CheckpointFile.Read(copy)).Kind);
        }
    }

    [Fact]
    public void EveryTruncationIsNoticed()
    {
        for (int length = 0; length < File.Length; length++)
            Assert.Equal(ErrorKind.Format, Assert.Throws<EdgeException>(() => CheckpointFile.Read(File.AsMemory(0, length))).Kind);
        Assert.Throws<EdgeException>(() => CheckpointFile.Read((byte[])[.. File, 0]));
    }

    [Fact]
    public void AForgedFileIsReadOrRefusedWithoutHarm()
    {
        // Damaged and then given the right length and checksum, so that the content itself is read.
        int runs = Environment.GetEnvironmentVariable("EDGE_FUZZ") is { Length: > 0 } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 20_000;
        int refused = 0;
        for (int seed = 0; seed < runs; seed++)
        {
            CounterRandom random = new((ulong)seed, 0);
            byte[] copy = Damage(random);
            try
            {
                CheckpointFile.Read(copy);
            }
            catch (EdgeException e) when (e.Kind == ErrorKind.Format)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }

        Assert.InRange(refused, runs / 10, runs - 1);
    }

    [Fact]
    public void AClaimOfManyEntriesTakesNoMemory()
    {
        byte[] copy = [.. File];
        BinaryPrimitives.WriteInt32LittleEndian(copy.AsSpan(CheckpointFile.HeaderBytes), int.MaxValue);
        Seal(copy);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("promises 2147483647 entries", Assert.Throws<EdgeException>(() => CheckpointFile.Read(copy)).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void AnotherVersionSaysSo()
    {
        byte[] copy = [.. File];
        copy[8] = 2;
        Assert.Contains("it has the format 2, this version reads 1", Assert.Throws<EdgeException>(() => CheckpointFile.Read(copy)).Message, StringComparison.Ordinal);
    }

    private static byte[] Damage(CounterRandom random)
    {
        byte[] copy = [.. File];
        uint position = 1;
        for (int left = 1 + random.Below(3, 0); left > 0; left--)
        {
            int at = CheckpointFile.HeaderBytes + random.Below(copy.Length - CheckpointFile.HeaderBytes, position++);
            switch (random.Below(4, position++))
            {
                case 0:
                    copy[at] ^= (byte)(1 << random.Below(8, position++));
                    break;
                case 1:
                    copy.AsSpan(at, Math.Min(4, copy.Length - at)).Fill((byte)(random.Below(2, position++) * 255));
                    break;
                case 2:
                    copy = [.. copy[..at], .. copy[Math.Min(copy.Length, at + 1 + random.Below(8, position++))..], 0];
                    break;
                default:
                    copy = [.. copy[..at], (byte)random.Below(256, position++), .. copy[at..]];
                    break;
            }
        }

        Seal(copy);
        return copy;
    }

    private static void Seal(byte[] file)
    {
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(16), file.Length - CheckpointFile.HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), Crc32.Of(file.AsSpan(16)));
    }

    private static byte[] Write(Checkpoint checkpoint)
    {
        ArrayBufferWriter<byte> buffer = new();
        CheckpointFile.Write(buffer, checkpoint);
        return buffer.WrittenSpan.ToArray();
    }

    private static Checkpoint Some()
    {
        RunState state = new() { FirstLoss = 2.5f };
        state.Add(new EpochResult(1, 2.25, double.NaN, null, null, 1.5) { LearningRate = 0.125 });
        state.Add(new EpochResult(2, 1.75, 0.5, 1.875, 0.25, 2.5));
        (state.Step, state.LossSum, state.Correct, state.Seconds) = (7, 1.25, 33, 0.5);
        List<(string, string)> pairs = [("model", "01234567"), ("größe", "")];
        return new Checkpoint(new Fingerprint(pairs), state, 77, [new SavedTensor("w", new byte[] { 1, 2, 3, 4 }), new SavedTensor("v", default)], [new SavedTensor("w", new byte[] { 9, 8 })]);
    }
}
