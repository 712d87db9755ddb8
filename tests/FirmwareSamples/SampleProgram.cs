using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace Tests.FirmwareSamples;

/// <summary>A run of a program of firmware-samples in a process of its own, away from the sources.</summary>
internal static partial class SampleProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static (int Status, string Output) Run(string name, string folder, params string[] args)
    {
        ProcessStartInfo info = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
        foreach (string word in args)
            info.ArgumentList.Add(word);
        info.Environment["EDGE_SHARED"] = "/nowhere"; // a fresh machine has no data
        using Process program = Process.Start(info)!;
        Task<string> errors = program.StandardError.ReadToEndAsync(), output = program.StandardOutput.ReadToEndAsync();
        bool ended = Task.WaitAll([errors, output], Patience) && program.WaitForExit(Patience);
        if (!ended)
            program.Kill();
        Assert.True(ended, $"{name} did not end.");
        return (program.ExitCode, output.Result + errors.Result);
    }

    /// <summary>What the last line of a run says of the truth, in percent.</summary>
    public static double Accuracy(string output)
    {
        Match found = AccuracyOf().Match(output);
        Assert.True(found.Success, output);
        return double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("accuracy ([0-9.]+) ?%")]
    private static partial Regex AccuracyOf();
}
