using System;
using System.IO;
using Xunit;

namespace Tests.Support;

/// <summary>Files of tests/Golden, copied beside the test program so that it also runs away from its sources.</summary>
internal static class Golden
{
    public static string Path(string relative) => System.IO.Path.Combine(AppContext.BaseDirectory, "Golden", relative);

    /// <summary>Compares a text with a golden file; <c>EDGE_GOLDEN=FOLDER</c> (tests/Golden of the sources) writes it there instead.</summary>
    public static void Matches(string relative, string text)
    {
        if (Environment.GetEnvironmentVariable("EDGE_GOLDEN") is { Length: > 0 } folder)
        {
            string target = System.IO.Path.Combine(folder, relative);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.WriteAllText(target, text);
            return;
        }

        Assert.Equal(File.ReadAllText(Path(relative)), text);
    }
}
