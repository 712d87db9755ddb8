using System;
using System.Collections.Generic;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training;

/// <summary>Runs that are broken off at any step and go on: the same weights, the same history. Kill -9 of a whole process is in Cli/KillTests.</summary>
public class ResumeTests
{
    private const string Crash = "the power is gone";

    private static readonly (FitResult Result, uint Weights) Whole = new SmallRun().Run();

    [Fact]
    public void ARunThatIsBrokenOffAtAnyStepGoesOnWithTheSameBits()
    {
        for (int steps = 1; steps <= 4 * SmallRun.Steps; steps++)
        {
            using TemporaryFolder folder = new();
            CheckpointOptions place = new(folder.Path) { EverySteps = 4, EverySeconds = null };
            BreakOff(place, steps);
            SameAsWhole(Resumed(place, out List<string> notices));
            Assert.Contains("Goes on from", Assert.Single(notices), StringComparison.Ordinal);
        }
    }

    public static TheoryData<UpdateRule> Rules =>
    [
        new Sgd { Nesterov = true }, new Adagrad(), new Adadelta(), new RmsProp { Momentum = 0.9f, Centered = true }, new Adam(), new AdamW(), new Nadam(),
    ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void EveryOptimizersStateGoesOn(UpdateRule rule)
    {
        // Eleven steps are in the middle of an accumulation of three, and of an epoch.
        TrainerOptions options = new() { Batch = 8, Optimizer = rule, Accumulate = 3, ClipNorm = 1f, MaxNorm = 2f };
        using TemporaryFolder folder = new();
        CheckpointOptions place = new(folder.Path) { EverySteps = 1 };
        uint whole = new SmallRun { Trainer = options }.Run().Weights;
        Assert.True(BreakOff(place, 11, options));
        Assert.Equal(whole, new SmallRun { Trainer = options, Options = new SmallRun().Options with { Checkpoints = place } }.Run().Weights);
    }

    [Fact]
    public void ARunThatStoppedEarlyStaysStopped()
    {
        using TemporaryFolder folder = new();
        FitOptions options = new() { Epochs = 40, EarlyStopping = 2, Checkpoints = new CheckpointOptions(folder.Path) };
        (FitResult first, uint weights) = new SmallRun { Options = options }.Run();
        (FitResult again, uint same) = new SmallRun { Options = options, AfterStep = _ => Assert.Fail("the run had stopped") }.Run();
        Assert.Equal((StopReason.EarlyStopping, first.WeightsOf, weights), (again.Stop, again.WeightsOf, same));
    }

    [Fact]
    public void AHundredCrashesInOneRunChangeNothing()
    {
        using TemporaryFolder folder = new();
        CheckpointOptions place = new(folder.Path) { EverySteps = 1 };
        CounterRandom random = new(7, 0);
        int crashes = 0;
        for (; crashes < 100 && BreakOff(place, 1 + random.Below(3, (ulong)crashes)); crashes++)
        {
        }

        Assert.InRange(crashes, 8, 99);
        SameAsWhole(Resumed(place, out _));
    }

    [Fact]
    public void CheckpointsChangeNoBits()
    {
        using TemporaryFolder folder = new();
        SameAsWhole(Resumed(new CheckpointOptions(folder.Path) { EverySteps = 1 }, out List<string> notices));
        Assert.Empty(notices);
        Assert.Equal(2, Files(folder).Length);
    }

    [Fact]
    public void ARunThatIsDoneIsDone()
    {
        using TemporaryFolder folder = new();
        CheckpointOptions place = new(folder.Path);
        Resumed(place, out _);
        SmallRun again = new() { Options = new SmallRun().Options with { Checkpoints = place }, AfterStep = _ => Assert.Fail("there is nothing left to do") };
        SameAsWhole(again.Run());
    }

    [Fact]
    public void ADamagedNewestCheckpointFallsBackToTheOneBefore()
    {
        foreach (int kept in (int[])[0, 1, 23, 24, 1000, -1])
        {
            using TemporaryFolder folder = new();
            CheckpointOptions place = new(folder.Path) { EverySteps = 2 };
            BreakOff(place, 15);
            string newest = Files(folder)[^1];
            byte[] bytes = File.ReadAllBytes(newest);
            File.WriteAllBytes(newest, bytes[..(kept < 0 ? bytes.Length - 1 : kept)]);
            SameAsWhole(Resumed(place, out List<string> notices));
            Assert.Equal(2, notices.Count);
            Assert.StartsWith($"Warning: checkpoint '{newest}' is damaged (", notices[0], StringComparison.Ordinal);
            Assert.DoesNotContain(newest, Files(folder));
        }
    }

    [Fact]
    public void TwoDamagedCheckpointsAreOneError()
    {
        using TemporaryFolder folder = new();
        CheckpointOptions place = new(folder.Path) { EverySteps = 2 };
        BreakOff(place, 9);
        foreach (string file in Files(folder))
            File.WriteAllText(file, "not a checkpoint");
        EdgeException error = Assert.Throws<EdgeException>(() => Resumed(place, out _));
        Assert.Equal(ErrorKind.Format, error.Kind);
        Assert.Contains("it is not a checkpoint of Edge", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, Files(folder).Length);
        SameAsWhole(Resumed(place with { Restart = true }, out _));
    }

    [Fact]
    public void AnotherRunIsRefusedAndNothingIsLost()
    {
        using TemporaryFolder folder = new();
        CheckpointOptions place = new(folder.Path) { EverySteps = 2 };
        BreakOff(place, 9);
        string[] before = Files(folder);
        EdgeException error = Assert.Throws<EdgeException>(() => new SmallRun { Trainer = new SmallRun().Trainer with { Seed = 2 }, Options = new SmallRun().Options with { Checkpoints = place } }.Run());
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("belongs to another run: Seed was 1, is 2. ", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Files(folder));
        SameAsWhole(Resumed(place, out _));
    }

    [Fact]
    public void ARestartBeginsAnewAndDeletesWhatWasThere()
    {
        using TemporaryFolder folder = new();
        CheckpointOptions place = new(folder.Path) { EverySteps = 2 };
        BreakOff(place, 15);
        string[] before = Files(folder);
        int steps = 0;
        SmallRun run = new() { Options = new SmallRun().Options with { Checkpoints = place with { Restart = true } }, AfterStep = _ => steps++ };
        SameAsWhole(run.Run());
        Assert.Equal(4 * SmallRun.Steps, steps);
        Assert.DoesNotContain(before[0], Files(folder));
        Assert.DoesNotContain(before[1], Files(folder));
    }

    [Fact]
    public void MoreEpochsGoOnWhereTheScheduleDoesNotDependOnTheirNumber()
    {
        using TemporaryFolder folder = new();
        FitOptions options = new() { Epochs = 2, Checkpoints = new CheckpointOptions(folder.Path) };
        new SmallRun { Options = options }.Run();
        (FitResult result, uint weights) = new SmallRun { Options = options with { Epochs = 3 } }.Run();
        Assert.Equal(3, result.Epochs.Count);
        Assert.Equal(new SmallRun { Options = new FitOptions { Epochs = 3 } }.Run().Weights, weights);
        EdgeException error = Assert.Throws<EdgeException>(() => new SmallRun { Options = options with { Epochs = 2 } }.Run());
        Assert.Contains("has 3 epochs behind it, 2 are asked for", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoRunsCannotShareAFolder()
    {
        using TemporaryFolder folder = new();
        FitOptions options = new() { Epochs = 1, Checkpoints = new CheckpointOptions(folder.Path) };
        EdgeException? refused = null;
        new SmallRun { Options = options, AfterStep = _ => refused ??= Assert.Throws<EdgeException>(() => new SmallRun { Options = options }.Run()) }.Run();
        Assert.Contains("another run may be at work in it", refused!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADiskThatFillsUpIsOneErrorAndTheLastCheckpointStays()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full here");
        using TemporaryFolder folder = new();
        CheckpointOptions place = new(folder.Path) { EverySteps = 2 };
        string fourth = Path.Combine(folder.Path, $"checkpoint-000004.edge.{Environment.ProcessId}.tmp");
        int steps = 0;
        SmallRun run = new()
        {
            Options = new SmallRun().Options with { Checkpoints = place },
            AfterStep = _ =>
            {
                if (++steps == 5)
                    File.CreateSymbolicLink(fourth, "/dev/full");
            },
        };
        EdgeException error = Assert.Throws<EdgeException>(() => run.Run());
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Contains("checkpoint-000003.edge', stays", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("checkpoint-000003.edge", Files(folder)[^1], StringComparison.Ordinal);
        SameAsWhole(Resumed(place, out _));
    }

    [Fact]
    public void AFolderThatCannotBeMadeIsOneErrorBeforeTheFirstStep()
    {
        using TemporaryFolder folder = new();
        string file = folder.At("file");
        File.WriteAllText(file, "");
        foreach (string path in (string[])[Path.Combine(file, "run"), OperatingSystem.IsLinux() ? "/proc/edge" : file])
        {
            SmallRun run = new() { Options = new FitOptions { Checkpoints = new CheckpointOptions(path) }, AfterStep = _ => Assert.Fail("no step may be done") };
            EdgeException error = Assert.Throws<EdgeException>(() => run.Run());
            Assert.Equal(ErrorKind.Data, error.Kind);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    private static string[] Files(TemporaryFolder folder)
    {
        string[] files = Directory.GetFiles(folder.Path, "checkpoint-*.edge");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>Runs so many steps and breaks off in the middle; false where the run was done before.</summary>
    private static bool BreakOff(CheckpointOptions place, int steps, TrainerOptions? options = null)
    {
        SmallRun run = new()
        {
            Trainer = options ?? new SmallRun().Trainer,
            Options = new SmallRun().Options with { Checkpoints = place },
            AfterStep = _ =>
            {
                if (--steps == 0)
                    throw new InvalidOperationException(Crash);
            },
        };
        try
        {
            run.Run();
            return false;
        }
        catch (InvalidOperationException e) when (e.Message == Crash)
        {
            return true;
        }
    }

    private static (FitResult Result, uint Weights) Resumed(CheckpointOptions place, out List<string> notices)
    {
        SmallRun run = new() { Options = new SmallRun().Options with { Checkpoints = place } };
        notices = run.Notices;
        return run.Run();
    }

    private static void SameAsWhole((FitResult Result, uint Weights) run)
    {
        Assert.Equal(Whole.Weights, run.Weights);
        Assert.Equal((Whole.Result.BestEpoch, Whole.Result.WeightsOf, Whole.Result.Stop), (run.Result.BestEpoch, run.Result.WeightsOf, run.Result.Stop));
        Assert.Equal(Whole.Result.Epochs.Count, run.Result.Epochs.Count);
        for (int i = 0; i < run.Result.Epochs.Count; i++)
            Assert.Equal(Whole.Result.Epochs[i] with { Seconds = 0 }, run.Result.Epochs[i] with { Seconds = 0 });
    }
}
