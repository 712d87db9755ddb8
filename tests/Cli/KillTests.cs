using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using EdgeRuntime.Random;
using Tests.Support;
using Xunit;

namespace Tests.Cli;

/// <summary>
/// A training in a process of its own that is ended with SIGKILL at random moments, again and again, and always started by the same command:
/// the weights are those of a run that was left alone. The moments come from a seed; what they hit depends on the machine, and must not matter.
/// </summary>
public class KillTests
{
    private const int Patience = 120_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ThreeKillsChangeNoBit(bool truncates) => KillAgainAndAgain(3, truncates, seed: 11);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("slow", "yes")]
    public void TwentyKillsChangeNoBit(bool truncates)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("EDGE_SLOW") == "1", "takes a minute: EDGE_SLOW=1 runs it");
        KillAgainAndAgain(20, truncates, seed: 12);
    }

    private static void KillAgainAndAgain(int kills, bool truncates, ulong seed)
    {
        using TemporaryFolder folder = new();
        (uint expected, TimeSpan whole) = LeftAlone(folder.At("alone"));
        CounterRandom random = new(seed, truncates ? 1u : 0u);
        int killed = 0;
        for (int run = 0; killed < kills; run++)
        {
            string place = folder.At($"run{run}");
            string? truncated = null;
            uint? weights = null;
            while (weights is null)
            {
                using Process edge = Start(place);
                bool isLast = killed == kills;
                if (!isLast)
                    edge.WaitForExit(TimeSpan.FromSeconds(random.Uniform((ulong)killed) * whole.TotalSeconds / 6));
                if (isLast || edge.HasExited)
                {
                    weights = Weights(edge);
                    whole *= isLast ? 1 : 0.5; // it was slower when it was timed: kill earlier
                    continue;
                }

                edge.Kill();
                Assert.True(edge.WaitForExit(Patience), "a killed process did not end");
                killed++;
                if (truncates)
                    truncated = Truncate(place, truncated, random.Uniform((ulong)(1000 + killed)));
            }

            Assert.Equal(expected, weights);
        }
    }

    private static (uint Weights, TimeSpan Time) LeftAlone(string place)
    {
        using Process edge = Start(place);
        long started = Stopwatch.GetTimestamp();
        uint weights = Weights(edge);
        return (weights, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Starts the training and returns when it says that it begins.</summary>
    private static Process Start(string place)
    {
        ProcessStartInfo info = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] command =
        [
            Path.Combine(AppContext.BaseDirectory, "edge.dll"), "train", "lenet", "--data", "digits", "--limit", "128", "--batch", "16", "--epochs", "16",
            "--schedule", "one-cycle:0.05+plateau:1,0.7", "--early-stopping", "9", "--out", place + ".onnx", "--checkpoint", place, "--checkpoint-every", "1", "--json",
        ];
        foreach (string word in command)
            info.ArgumentList.Add(word);
        Process edge = Process.Start(info)!;
        string? line = edge.StandardError.ReadLine();
        Assert.True(line is not null && line.StartsWith("lenet on 128 samples", StringComparison.Ordinal), $"{line}{edge.StandardError.ReadToEnd()}");
        return edge;
    }

    private static uint Weights(Process edge)
    {
        string log = edge.StandardError.ReadToEnd(), json = edge.StandardOutput.ReadToEnd();
        Assert.True(edge.WaitForExit(Patience), "the training hangs");
        Assert.True(edge.ExitCode == 0, log);
        return JsonDocument.Parse(json).RootElement.GetProperty("weights_crc32").GetUInt32();
    }

    /// <summary>Cuts the newest checkpoint short, unless it is the only whole one; gives its name.</summary>
    private static string? Truncate(string place, string? truncated, float share)
    {
        string[] files = Directory.Exists(place) ? Directory.GetFiles(place, "checkpoint-*.edge") : [];
        Array.Sort(files, StringComparer.Ordinal);
        if (files.Length < 2 || Array.IndexOf(files, truncated) >= 0)
            return truncated;
        using FileStream newest = new(files[^1], FileMode.Open);
        newest.SetLength((long)(share * newest.Length));
        return files[^1];
    }
}
