using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;

namespace EdgeRuntime.Data;

/// <summary>The files of a folder, or of a zip archive of one, by their paths in it, or one sound alone; read one at a time.</summary>
internal sealed class FileTree : IDisposable
{
    private const int MostFiles = 1_000_000;
    private const long LargestFile = 1L << 30;

    private readonly string _path;
    private readonly ZipArchive? _zip;
    private readonly SortedDictionary<string, ZipArchiveEntry?> _files = new(StringComparer.Ordinal);

    private FileTree(string path, ZipArchive? zip) => (_path, _zip) = (path, zip);

    /// <summary>The paths of all files, with <c>/</c> between their parts, in ordinal order; hidden ones are left out.</summary>
    public IReadOnlyCollection<string> Names => _files.Keys;

    /// <summary>Opens a folder, a zip archive, or a file called .wav.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="what">What messages call the data.</param>
    /// <exception cref="EdgeException">Kind Data: it is not there; Format: it is no archive, or a broken one.</exception>
    public static FileTree Open(string path, string what)
    {
        if (Directory.Exists(path))
            return Folder(path, what);
        if (!File.Exists(path))
            Throw.Data($"{what}: '{path}' does not exist.");
        if (path.EndsWith(".wav", StringComparison.OrdinalIgnoreCase))
            return Alone(path);
        try
        {
            return Zip(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Throw.Data($"'{path}' cannot be read: {error.Message}", error);
            return null!;
        }
    }

    /// <summary>Opens an archive in a stream, which is closed with it.</summary>
    /// <exception cref="EdgeException">Kind Format: it is no archive, or a broken one.</exception>
    public static FileTree Zip(Stream stream, string path)
    {
        FileTree? tree = null;
        try
        {
            tree = new FileTree(path, new ZipArchive(stream, ZipArchiveMode.Read));
            foreach (ZipArchiveEntry entry in tree._zip!.Entries)
                tree.Add(entry.FullName.Replace('\\', '/'), entry);
            return tree;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            stream.Dispose();
            Throw.Format($"'{path}' is no folder and no zip archive that can be read: {error.Message}", error);
            return null!;
        }
        catch (EdgeException)
        {
            tree?.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of a file, as its folder or archive has them written down.</summary>
    /// <exception cref="EdgeException">Kind Data: it cannot be read.</exception>
    public long Length(string name)
    {
        try
        {
            return _files[name] is { } entry ? entry.Length : new FileInfo(Path.Combine(_path, name)).Length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Throw.Data($"{NameOf(name)} cannot be read: {error.Message}", error);
            return 0;
        }
    }

    /// <summary>The first bytes of a file, at most <paramref name="count"/>; no more of it is unpacked.</summary>
    /// <exception cref="EdgeException">Kind Data or Format: it cannot be read, or is corrupt.</exception>
    public byte[] Head(string name, int count)
    {
        string what = NameOf(name);
        try
        {
            if (_files[name] is { IsEncrypted: true })
                Throw.Unsupported($"{what} is encrypted; pack the archive anew without a password.");
            using Stream stream = _files[name] is { } entry ? entry.Open() : new FileStream(Path.Combine(_path, name), FileMode.Open, FileAccess.Read, FileShare.Read);
            byte[] head = new byte[count];
            return head[..stream.ReadAtLeast(head, count, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException or UnauthorizedAccessException)
        {
            Throw.Format($"{what} cannot be read: {error.Message}", error);
            return [];
        }
    }

    /// <summary>The whole content of a file.</summary>
    /// <exception cref="EdgeException">Kind Data or Format: it cannot be read, or is corrupt.</exception>
    public byte[] Read(string name)
    {
        if (_files[name] is not { } entry)
            return BoundedRead.File(Path.Combine(_path, name));
        string what = NameOf(name);
        try
        {
            if (entry.IsEncrypted)
                Throw.Unsupported($"{what} is encrypted; pack the archive anew without a password.");
            if (entry.Length > LargestFile || entry.Length > Math.Max(0, entry.CompressedLength) * BoundedRead.DeflateRatio)
                Throw.Format($"{what} claims {entry.Length} bytes, which {entry.CompressedLength} packed ones cannot hold or are over the limit of {LargestFile}. The archive is corrupt.");
            using Stream stream = entry.Open();
            byte[] content = BoundedRead.Exactly(stream, entry.Length, what);
            if (Crc32.Of(content) != entry.Crc32)
                Throw.Format($"{what} does not have the checksum that the archive keeps for it. The archive is corrupt.");
            return content;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException)
        {
            Throw.Format($"{what} cannot be unpacked: {error.Message}", error);
            return [];
        }
    }

    /// <summary>What messages call a file.</summary>
    public string NameOf(string name) => _zip is null ? $"'{Path.Combine(_path, name)}'" : $"'{_path}', file '{name}'";

    public void Dispose() => _zip?.Dispose();

    private static FileTree Folder(string path, string what)
    {
        FileTree tree = new(path, zip: null);
        try
        {
            EnumerationOptions all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
            foreach (string file in Directory.EnumerateFiles(path, "*", all))
                tree.Add(Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/'), entry: null);
            return tree;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Throw.Data($"{what}: the folder '{path}' cannot be read: {error.Message}", error);
            return null!;
        }
    }

    private static FileTree Alone(string path)
    {
        FileTree tree = new(Path.GetDirectoryName(Path.GetFullPath(path))!, zip: null);
        tree._files.Add(Path.GetFileName(path), null);
        return tree;
    }

    private void Add(string name, ZipArchiveEntry? entry)
    {
        foreach (string part in name.Split('/'))
        {
            if (part.Length == 0 || part[0] == '.' || part == "__MACOSX")
                return; // folders themselves, and what systems hide in them
        }
        if (_files.Count == MostFiles)
            Throw.Data($"'{_path}' holds more than {MostFiles} files.");
        if (!_files.TryAdd(name, entry))
            Throw.Format($"'{_path}' holds '{name}' twice.");
    }
}
