using System;
using System.Collections.Generic;
using System.Globalization;
using EdgeRuntime.Data.Signals;

namespace EdgeRuntime.Data;

/// <summary>
/// How a model wants its samples and what it calls its classes, as notes that travel in the model's metadata: <c>edge.white</c>,
/// <c>edge.mean</c>, <c>edge.deviation</c>, <c>edge.classes</c> (names, a line each) and <c>edge.prepare</c> (JSON: columns of a table, fills, and what is
/// subtracted and divided by, feature by feature), and <c>edge.logmel</c>, how sound becomes frames (<see cref="LogMelOptions"/>).
/// </summary>
public static class InputNotes
{
    private const string White = "edge.white";
    private const string Mean = "edge.mean";
    private const string Deviation = "edge.deviation";
    private const string Classes = "edge.classes";
    private const string Prepare = "edge.prepare";
    private const string FrontEnd = "edge.logmel"; // LogMelOptions writes and reads it

    /// <summary>Writes the notes.</summary>
    /// <param name="metadata">A model's metadata.</param>
    /// <param name="options">How the samples that it was trained on were scaled.</param>
    /// <param name="classNames">The names of its classes; empty for none.</param>
    /// <param name="preparation">What was fitted on them (<see cref="Dataset.Preparation"/>); null for nothing.</param>
    public static void Write(IDictionary<string, string> metadata, DataOptions options, IReadOnlyList<string> classNames, Preparation? preparation = null)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(options);
        metadata[White] = options.White.ToString("R", CultureInfo.InvariantCulture);
        metadata[Mean] = options.Mean.ToString("R", CultureInfo.InvariantCulture);
        metadata[Deviation] = options.Deviation.ToString("R", CultureInfo.InvariantCulture);
        metadata[Classes] = string.Join('\n', classNames);
        metadata.Remove(Prepare);
        if (preparation is not null)
            metadata[Prepare] = PreparationNote.Write(preparation);
        metadata.Remove(FrontEnd);
        preparation?.Sound?.Write(metadata);
    }

    /// <summary>The scaling that a model asks for, with its preparation.</summary>
    /// <param name="metadata">A model's metadata.</param>
    /// <returns>The scaling; null where the model says nothing about it.</returns>
    /// <exception cref="EdgeException">A note is there but cannot be read.</exception>
    public static DataOptions? Scaling(IDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (!metadata.ContainsKey(White))
            return null;
        return new DataOptions
        {
            White = Number(metadata, White, 1),
            Mean = Number(metadata, Mean, 0),
            Deviation = Number(metadata, Deviation, 1),
            Preparation = metadata.TryGetValue(Prepare, out string? note) ? PreparationNote.Read(note, LogMelOptions.Read(metadata)) : null,
        };
    }

    /// <summary>The names of a model's classes.</summary>
    /// <param name="metadata">A model's metadata.</param>
    /// <returns>The names; empty where the model has none.</returns>
    public static string[] ClassNames(IDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.TryGetValue(Classes, out string? names) && names.Length > 0 ? names.Split('\n') : [];
    }

    /// <summary>Changes the names of a model's classes and nothing else; null for no names.</summary>
    internal static void Rename(IDictionary<string, string> metadata, IReadOnlyList<string>? classNames)
    {
        metadata.Remove(Classes);
        if (classNames is not null)
            metadata[Classes] = string.Join('\n', classNames);
    }

    private static float Number(IDictionary<string, string> metadata, string key, float fallback)
    {
        if (!metadata.TryGetValue(key, out string? text))
            return fallback;
        if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) || !float.IsFinite(number))
            Throw.Format($"The model's note {key} is '{text}', expected a number.");
        return number;
    }
}
