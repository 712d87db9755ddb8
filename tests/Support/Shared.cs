using System;
using System.IO;
using Xunit;

namespace Tests.Support;

/// <summary>Finds what lies in ../shared; a test that needs it is reported as skipped where it is missing.</summary>
internal static class Shared
{
    public static string? Folder { get; } = Find();

    /// <summary>The full path of a file or folder there; skips the running test where it is missing.</summary>
    public static string Path(string relative)
    {
        string? path = Folder is null ? null : System.IO.Path.Combine(Folder, relative);
        if (path is null || !(File.Exists(path) || Directory.Exists(path)))
            Assert.Skip($"{relative} is not there: EDGE_SHARED (default ../shared) does not hold it.");
        return path;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("EDGE_SHARED") is { Length: > 0 } named)
            return Directory.Exists(named) ? System.IO.Path.GetFullPath(named) : null;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Edge.sln")))
            {
                string shared = System.IO.Path.Combine(folder.Parent?.FullName ?? "/", "shared");
                return Directory.Exists(shared) ? shared : null;
            }
        }

        return null;
    }
}
