using System;
using System.Globalization;
using System.IO;

namespace EdgeRuntime.Data;

/// <summary>
/// A folder of NumPy arrays: <c>x.npy</c> [samples, ...] and <c>y.npy</c>. Whole numbers or booleans [samples] are classes, named by a file
/// <c>labels.txt</c> if there is one; floats [samples, ...] are targets. Parts lie in <c>x_train.npy</c>, <c>y_train.npy</c>, <c>x_val.npy</c> ...,
/// else they are a random share of each class.
/// </summary>
internal static class NpyDataset
{
    private const int MostClasses = 100_000;

    public static Dataset Open(DataSpec spec, DataOptions options)
    {
        if (!Directory.Exists(spec.Path))
            Throw.Data($"Data '{spec}': the folder '{spec.Path}' does not exist. It must hold x.npy and y.npy.");
        bool hasParts = File.Exists(PartPath(spec, 'x', "_train"));
        string part = !hasParts ? "" : spec.Split switch { Split.Train => "_train", Split.Validation => "_val", Split.Test => "_test", _ => "" };
        if (hasParts && part.Length == 0 && !File.Exists(PartPath(spec, 'x', "")))
            Throw.Data($"Data '{spec}': '{spec.Path}' is divided into parts; name one with #train, #val or #test.");
        Dataset set = Load(spec, part, Names(spec, hasParts ? "_train" : part), options);
        return hasParts ? set : TableRows.Part(spec, set, options);
    }

    private static Dataset Load(DataSpec spec, string part, string[]? classNames, DataOptions options)
    {
        NpyArray x = Read(spec, 'x', part), y = Read(spec, 'y', part);
        if (x.Shape.Length == 0 || y.Shape.Length == 0 || x.Shape[0] != y.Shape[0] || x.Count == 0)
            Throw.Data($"Data '{spec}': x{part}.npy is [{string.Join(", ", x.Shape)}] and y{part}.npy [{string.Join(", ", y.Shape)}]; both need the same first axis, the samples, and must not be empty.");
        if (x.Count * (long)sizeof(float) > options.MaxBytes)
            Throw.Memory($"Data '{spec}': x{part}.npy has {x.Count} numbers, which need {x.Count * (long)sizeof(float)} bytes, over the limit of {options.MaxBytes}. Take fewer samples.");
        int[] shape = x.Shape.Length == 1 ? [1] : x.Shape[1..];
        float[] values = x.ToFloats();
        int length = values.Length / x.Shape[0];
        int[]? kept = TableRows.Kept(values, length, $"Data '{spec}', x{part}.npy", options);
        for (int i = 0; i < values.Length; i++)
            values[i] = (values[i] - options.Mean) / options.Deviation;
        ArrayDataset set = y.Type[0] == 'f'
            ? WithTargets(spec, part, shape, values, y)
            : new ArrayDataset(spec.ToString(), shape, values, Labels(spec, part, y, classNames!.Length), classNames);
        Dataset complete = kept is null ? set : new DatasetPart(set, kept);
        if (part is "" or "_train")
            EveryClassOccurs(spec, complete);
        return complete;
    }

    private static ArrayDataset WithTargets(DataSpec spec, string part, int[] shape, float[] values, NpyArray y)
    {
        float[] targets = y.ToFloats();
        int length = targets.Length / y.Shape[0], wrong = Array.FindIndex(targets, t => !float.IsFinite(t));
        if (wrong >= 0)
            Throw.Data($"Data '{spec}', y{part}.npy: the target of sample {wrong / length} is {targets[wrong].ToString(CultureInfo.InvariantCulture)}, not a finite number.");
        return new ArrayDataset(spec.ToString(), shape, values, targets, length, []);
    }

    private static void EveryClassOccurs(DataSpec spec, Dataset set)
    {
        int[] counts = set.ClassCounts();
        int empty = Array.IndexOf(counts, 0);
        if (empty >= 0)
            Throw.Data($"Data '{spec}': the class '{set.ClassNames[empty]}' is empty: no sample has the label {empty}. Number the classes from 0 without gaps.");
    }

    private static int[] Labels(DataSpec spec, string part, NpyArray y, int classes)
    {
        if (y.Count != y.Shape[0])
            Throw.Data($"Data '{spec}': y{part}.npy is {y.Type}[{string.Join(", ", y.Shape)}]; classes are one whole number a sample, targets are floats.");
        float[] numbers = y.ToFloats();
        int wrong = Array.FindIndex(numbers, n => !(n >= 0 && n < classes));
        if (wrong >= 0)
            Throw.Data($"Data '{spec}', y{part}.npy: sample {wrong} has the label {numbers[wrong].ToString(CultureInfo.InvariantCulture)}, outside 0 to {classes - 1}.");
        return Array.ConvertAll(numbers, n => (int)n);
    }

    // Null where y holds targets. Without labels.txt the classes are the numbers up to the largest label of the part to train on.
    private static string[]? Names(DataSpec spec, string part)
    {
        NpyArray y = Read(spec, 'y', part);
        if (y.Type[0] == 'f')
            return null;
        string path = Path.Combine(spec.Path, "labels.txt");
        if (File.Exists(path))
            return System.Text.Encoding.UTF8.GetString(BoundedRead.File(path)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        float most = 0;
        foreach (float label in y.ToFloats())
            most = Math.Max(most, label);
        if (most >= MostClasses)
            Throw.Data($"Data '{spec}', y{part}.npy: the label {most.ToString(CultureInfo.InvariantCulture)} is too large for a class (at most {MostClasses}); save targets of a regression as floats.");
        string[] names = new string[(int)most + 1];
        for (int i = 0; i < names.Length; i++)
            names[i] = i.ToString(CultureInfo.InvariantCulture);
        return names;
    }

    private static NpyArray Read(DataSpec spec, char which, string part)
    {
        string path = PartPath(spec, which, part);
        if (!File.Exists(path))
            Throw.Data($"Data '{spec}': '{path}' does not exist. The folder must hold x{part}.npy (samples) and y{part}.npy (classes or targets).");
        return NpyArray.Read(path);
    }

    private static string PartPath(DataSpec spec, char which, string part) => Path.Combine(spec.Path, $"{which}{part}.npy");
}
