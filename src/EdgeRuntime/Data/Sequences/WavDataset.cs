using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Data.Sequences;

/// <summary><c>wav:PATH</c>: a folder or zip archive of sounds; <see cref="SoundFiles"/> says how classes, groups and parts are found.</summary>
internal static class WavDataset
{
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
        int rate = WavFile.Decode(tree.Read(all[0].Name), tree.NameOf(all[0].Name)).Rate;
        SequenceBuilder builder = new(spec, 1, options);
        foreach (SoundFile file in Part(spec, all, classes, options))
        {
            string what = tree.NameOf(file.Name);
            WavSound sound = WavFile.Decode(tree.Read(file.Name), what);
            if (sound.Rate != rate)
                Throw.Unsupported($"{what} has {sound.Rate} samples a second, the first sound has {rate}: bring all to one rate.");
            builder.Add(sound.Samples, file.Label, file.Group, what);
        }
        return builder.Build(classes, note: string.Create(CultureInfo.InvariantCulture, $"{builder.Count} sounds at {rate} Hz."));
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
