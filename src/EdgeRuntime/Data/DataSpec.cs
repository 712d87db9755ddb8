using System;
using System.IO;
using EdgeRuntime.Data.Sequences;

namespace EdgeRuntime.Data;

/// <summary>A data SPEC of the command line, <c>KIND:PATH#SPLIT</c>: <c>mnist:DIR</c>, <c>images:DIR</c>, <c>csv:FILE</c>, <c>npy:DIR</c>, <c>wav:PATH</c>, <c>ts:FILE</c>, <c>wand:PATH</c>, <c>digits</c>, <c>tones</c>, <c>gestures</c>.</summary>
/// <param name="Kind">mnist, images, csv, npy, wav, ts, wand, digits, tones or gestures.</param>
/// <param name="Path">Folder or file; empty for what is drawn.</param>
/// <param name="Split">The part that the SPEC names; null where it names none.</param>
internal sealed record DataSpec(string Kind, string Path, Split? Split)
{
    private const string Known = "mnist:DIR, images:DIR, csv:FILE, npy:DIR, wav:PATH, ts:FILE, wand:PATH, digits, tones, gestures (each with #train, #val or #test behind it)";

    /// <summary>Reads a SPEC.</summary>
    /// <exception cref="EdgeException">Kind Data: it is not one.</exception>
    public static DataSpec Parse(string spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        int hash = spec.LastIndexOf('#');
        Split? split = hash < 0 ? null : ParseSplit(spec, spec[(hash + 1)..]);
        string body = hash < 0 ? spec : spec[..hash];
        int colon = body.IndexOf(':', StringComparison.Ordinal);
        string kind = colon < 0 ? body : body[..colon], path = colon < 0 ? "" : body[(colon + 1)..];
        if (kind is not ("mnist" or "images" or "csv" or "npy" or "wav" or "ts" or "wand" or "digits" or "tones" or "gestures"))
            Throw.Data($"Data '{spec}': '{kind}' is not a kind of data; there are {Known}.");
        if ((kind is "digits" or "tones" or "gestures") != (path.Length == 0))
            Throw.Data($"Data '{spec}': {(kind is "digits" or "tones" or "gestures" ? $"{kind} takes no path" : $"{kind} needs a path behind the colon")}; there are {Known}.");
        return new DataSpec(kind, path, split);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string suffix = Split switch { Data.Split.Train => "#train", Data.Split.Validation => "#val", Data.Split.Test => "#test", _ => "" };
        return (Path.Length == 0 ? Kind : $"{Kind}:{Path}") + suffix;
    }

    /// <summary>Whether samples are sequences [steps, features].</summary>
    internal bool IsSequence => Kind is "wav" or "ts" or "wand" or "tones" or "gestures";

    /// <summary>Whether samples are drawn from a seed, as many as are wanted.</summary>
    internal bool IsDrawn => Kind is "digits" or "tones" or "gestures";

    /// <summary>Whether the files themselves have this part; parts of other sets are random shares.</summary>
    internal bool HasPart(Split part)
    {
        string name = part switch { Data.Split.Train => "train", Data.Split.Validation => "val", _ => "test" };
        return Kind switch
        {
            "mnist" => part != Data.Split.Validation,
            "digits" or "tones" or "gestures" => true,
            "images" => Directory.Exists(System.IO.Path.Combine(Path, "train")) && Directory.Exists(System.IO.Path.Combine(Path, name)),
            "npy" => File.Exists(System.IO.Path.Combine(Path, "x_train.npy")) && File.Exists(System.IO.Path.Combine(Path, $"x_{name}.npy")),
            "wav" => SoundFiles.HasPart(Path, part),
            "ts" => part != Data.Split.Validation && TsDataset.TestFile(Path) is not null,
            _ => false,
        };
    }

    private static Split? ParseSplit(string spec, string name)
    {
        switch (name)
        {
            case "train":
                return Data.Split.Train;
            case "val":
                return Data.Split.Validation;
            case "test":
                return Data.Split.Test;
            default:
                Throw.Data($"Data '{spec}': '#{name}' is not a split; there are #train, #val and #test.");
                return null;
        }
    }
}
