using System;
using System.IO;
using System.Text;
using EdgeRuntime;
using EdgeRuntime.Files;

namespace EdgeCli;

/// <summary>
/// Where a verb writes. The checks come before the work, so that a long training does not end at a folder that is missing; every message
/// names the option.
/// </summary>
internal static class OutputPath
{
    /// <summary>Refuses a file that could not be written; null passes.</summary>
    public static void CheckFile(string option, string? path)
    {
        if (path is null)
            return;
        if (path.Length == 0)
            throw new UsageException($"{option} wants the name of a file.");
        if (Directory.Exists(path))
            throw Refused($"{option} wants a file, '{path}' is a folder: name a file in it.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw Refused($"{option} {path}: the folder '{folder}' does not exist: create it.");
        Guard(option, path, () => WholeFile.Try(path));
    }

    /// <summary>Refuses a file that would take the place of one that the same command reads or writes; null passes.</summary>
    public static void CheckApart(string option, string? path, string other, string? taken)
    {
        if (path is not null && taken is not null && WholeFile.IsSame(path, taken))
            throw new UsageException($"{option} and {other} are the same file, '{path}': give them different names.");
    }

    /// <summary>Refuses a folder that is a file; null passes.</summary>
    public static void CheckFolder(string option, string? path)
    {
        if (path is { Length: 0 })
            throw new UsageException($"{option} wants the name of a folder.");
        if (File.Exists(path))
            throw Refused($"{option} wants a folder, '{path}' is a file: name another.");
    }

    public static void WriteText(string option, string path, string text) => Guard(option, path, () => WholeFile.Write(path, Encoding.UTF8.GetBytes(text)));

    public static void CreateFolder(string option, string path) => Guard(option, path, () => Directory.CreateDirectory(path));

    private static void Guard(string option, string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(ErrorKind.Data, $"{option} {path} cannot be written ({e.Message.TrimEnd('.')}): choose a folder that you may write to.", e);
        }
    }

    private static EdgeException Refused(string message) => new(ErrorKind.Data, message);
}
