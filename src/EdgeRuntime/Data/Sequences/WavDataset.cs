using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Data.Sequences;

/// <summary><c>wav:PATH</c>: a folder or zip archive of sounds; <see cref="SoundFiles"/> says how classes, groups and parts are found.</summary>
internal static class WavDataset
{
    // A header with what programs write before the sound, and files of which none can fill the memory by itself.
    private const int Head = 4096, Small = 1 << 20;

    public static Dataset Open(DataSpec spec, DataOptions options)
    {
        using FileTree tree = FileTree.Open(spec.Path, $"Data '{spec}'");
        return Load(spec, tree, options);
    }

    public static Dataset Load(DataSpec spec, FileTree tree, DataOptions options)
    {
        List<SoundFile> all = SoundFiles.List(tree.Names);
        if (all.Count == 0)
            Throw.Data($"Data '{spec}': there is no .wav file in '{spec.Path}'.");
        string[] classes = CsvClasses.Sorted($"Data '{spec}'", all.ConvertAll(file => file.Label));
        SoundReader reader = new(spec.ToString(), options, RateOf(tree, all[0].Name));
        SequenceBuilder builder = new(spec, reader.Features, options);
        List<SoundFile> part = Part(spec, all, classes, options);
        foreach (SoundFile file in part)
        {
            string what = tree.NameOf(file.Name);
            long length = tree.Length(file.Name);
            if (length > Small && WavFile.Describe(tree.Head(file.Name, Head), length, what) is { } sound)
                reader.RequireRoom(length, sound.Samples, sound.Rate, part.Count, what);
            builder.Add(reader.Steps(WavFile.Decode(tree.Read(file.Name), what), what), file.Label, file.Group, what);
        }
        string parts = all[0].IsNumbered ? " Names are numbered: those below 5 are the part to test with." : "";
        return builder.Build(classes, reader.Source, string.Create(CultureInfo.InvariantCulture, $"{builder.Count} sounds as {reader.Describe()}, {builder.Bytes} bytes.{parts}"));
    }

    private static int RateOf(FileTree tree, string name)
    {
        string what = tree.NameOf(name);
        return WavFile.Describe(tree.Head(name, Head), tree.Length(name), what)?.Rate ?? WavFile.Decode(tree.Read(name), what).Rate;
    }

    private static List<SoundFile> Part(DataSpec spec, List<SoundFile> all, string[] classes, DataOptions options)
    {
        Split split = spec.Split ?? Split.All;
        if (split == Split.All)
            return all;
        List<SoundFile> chosen;
        if (all.Exists(file => file.Part is not null))
        {
            // Where only a part to test with is set apart, what is left is divided for training and validating.
            bool divides = !all.Exists(file => file.Part == Split.Validation) && (split == Split.Validation || (split == Split.Train && options.ValidationShare is not null));
            chosen = all.FindAll(file => file.Part == (divides ? Split.Train : split));
            if (divides)
                chosen = Share(chosen, classes, split, options with { TestShare = 0 });
        }
        else
        {
            chosen = Share(all, classes, split, options);
        }
        if (chosen.Count == 0)
            Throw.Data($"Data '{spec}': there is no sound in this part; the classes are too small to split, or the part is not there.");
        return chosen;
    }

    private static List<SoundFile> Share(List<SoundFile> files, string[] classes, Split split, DataOptions options)
    {
        int[] labels = [.. files.ConvertAll(file => Array.IndexOf(classes, file.Label))];
        int[] places = StratifiedSplit.Indices(labels, classes.Length, split, options.Seed, options.ValidationShare ?? StratifiedSplit.UsualShare, options.TestShare ?? StratifiedSplit.UsualShare);
        return [.. Array.ConvertAll(places, i => files[i])];
    }
}
