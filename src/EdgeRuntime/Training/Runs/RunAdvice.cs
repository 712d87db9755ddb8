using System;
using System.Globalization;

namespace EdgeRuntime.Training;

/// <summary>What there is to say about a run that came to its end with finite losses but learnt nothing, or lost what it had learnt.</summary>
internal static class RunAdvice
{
    // Losses of epochs go up and down by some percent while a network learns.
    private const double Rise = 1.1;

    // A loss below this part of guessing's is one of a network that has learnt most of it: its ups and downs are small in all.
    private const double Learnt = 0.5;

    private const double AsGuessing = 0.99;

    // First weights lose little more than guessing; a first epoch that loses this many times as much was thrown there by its steps.
    private const double Thrown = 1.5;

    // Fewer updates may be too few to leave the first weights.
    private const long Enough = 100;

    /// <summary>The advice in one line; null where nothing is wrong.</summary>
    /// <param name="run">Its losses on the training data count: on others they rise where a network learns by heart.</param>
    /// <param name="guessing">The loss of <see cref="Guessing"/>; NaN where there is none.</param>
    /// <param name="updates">How often the weights were updated.</param>
    /// <param name="rate">The optimizer's learning rate; a schedule may have gone higher.</param>
    public static string? Of(FitResult run, double guessing, long updates, double rate)
    {
        if (run.Epochs.Count < 2)
            return null;
        double first = run.Epochs[0].Loss, last = run.Epochs[^1].Loss, least = first, highest = rate;
        foreach (EpochResult epoch in run.Epochs)
            (least, highest) = (Math.Min(least, epoch.Loss), Math.Max(highest, epoch.LearningRate));
        if (last > Rise * first && !(last < Learnt * guessing))
            return string.Create(CultureInfo.InvariantCulture, $"the loss rose from {first:G4} to {last:G4}; the training diverged: {Slower(highest)}");
        if (!(last >= AsGuessing * guessing) || updates < Enough)
            return null;
        if (least < AsGuessing * guessing)
            return string.Create(CultureInfo.InvariantCulture, $"the loss was {least:G4} and is {last:G4} again, which guessing gives ({guessing:G4}); what was learnt is lost: {Slower(highest)}");
        if (first > Thrown * guessing)
            return string.Create(CultureInfo.InvariantCulture, $"the loss began at {first:G4} and stays at {last:G4}, no better than guessing ({guessing:G4}); the first steps were too large and units may have died: {Slower(highest)}");
        return string.Create(CultureInfo.InvariantCulture, $"the loss stays at {last:G4}, which guessing gives ({guessing:G4}); nothing was learnt: use a learning rate of {highest / 10:G2} if units may have died under {highest:G2}, of {highest * 10:G2} if its steps are too small, and see whether labels belong to their samples.");
    }

    private static string Slower(double highest) =>
        string.Create(CultureInfo.InvariantCulture, $"use a smaller learning rate than {highest:G3}, {highest / 10:G2} to begin with, or warm it up or clip the gradients.");
}
