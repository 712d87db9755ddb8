using System;
using System.Collections.Generic;
using System.IO;
using EdgeRuntime.Data.Images;

namespace EdgeRuntime.Data;

/// <summary>
/// A folder of pictures with a folder a class, both in ordinal order. Folders named train, val and test at the top are its parts;
/// without them a part is a random share of each class. Every picture is scaled to one size.
/// </summary>
internal static class ImageFolder
{
    public static Dataset Open(DataSpec spec, DataOptions options)
    {
        if (!Directory.Exists(spec.Path))
            Throw.Data($"Data '{spec}': the folder '{spec.Path}' does not exist.");
        bool hasParts = Directory.Exists(Path.Combine(spec.Path, "train"));
        string root = hasParts ? PartFolder(spec) : spec.Path;
        string[] found = FoldersIn(spec, root);

        // A part may lack a class; its labels are places among all classes nevertheless.
        bool isPart = hasParts && spec.Split != Split.Train;
        IReadOnlyList<string> names = Names(spec, found, isPart ? FoldersIn(spec, Path.Combine(spec.Path, "train")) : found, options.ClassNames);
        (List<string> files, List<int> labels) = List(spec, root, found, names, mayBeEmpty: isPart || options.ClassNames.Count > 0);
        if (!hasParts && spec.Split is not (Split.All or null))
        {
            int[] chosen = StratifiedSplit.Indices(labels.ToArray(), names.Count, spec.Split.Value, options.Seed, options.ValidationShare ?? StratifiedSplit.UsualShare, options.TestShare ?? StratifiedSplit.UsualShare);
            (files, labels) = ([.. Array.ConvertAll(chosen, i => files[i])], [.. Array.ConvertAll(chosen, i => labels[i])]);
            if (files.Count == 0)
                Throw.Data($"Data '{spec}': the classes are too small to split; give the parts their own folders train, val and test.");
        }
        return Load(spec, options, files, labels, [.. names]);
    }

    private static string[] FoldersIn(DataSpec spec, string root)
    {
        string[] folders = Sorted(Directory.GetDirectories(root));
        if (folders.Length is 0 or > 256)
            Throw.Data($"Data '{spec}': '{root}' has {folders.Length} folders; there must be 1 to 256, one a class, with the pictures inside.");
        return Array.ConvertAll(folders, folder => Path.GetFileName(folder));
    }

    // A model's classes are found by name; where no folder has a name of the model's, as many folders are taken in their order.
    private static IReadOnlyList<string> Names(DataSpec spec, string[] found, string[] classes, IReadOnlyList<string> model)
    {
        List<string> known = [.. model.Count > 0 ? model : classes];
        if (model.Count == found.Length && !Array.Exists(found, known.Contains))
            return found;
        foreach (string name in found)
        {
            if (!known.Contains(name))
                Throw.Data($"Data '{spec}': the folder '{name}' is no class {(model.Count > 0 ? "of the model" : "of the part to train on")}: those are {CsvClasses.List(known)}.{(model.Count > 0 ? $" To train on other classes give the model a new head (--classes {found.Length})." : "")}");
        }
        return known;
    }

    private static string PartFolder(DataSpec spec)
    {
        string part = spec.Split switch { Split.Train => "train", Split.Validation => "val", Split.Test => "test", _ => "" };
        string folder = Path.Combine(spec.Path, part);
        if (part.Length == 0)
            Throw.Data($"Data '{spec}': '{spec.Path}' is divided into parts; name one with #train, #val or #test.");
        if (!Directory.Exists(folder))
            Throw.Data($"Data '{spec}': '{spec.Path}' has no folder '{part}'.");
        return folder;
    }

    private static (List<string> Files, List<int> Labels) List(DataSpec spec, string root, string[] found, IReadOnlyList<string> names, bool mayBeEmpty)
    {
        List<string> files = [];
        List<int> labels = [];
        List<string> known = [.. names];
        foreach (string name in found)
        {
            int before = files.Count;
            foreach (string file in Sorted(Directory.GetFiles(Path.Combine(root, name))))
            {
                if (file.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".jpeg", StringComparison.OrdinalIgnoreCase))
                    Throw.Unsupported($"Data '{spec}': '{file}' is a JPEG; data sets are read from PNG, PGM and PPM. Convert it to PNG.");
                if (!ImageFile.HasPictureName(file))
                    continue;
                files.Add(file);
                labels.Add(known.IndexOf(name));
            }
            if (files.Count == before && !mayBeEmpty)
                Throw.Data($"Data '{spec}': the class '{name}' is empty: there is no .png, .pgm or .ppm file in its folder. Fill it or remove it.");
        }
        if (files.Count == 0)
            Throw.Data($"Data '{spec}': no .png, .pgm or .ppm file in the folders of '{spec.Path}'.");
        return (files, labels);
    }

    private static PixelDataset Load(DataSpec spec, DataOptions options, List<string> files, List<int> labels, string[] classNames)
    {
        Image first = ImageFile.Read(files[0]);
        int width = options.Width > 0 ? options.Width : first.Width, height = options.Height > 0 ? options.Height : first.Height;
        int channels = options.Channels > 0 ? options.Channels : Math.Min(first.Channels, 3);
        long sampleLength = (long)width * height * channels, bytes = sampleLength * files.Count;
        if (bytes > Math.Min(options.MaxBytes, Array.MaxLength))
            Throw.Memory($"Data '{spec}': {files.Count} pictures of {width} x {height} x {channels} need {bytes} bytes, over the limit of {options.MaxBytes}. Take a smaller size or fewer pictures.");
        byte[] pixels = new byte[bytes];
        byte[] classes = new byte[files.Count];
        for (int i = 0; i < files.Count; i++)
        {
            Image image = ImageScale.To((i == 0 ? first : ImageFile.Read(files[i])).WithChannels(channels), width, height);
            Plane(image, pixels.AsSpan((int)(i * sampleLength), (int)sampleLength));
            classes[i] = (byte)labels[i];
        }
        return new PixelDataset(spec.ToString(), [channels, height, width], pixels, classes, classNames, options);
    }

    // [H, W, C] to [C, H, W]
    private static void Plane(Image image, Span<byte> target)
    {
        int plane = image.Width * image.Height;
        ReadOnlySpan<byte> source = image.Pixels;
        for (int i = 0; i < source.Length; i++)
            target[((i % image.Channels) * plane) + (i / image.Channels)] = source[i];
    }

    private static string[] Sorted(string[] paths)
    {
        Array.Sort(paths, StringComparer.Ordinal);
        return paths;
    }
}
