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
        string[] classFolders = Sorted(Directory.GetDirectories(root));
        if (classFolders.Length is 0 or > 256)
            Throw.Data($"Data '{spec}': '{root}' has {classFolders.Length} folders; there must be 1 to 256, one a class, with the pictures inside.");
        (List<string> files, List<int> labels) = List(spec, classFolders);
        if (!hasParts && spec.Split is not (Split.All or null))
        {
            int[] chosen = StratifiedSplit.Indices(labels.ToArray(), classFolders.Length, spec.Split.Value, options.Seed);
            (files, labels) = ([.. Array.ConvertAll(chosen, i => files[i])], [.. Array.ConvertAll(chosen, i => labels[i])]);
            if (files.Count == 0)
                Throw.Data($"Data '{spec}': the classes are too small to split; give the parts their own folders train, val and test.");
        }
        return Load(spec, options, files, labels, Array.ConvertAll(classFolders, folder => Path.GetFileName(folder)));
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

    private static (List<string> Files, List<int> Labels) List(DataSpec spec, string[] classFolders)
    {
        List<string> files = [];
        List<int> labels = [];
        for (int label = 0; label < classFolders.Length; label++)
        {
            foreach (string file in Sorted(Directory.GetFiles(classFolders[label])))
            {
                if (file.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".jpeg", StringComparison.OrdinalIgnoreCase))
                    Throw.Unsupported($"Data '{spec}': '{file}' is a JPEG; data sets are read from PNG, PGM and PPM. Convert it to PNG.");
                if (!ImageFile.HasPictureName(file))
                    continue;
                files.Add(file);
                labels.Add(label);
            }
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
