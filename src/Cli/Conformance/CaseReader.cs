using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using EdgeRuntime;

namespace EdgeCli.Conformance;

/// <summary>
/// Finds the cases of a suite in a folder or a zip: <c>CASE/model.onnx</c> with <c>CASE/test_data_set_*/</c>, or
/// <c>NAME.onnx</c> with <c>NAME_output_0.pb</c> beside it.
/// </summary>
internal static class CaseReader
{
    /// <summary>The cases in order of their names, read one at a time.</summary>
    public static IEnumerable<ConformanceCase> Read(string path)
    {
        if (Directory.Exists(path))
        {
            foreach (ConformanceCase item in Find(FilesOf(path)))
                yield return item;
            yield break;
        }

        using ZipArchive zip = Open(path);
        foreach (ConformanceCase item in Find(FilesOf(zip)))
            yield return item;
    }

    private static ZipArchive Open(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new EdgeException(ErrorKind.Data, $"Suite '{path}' cannot be read ({e.Message}): give a folder or a .zip of ONNX backend-test cases.", e);
        }
    }

    private static SortedDictionary<string, Func<byte[]>> FilesOf(string folder)
    {
        SortedDictionary<string, Func<byte[]>> files = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            files[Path.GetRelativePath(folder, file).Replace('\\', '/')] = () => File.ReadAllBytes(file);
        return files;
    }

    private static SortedDictionary<string, Func<byte[]>> FilesOf(ZipArchive zip)
    {
        SortedDictionary<string, Func<byte[]>> files = new(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            files[entry.FullName] = () =>
            {
                using Stream stream = entry.Open();
                MemoryStream bytes = new();
                stream.CopyTo(bytes);
                return bytes.ToArray();
            };
        }

        return files;
    }

    private static IEnumerable<ConformanceCase> Find(SortedDictionary<string, Func<byte[]>> files)
    {
        foreach ((string file, Func<byte[]> content) in files)
        {
            if (file == "model.onnx" || file.EndsWith("/model.onnx", StringComparison.Ordinal))
            {
                string folder = file[..^"model.onnx".Length];
                List<ConformanceSet> sets = Sets(files, folder);
                if (sets.Count > 0) // a model without data beside it judges nothing
                    yield return new ConformanceCase(folder.Length == 0 ? "model" : folder[..^1], content(), sets);
            }
            else if (file.EndsWith(".onnx", StringComparison.Ordinal) && files.TryGetValue($"{file[..^5]}_output_0.pb", out Func<byte[]>? output))
            {
                yield return new ConformanceCase(file[..^5], content(), [new ConformanceSet([], [output()]) { RampInputs = true }]);
            }
        }
    }

    private static List<ConformanceSet> Sets(SortedDictionary<string, Func<byte[]>> files, string folder)
    {
        List<ConformanceSet> sets = [];
        for (int i = 0; ; i++)
        {
            string set = $"{folder}test_data_set_{i}/";
            List<byte[]> inputs = Numbered(files, $"{set}input_");
            List<byte[]> outputs = Numbered(files, $"{set}output_");
            if (inputs.Count + outputs.Count == 0)
                return sets;
            sets.Add(new ConformanceSet(inputs, outputs));
        }
    }

    private static List<byte[]> Numbered(SortedDictionary<string, Func<byte[]>> files, string prefix)
    {
        List<byte[]> list = [];
        while (files.TryGetValue($"{prefix}{list.Count}.pb", out Func<byte[]>? content))
            list.Add(content());
        return list;
    }
}
