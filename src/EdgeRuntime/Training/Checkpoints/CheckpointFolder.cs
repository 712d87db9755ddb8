using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using EdgeRuntime.Data;
using EdgeRuntime.Files;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>
/// The checkpoints of one run: the newest and the one before it. While it is open no other run can use the folder.
/// </summary>
internal sealed class CheckpointFolder : IDisposable
{
    private const string Prefix = "checkpoint-", Suffix = ".edge";
    private const int MostNumber = 1_000_000_000; // a stranger's file must not make the next number overflow

    private readonly CheckpointOptions options;
    private readonly Fingerprint fingerprint;
    private readonly Trainer trainer;
    private readonly Snapshot variables;
    private readonly Snapshot best;
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly FileStream held;
    private string? newest; // the newest that is known to be whole
    private int number;
    private long writtenAt = Stopwatch.GetTimestamp();
    private long writtenCount;

    /// <summary>Makes the folder if need be and keeps other runs out.</summary>
    public CheckpointFolder(CheckpointOptions options, Fingerprint fingerprint, Trainer trainer, Snapshot best)
    {
        (this.options, this.fingerprint, this.trainer, this.best) = (options, fingerprint, trainer, best);
        variables = new Snapshot(trainer, trainer.Variables);
        try
        {
            Directory.CreateDirectory(options.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Throw.Data($"The checkpoint folder '{options.Folder}' cannot be made ({e.Message.TrimEnd('.')}): choose a folder that you may write to.", e);
        }

        held = Hold(Path.Combine(options.Folder, "lock"));
    }

    /// <summary>Whether it is time for a checkpoint within an epoch.</summary>
    public bool IsDue => trainer.StepCount - writtenCount >= (options.EverySteps ?? long.MaxValue)
        || (options.EverySeconds is { } seconds && Stopwatch.GetElapsedTime(writtenAt).TotalSeconds >= seconds);

    /// <summary>Brings trainer and best weights to where the newest whole checkpoint was.</summary>
    /// <param name="notice">Told what was found.</param>
    /// <returns>Where the run is then; null where it begins.</returns>
    public RunState? Resume(Action<string>? notice)
    {
        List<int> numbers = Numbers();
        number = numbers.Count > 0 ? numbers[0] : 0;
        if (options.Restart)
            return null;
        string? damage = null;
        foreach (int candidate in numbers)
        {
            string path = PathOf(candidate);
            try
            {
                RunState state = Apply(CheckpointFile.Read(BoundedRead.File(path)), path);
                if (damage is not null)
                    notice?.Invoke($"Warning: {damage}; going on from the one before it.");
                notice?.Invoke($"Goes on from '{path}': {Count(state.History.Count, "epoch")} and {Count(state.Step, "step")} are done.");
                newest = path;
                return state;
            }
            catch (EdgeException e) when (e.Kind == ErrorKind.Format)
            {
                damage ??= $"checkpoint '{path}' is damaged ({e.Message})";
            }
        }

        if (damage is not null)
            Throw.Format($"No checkpoint in '{options.Folder}' can be read: {damage}. Begin anew (--restart), or use another folder.");
        return null;
    }

    /// <summary>Writes a checkpoint, keeps the one before it and deletes all others.</summary>
    public void Write(RunState state)
    {
        string path = PathOf(++number);
        try
        {
            buffer.ResetWrittenCount();
            CheckpointFile.Write(buffer, Take(state));
            WholeFile.Write(path, buffer.WrittenSpan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string kept = newest is null ? "there is none yet" : $"the last one, '{newest}', stays";
            Throw.Data($"Checkpoint '{path}' cannot be written ({e.Message.TrimEnd('.')}); {kept}. Free some space or use a folder that you may write to; the same command then goes on.", e);
        }

        foreach (string file in Directory.GetFiles(options.Folder, $"{Prefix}*{Suffix}*"))
        {
            if (Path.GetFileName(file) != Path.GetFileName(path) && (newest is null || Path.GetFileName(file) != Path.GetFileName(newest)))
                WholeFile.TryDelete(file);
        }

        newest = path;
        (writtenAt, writtenCount) = (Stopwatch.GetTimestamp(), trainer.StepCount);
    }

    public void Dispose() => held.Dispose();

    private FileStream Hold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Throw.Data($"The checkpoint folder '{options.Folder}' cannot be used ({e.Message.TrimEnd('.')}): another run may be at work in it, or it may be read-only.", e);
            return null;
        }
    }

    /// <summary>The numbers of all checkpoints, the newest first.</summary>
    private List<int> Numbers()
    {
        List<int> numbers = [];
        foreach (string file in Directory.GetFiles(options.Folder, $"{Prefix}*{Suffix}"))
        {
            string name = Path.GetFileNameWithoutExtension(file)[Prefix.Length..];
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value < MostNumber && PathOf(value) == file)
                numbers.Add(value);
        }

        numbers.Sort((a, b) => b.CompareTo(a));
        return numbers;
    }

    private string PathOf(int value) => Path.Combine(options.Folder, $"{Prefix}{value.ToString("D6", CultureInfo.InvariantCulture)}{Suffix}");

    private Checkpoint Take(RunState state)
    {
        variables.Take();
        return new Checkpoint(fingerprint, state, trainer.StepCount, Saved(variables), state.BestEpoch > 0 ? Saved(best) : []);
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static List<SavedTensor> Saved(Snapshot snapshot)
    {
        List<SavedTensor> tensors = [];
        for (int i = 0; i < snapshot.Values.Length; i++)
            tensors.Add(new SavedTensor(snapshot.Values[i].ToString(), snapshot.Copy(i)));
        return tensors;
    }

    /// <summary>Checks that all of a checkpoint fits before any of it is used.</summary>
    private RunState Apply(Checkpoint checkpoint, string path)
    {
        string differences = fingerprint.Differences(checkpoint.Fingerprint);
        if (differences.Length > 0)
            Throw.Data($"Checkpoint '{path}' belongs to another run: {differences}. Begin anew (--restart), or use another folder.");
        CheckFit(checkpoint.Variables, variables.Values);
        CheckFit(checkpoint.Best, checkpoint.State.BestEpoch > 0 ? best.Values : []);
        for (int i = 0; i < checkpoint.Variables.Count; i++)
            checkpoint.Variables[i].Bytes.Span.CopyTo(variables.Copy(i));
        for (int i = 0; i < checkpoint.Best.Count; i++)
            checkpoint.Best[i].Bytes.Span.CopyTo(best.Copy(i));
        variables.Restore();
        trainer.StepCount = writtenCount = checkpoint.StepCount;
        return checkpoint.State;
    }

    private static void CheckFit(IReadOnlyList<SavedTensor> saved, ReadOnlySpan<Value> values)
    {
        if (saved.Count != values.Length)
            Throw.Format($"it holds {saved.Count} tensors where there are {values.Length}");
        for (int i = 0; i < values.Length; i++)
        {
            if (saved[i].Name != values[i].ToString() || saved[i].Bytes.Length != values[i].Bytes)
                Throw.Format($"it holds {saved[i].Name} of {saved[i].Bytes.Length} bytes where {values[i]} of {values[i].Bytes} is");
        }
    }
}
