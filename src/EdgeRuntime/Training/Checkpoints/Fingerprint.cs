using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using EdgeRuntime.Data;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>What makes a run the run that it is: pairs of a name and a value. Two runs of the same pairs give the same bits.</summary>
/// <param name="Pairs">In a fixed order.</param>
internal sealed record Fingerprint(IReadOnlyList<(string Name, string Value)> Pairs)
{
    private const int Samples = 16;
    private const string Missing = "not set";
    private const string ModelFile = "model", TrainingData = "training data", ValidationData = "validation data", Variables = "variables";

    /// <summary>Threads, instruction set and budget change no bits: a run may go on on another machine.</summary>
    private static readonly string[] Harmless = [nameof(TrainerOptions.Threads), nameof(TrainerOptions.Isa), nameof(TrainerOptions.MemoryBudgetBytes)];

    public static Fingerprint Of(Model model, Trainer trainer, FitOptions options, Dataset training, Dataset? validation)
    {
        List<(string, string)> pairs = [(ModelFile, Hex(Crc32.Of(model.ToBytes())))];
        foreach ((string name, string value) in Properties(trainer.Options.ToString()))
        {
            bool isList = value.Contains('`', StringComparison.Ordinal) || value.StartsWith("System.", StringComparison.Ordinal); // prints its type alone
            if (Array.IndexOf(Harmless, name) < 0 && !isList)
                pairs.Add((name, value));
        }

        for (int i = 0; i < trainer.Options.Groups.Count; i++)
            pairs.Add(($"Groups[{i}]", trainer.Options.Groups[i].ToString()));
        if (trainer.Options.Loss is ClassLoss { ClassWeights: { } weights })
            pairs.Add(("class weights", string.Join(' ', weights)));
        pairs.Add(("schedule", options.Schedule?.ToString() ?? "none"));
        if (options.Schedule is { DependsOnLength: true })
            pairs.Add(("epochs", options.Epochs.ToString(CultureInfo.InvariantCulture)));
        pairs.Add(("early stopping", options.EarlyStopping?.ToString(CultureInfo.InvariantCulture) ?? "none"));
        pairs.Add(("augmentation", options.Augmentation?.ToString() ?? "none"));
        pairs.Add(("target scaling", (training as ScaledTargets)?.Scaling.ToString() ?? "none"));
        pairs.Add((TrainingData, Describe(training)));
        pairs.Add((ValidationData, validation is null ? "none" : Describe(validation)));
        pairs.Add((Variables, Hex(Layout(trainer))));
        return new Fingerprint(pairs);
    }

    /// <summary>
    /// What differs from another run, for a message: <c>Batch was 32, is 16</c>; empty where nothing does. Checksums often follow from
    /// an option (the seed makes the first weights), and are told where no option differs.
    /// </summary>
    public string Differences(Fingerprint before)
    {
        List<string> options = [], contents = [];
        foreach ((string name, string value) in Pairs)
        {
            string old = before.Find(name);
            if (old == value)
                continue;
            if (name is ModelFile or Variables)
                contents.Add(name is ModelFile ? "the model or its first weights are others" : "what is trained has another layout");
            else if (name is TrainingData or ValidationData)
                contents.Add($"the {name} are others (was {old}, is {value})");
            else
                options.Add($"{name} was {old}, is {value}");
        }

        foreach ((string name, string value) in before.Pairs)
        {
            if (Find(name) == Missing)
                options.Add($"{name} was {value}, is {Missing}");
        }

        return string.Join("; ", options.Count > 0 ? options : contents);
    }

    private string Find(string name)
    {
        foreach ((string other, string value) in Pairs)
        {
            if (other == name)
                return value;
        }

        return Missing;
    }

    /// <summary>The parts of what a record prints: <c>Name { A = 1, B = C { D = 2 } }</c> has A = 1, B = C and B.D = 2.</summary>
    internal static List<(string Name, string Value)> Properties(string record)
    {
        List<(string, string)> properties = [];
        AddProperties(properties, "", record);
        return properties;
    }

    private static void AddProperties(List<(string, string)> properties, string prefix, string record)
    {
        int depth = 0, start = record.IndexOf('{', StringComparison.Ordinal) + 1;
        for (int i = start; i < record.Length; i++)
        {
            depth += record[i] is '{' or '[' or '(' ? 1 : record[i] is '}' or ']' or ')' ? -1 : 0;
            if (!(record[i] == ',' && depth == 0) && !(depth < 0 && i == record.Length - 1))
                continue;
            string[] sides = record[start..i].Split('=', 2, StringSplitOptions.TrimEntries);
            start = i + 1;
            bool isRecord = sides[^1].EndsWith('}');
            properties.Add((prefix + sides[0], isRecord ? sides[^1].Split('{')[0].Trim() : sides[^1]));
            if (isRecord)
                AddProperties(properties, $"{prefix}{sides[0]}.", sides[^1]);
        }
    }

    /// <summary>Count and a checksum of some samples: enough to notice other data, and not where they lie, so that they may be moved.</summary>
    private static string Describe(Dataset data)
    {
        float[] sample = new float[data.SampleLength], target = new float[data.TargetLength];
        uint crc = 0;
        int step = Math.Max(1, data.Count / Samples);
        for (int i = 0; i < data.Count; i += step)
        {
            data.CopySample(i, sample);
            crc = Crc32.Of(MemoryMarshal.AsBytes<float>(sample), Crc32.Of(BitConverter.GetBytes(data.Length(i)), crc));
            if (data.TargetLength == 0)
                crc = Crc32.Of(BitConverter.GetBytes(data.Label(i)), crc);
            else
                data.CopyTarget(i, target);
            crc = Crc32.Of(MemoryMarshal.AsBytes<float>(target), crc);
        }

        return $"{data.Count} samples {Hex(crc)}";
    }

    private static uint Layout(Trainer trainer)
    {
        uint crc = 0;
        foreach (Value value in trainer.Variables)
            crc = Crc32.Of(Encoding.UTF8.GetBytes(value.ToString()), crc);
        return crc;
    }

    private static string Hex(uint crc) => crc.ToString("x8", CultureInfo.InvariantCulture);
}
