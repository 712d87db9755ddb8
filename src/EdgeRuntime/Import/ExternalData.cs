using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using EdgeRuntime.Import.Onnx;

namespace EdgeRuntime.Import;

/// <summary>Weights in a file beside the model. The path must stay inside of the model's folder.</summary>
internal static class ExternalData
{
    public static byte[] Read(TensorProto proto, string? folder, long bytes, string where)
    {
        (string? location, long offset, long length) = Describe(proto, bytes, where);
        if (folder is null)
            Throw.Data($"{where}: its data lies in the file '{location}', but the model was not loaded from a folder: load it by its path.");
        string path = Inside(folder, location, where);
        try
        {
            // Looked at before it is opened: opening a pipe would wait for its writer for ever, and its length is 0.
            long available = new FileInfo(path).Length;
            if (length != bytes || offset < 0 || offset > available - bytes)
                Throw.Format($"{where}: needs {bytes} bytes from byte {offset} of '{location}', which has {available}.");
            if (bytes == 0)
                return [];
            using FileStream file = File.OpenRead(path);
            byte[] data = new byte[bytes];
            file.Position = offset;
            file.ReadExactly(data);
            return data;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Throw.Data($"{where}: its data file '{path}' cannot be read ({e.Message}): keep it beside the model.", e);
            return [];
        }
    }

    /// <summary>
    /// Refuses a model whose weights are many times as large as the files that they are said to lie in: a few bytes that name one large
    /// file again and again would fill the memory.
    /// </summary>
    public static void CheckTotal(IEnumerable<TensorProto> tensors, string folder)
    {
        Dictionary<string, long> files = [];
        long asked = 0, there = 16L << 20;
        foreach (TensorProto tensor in tensors)
        {
            if (tensor.DataLocation != TensorProto.Types.DataLocation.External)
                continue;
            string where = $"Tensor '{tensor.Name}'";
            long bytes = (long)TensorReader.ToShape(tensor.Dims, where).Count * TensorReader.ToElementType(tensor.DataType, where).Size();
            asked += bytes;
            string path = Inside(folder, Describe(tensor, bytes, where).Location, where);
            FileInfo file = new(path);
            if (files.TryAdd(path, 0) && file.Exists)
                there += 4 * file.Length;
        }

        if (asked > there)
            Throw.Format($"The model's external weights add up to {asked} bytes, more than four times the files that hold them: it is corrupt or made to do harm.");
    }

    private static (string Location, long Offset, long Length) Describe(TensorProto proto, long bytes, string where)
    {
        string? location = null;
        long offset = 0, length = bytes;
        foreach (StringStringEntryProto entry in proto.ExternalData)
        {
            switch (entry.Key)
            {
                case "location":
                    location = entry.Value;
                    break;
                case "offset":
                    offset = Number(entry, where);
                    break;
                case "length":
                    length = Number(entry, where);
                    break;
                default: // "checksum" and whatever tools add say nothing about the content
                    break;
            }
        }

        if (string.IsNullOrEmpty(location))
            Throw.Format($"{where}: its data is said to lie in another file, but none is named.");
        return (location, offset, length);
    }

    private static long Number(StringStringEntryProto entry, string where)
    {
        if (!long.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            Throw.Format($"{where}: '{entry.Value}' is not a number for the {entry.Key} of its data file.");
        return number;
    }

    private static string Inside(string folder, string location, string where)
    {
        string root = Path.GetFullPath(folder);
        string path = Path.GetFullPath(Path.Combine(root, location));
        bool inside = !Path.IsPathRooted(location) && path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        // A link inside the folder may still lead out of it.
        FileSystemInfo? target = inside && File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true) : null;
        inside = inside && !PassesLink(root, path) && (target is null
            || (target.FullName.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !PassesLink(root, target.FullName)));
        if (!inside)
            Throw.Format($"{where}: its data file '{location}' lies outside of the model's folder: copy it beside the model.");
        return path;
    }

    // A folder below the root that is a link may lead anywhere.
    private static bool PassesLink(string root, string path)
    {
        for (string? folder = Path.GetDirectoryName(path); folder is not null && folder.Length > root.Length; folder = Path.GetDirectoryName(folder))
        {
            if (new DirectoryInfo(folder).LinkTarget is not null)
                return true;
        }

        return false;
    }
}
