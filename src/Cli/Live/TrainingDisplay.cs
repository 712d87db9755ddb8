using System;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace EdgeCli.Live;

/// <summary>What a person sees of a running training, on standard error: a live table on a terminal, else a line an epoch.</summary>
internal abstract class TrainingDisplay
{
    /// <summary>The live table where standard error is a terminal that can show it, and <paramref name="plain"/> does not forbid it.</summary>
    public static TrainingDisplay For(Context context, bool plain, int epochs) =>
        plain || !context.IsTerminal || Environment.GetEnvironmentVariable("TERM") is "dumb" ? new PlainDisplay(context, epochs) : LiveTable.OnStandardError();

    /// <summary>Runs the training inside the display; what it throws comes through, with the terminal as it was.</summary>
    public abstract FitResult Show(Func<FitResult> training);

    public abstract void AfterStep(FitProgress progress);

    public abstract void AfterEpoch(EpochResult result);

    /// <summary>A line of the run itself, such as what it was resumed from.</summary>
    public abstract void Note(string line);
}
