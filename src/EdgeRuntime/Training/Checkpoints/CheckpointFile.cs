using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using EdgeRuntime.Data;

namespace EdgeRuntime.Training;

/// <summary>A checkpoint as bytes; the layout stands in the folder's README. Reading survives any bytes: a checkpoint or one error of kind Format.</summary>
internal static class CheckpointFile
{
    public const int HeaderBytes = 24;

    private const uint Version = 1;

    private static ReadOnlySpan<byte> Magic => "EDGECKPT"u8;

    /// <summary>Appends a whole file.</summary>
    public static void Write(ArrayBufferWriter<byte> file, Checkpoint checkpoint)
    {
        file.Write(stackalloc byte[HeaderBytes]);
        CheckpointWriter writer = new(file);
        writer.Number(checkpoint.Fingerprint.Pairs.Count);
        foreach ((string name, string value) in checkpoint.Fingerprint.Pairs)
        {
            writer.Text(name);
            writer.Text(value);
        }

        WriteState(writer, checkpoint);
        WriteTensors(writer, checkpoint.Variables);
        WriteTensors(writer, checkpoint.Best);
        Span<byte> all = MemoryMarshal.AsMemory(file.WrittenMemory).Span;
        Magic.CopyTo(all);
        BinaryPrimitives.WriteUInt32LittleEndian(all[8..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(all[16..], all.Length - HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(all[12..], Crc32.Of(all[16..]));
    }

    /// <summary>Reads a whole file; the tensors' bytes stay where they are in <paramref name="file"/>.</summary>
    public static Checkpoint Read(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> all = file.Span;
        if (all.Length < HeaderBytes || !all.StartsWith(Magic))
            Throw.Format("it is not a checkpoint of Edge");
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(all[8..]);
        if (version != Version)
            Throw.Format($"it has the format {version}, this version reads {Version}");
        long length = BinaryPrimitives.ReadInt64LittleEndian(all[16..]);
        if (length != all.Length - HeaderBytes)
            Throw.Format($"it should have {length} bytes behind its header and has {all.Length - HeaderBytes}");
        if (BinaryPrimitives.ReadUInt32LittleEndian(all[12..]) != Crc32.Of(all[16..]))
            Throw.Format("its checksum does not fit its content");
        CheckpointReader reader = new(file[HeaderBytes..]);
        List<(string, string)> pairs = [];
        for (int left = reader.Count(leastBytes: 8); left > 0; left--)
            pairs.Add((reader.Text(), reader.Text()));
        (RunState state, long steps) = ReadState(ref reader);
        Checkpoint checkpoint = new(new Fingerprint(pairs), state, steps, ReadTensors(ref reader), ReadTensors(ref reader));
        reader.End();
        return checkpoint;
    }

    private static void WriteState(CheckpointWriter writer, Checkpoint checkpoint)
    {
        RunState state = checkpoint.State;
        writer.Number(checkpoint.StepCount);
        writer.Number(state.Step);
        writer.Number(state.LossSum);
        writer.Number(state.Correct);
        writer.Number(state.Seconds);
        writer.Number((double)state.FirstLoss);
        writer.Number(state.History.Count);
        foreach (EpochResult epoch in state.History)
        {
            foreach (double number in (ReadOnlySpan<double>)[epoch.Loss, epoch.Accuracy, epoch.Seconds, epoch.LearningRate])
                writer.Number(number);
            writer.Number(epoch.ValidationLoss);
            writer.Number(epoch.ValidationAccuracy);
        }
    }

    private static (RunState State, long StepCount) ReadState(ref CheckpointReader reader)
    {
        RunState state = new();
        long stepCount = reader.Whole64();
        int step = reader.Whole32();
        (double lossSum, long correct, double seconds) = (reader.Real(), reader.Whole64(), reader.Real());
        float first = (float)reader.Real();
        int epochs = reader.Count(leastBytes: 34);
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            (double loss, double accuracy, double time, double rate) = (reader.Real(), reader.Real(), reader.Real(), reader.Real());
            state.Add(new EpochResult(epoch, loss, accuracy, reader.OptionalReal(), reader.OptionalReal(), time) { LearningRate = rate });
        }

        (state.Step, state.LossSum, state.Correct, state.Seconds, state.FirstLoss) = (step, lossSum, correct, seconds, first);
        return (state, stepCount);
    }

    private static void WriteTensors(CheckpointWriter writer, IReadOnlyList<SavedTensor> tensors)
    {
        writer.Number(tensors.Count);
        foreach (SavedTensor tensor in tensors)
        {
            writer.Text(tensor.Name);
            writer.Number(tensor.Bytes.Length);
            writer.Bytes(tensor.Bytes.Span);
        }
    }

    private static List<SavedTensor> ReadTensors(ref CheckpointReader reader)
    {
        List<SavedTensor> tensors = [];
        for (int left = reader.Count(leastBytes: 8); left > 0; left--)
            tensors.Add(new SavedTensor(reader.Text(), reader.Bytes(reader.Count(leastBytes: 1))));
        return tensors;
    }
}
