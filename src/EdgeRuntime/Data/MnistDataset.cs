using System;
using System.IO;

namespace EdgeRuntime.Data;

/// <summary>
/// A folder of the four IDX files of MNIST or a set of the same form (Fashion-MNIST, EMNIST ...). A file <c>labels.txt</c> with a name
/// a line gives the classes; without it they are the digits.
/// </summary>
internal static class MnistDataset
{
    public static Dataset Open(DataSpec spec, DataOptions options)
    {
        if (spec.Split == Split.Validation && options.ValidationShare is not > 0)
            Throw.Data($"Data '{spec}': MNIST has no validation part. Set a share of the training part to validate with (--val-share 0.1).");
        if (!Directory.Exists(spec.Path))
            Throw.Data($"Data '{spec}': the folder '{spec.Path}' does not exist. It must hold the four IDX files, such as train-images-idx3-ubyte.gz.");
        string[] names = ClassNames(spec.Path);
        if (spec.Split != Split.All)
            return Part(spec, names, options);
        (byte[] trainPixels, byte[] trainLabels, int[] trainShape) = Files(spec.Path, "train", names.Length);
        (byte[] testPixels, byte[] testLabels, int[] testShape) = Files(spec.Path, "t10k", names.Length);
        if (!trainShape.AsSpan().SequenceEqual(testShape))
            Throw.Data($"Data '{spec}': the pictures to train on have the shape [{string.Join(", ", trainShape)}], those to test with [{string.Join(", ", testShape)}].");
        return new PixelDataset(spec.ToString(), trainShape, [.. trainPixels, .. testPixels], [.. trainLabels, .. testLabels], names, options);
    }

    private static Dataset Part(DataSpec spec, string[] names, DataOptions options)
    {
        (byte[] pixels, byte[] labels, int[] shape) = Files(spec.Path, spec.Split == Split.Test ? "t10k" : "train", names.Length);
        PixelDataset whole = new(spec.ToString(), shape, pixels, labels, names, options);
        return spec.Split == Split.Test || options.ValidationShare is not { } share
            ? whole
            : new DatasetPart(whole, StratifiedSplit.Indices(whole.Strata(), names.Length, spec.Split!.Value, options.Seed, share, testShare: 0));
    }

    private static (byte[] Pixels, byte[] Labels, int[] Shape) Files(string folder, string prefix, int classes)
    {
        string imagePath = Find(folder, prefix, "images", "idx3"), labelPath = Find(folder, prefix, "labels", "idx1");
        IdxFile images = IdxFile.Read(imagePath), labels = IdxFile.Read(labelPath);
        if (images.Shape.Length != 3 || labels.Shape.Length != 1)
            Throw.Format($"'{imagePath}' has {images.Shape.Length} axes and '{labelPath}' {labels.Shape.Length}; expected 3 (count, rows, columns) and 1.");
        if (images.Shape[0] != labels.Shape[0] || labels.Shape[0] == 0 || images.Values.Length == 0)
            Throw.Format($"'{imagePath}' has {images.Shape[0]} pictures of {images.Shape[1]} x {images.Shape[2]}, '{labelPath}' {labels.Shape[0]} labels; they must be as many, and not empty.");
        int wrong = labels.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        if (wrong >= 0)
            Throw.Data($"'{labelPath}': sample {wrong} has the label {labels.Values[wrong]}, outside 0 to {classes - 1}. Put the names of all classes into labels.txt beside it.");
        return (images.Values, labels.Values, [1, images.Shape[1], images.Shape[2]]);
    }

    // Copies on the web differ in the separator and in being packed.
    private static string Find(string folder, string prefix, string what, string axes)
    {
        string first = Path.Combine(folder, $"{prefix}-{what}-{axes}-ubyte");
        foreach (string path in (ReadOnlySpan<string>)[first, first + ".gz", Path.Combine(folder, $"{prefix}-{what}.{axes}-ubyte")])
        {
            if (File.Exists(path))
                return path;
        }
        Throw.Data($"'{first}' (or '.gz') does not exist. Put the four IDX files into '{folder}'.");
        return "";
    }

    private static string[] ClassNames(string folder)
    {
        string path = Path.Combine(folder, "labels.txt");
        if (!File.Exists(path))
            return ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        string[] names = System.Text.Encoding.UTF8.GetString(BoundedRead.File(path)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length is < 1 or > 256)
            Throw.Data($"'{path}' names {names.Length} classes; IDX labels are bytes, so there are 1 to 256.");
        return names;
    }
}
