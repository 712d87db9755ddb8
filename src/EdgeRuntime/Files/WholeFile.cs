using System;
using System.IO;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Files;

/// <summary>Writing a file so that it is there, whole, after a crash or a power cut.</summary>
internal static partial class WholeFile
{
    private const int MostLinks = 40; // as Linux
    private const int ReadOnly = 0; // O_RDONLY of <fcntl.h>

    /// <summary>Replaces or makes a file: all of it is there afterwards, or nothing has changed.</summary>
    /// <exception cref="IOException">It cannot be written; the message speaks of <paramref name="path"/> alone.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string target = TargetOf(path);
        if (IsDevice(target))
        {
            using FileStream device = new(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            device.Write(bytes);
            return;
        }

        string temporary = TemporaryOf(target);
        try
        {
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e)
        {
            TryDelete(temporary);
            if (e is IOException or UnauthorizedAccessException)
                throw Named(e, temporary, path);
            throw;
        }

        FlushFolder(Path.GetDirectoryName(target)!);
    }

    /// <summary>Finds out whether <see cref="Write"/> may write there; nothing stays.</summary>
    /// <exception cref="IOException">It may not; the message speaks of <paramref name="path"/> alone.</exception>
    public static void Try(string path)
    {
        string target = TargetOf(path);
        if (IsDevice(target))
            return;
        string temporary = TemporaryOf(target);
        try
        {
            File.Create(temporary, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Named(e, temporary, path);
        }
    }

    /// <summary>Whether two paths lead to the same place when all links are followed.</summary>
    public static bool IsSame(string path, string other) => Real(Path.GetFullPath(path), MostLinks) == Real(Path.GetFullPath(other), MostLinks);

    /// <summary>Deletes a file; where that fails it is left for another time.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    // Links may stand anywhere in a path; those that lead in a circle are left as they are.
    private static string Real(string full, int left)
    {
        if (left == 0 || Path.GetDirectoryName(full) is not { } folder)
            return full;
        string place = Path.Combine(Real(folder, left), Path.GetFileName(full));
        return new FileInfo(place).LinkTarget is { } target ? Real(Path.GetFullPath(target, Path.GetDirectoryName(place)!), left - 1) : place;
    }

    // Two processes that write the same file do not meet in one temporary file.
    private static string TemporaryOf(string target) => $"{target}.{Environment.ProcessId}.tmp";

    private static string TargetOf(string path)
    {
        string full = Path.GetFullPath(path);
        return IsDevice(full) || new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    // A rename would put a file in the place of the device.
    private static bool IsDevice(string target) => !OperatingSystem.IsWindows() && target.StartsWith("/dev/", StringComparison.Ordinal) && File.Exists(target);

    private static IOException Named(Exception e, string temporary, string path) => e is FileNotFoundException
        ? new("its folder takes no new files", e)
        : new(e.Message.Replace(temporary, path, StringComparison.Ordinal), e);

    /// <summary>A rename is in the folder's own block: it lasts only when that is flushed too. A wish: some file systems do not grant it.</summary>
    private static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        int handle = Open(folder, ReadOnly);
        if (handle < 0)
            return;
        _ = Flush(handle);
        _ = Close(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
