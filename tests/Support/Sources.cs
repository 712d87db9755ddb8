using System;
using System.Collections.Generic;
using System.IO;
using Xunit;

namespace Tests.Support;

/// <summary>The project's own files, for tests about them; skipped where the tests run away from their sources.</summary>
internal static class Sources
{
    private static readonly string? Root = FindRoot();

    /// <summary>Whether a test may rewrite a file that is checked in (<c>EDGE_UPDATE=1</c>).</summary>
    public static bool MayUpdate => Environment.GetEnvironmentVariable("EDGE_UPDATE") == "1";

    public static string PathOf(string relative)
    {
        if (Root is null)
            Assert.Skip("The sources are not beside the test program.");
        return Path.Combine(Root, relative);
    }

    /// <summary>All files of a name under a folder of the repository, without what builds leave there; relative, with '/'.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        string start = PathOf(folder);
        if (!Directory.Exists(start))
            yield break;
        foreach (string file in Directory.EnumerateFiles(start, pattern, SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(Root!, file).Replace('\\', '/');
            if (!relative.Contains("/obj/", StringComparison.Ordinal) && !relative.Contains("/bin/", StringComparison.Ordinal))
                yield return relative;
        }
    }

    private static string? FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
                return folder.FullName;
        }

        return null;
    }
}
