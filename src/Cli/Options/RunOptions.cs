using System;
using System.CommandLine;
using System.Globalization;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace EdgeCli.Options;

/// <summary>How long a run goes on, how its rate goes, and where it is saved so that it survives a crash.</summary>
internal sealed class RunOptions
{
    private const string Constant = "constant";

    private readonly Option<int?> epochs = new Option<int?>("--epochs") { Description = "Passes over the data; 5 where it is left out, 60 of networks of sequences.", HelpName = "N" }.FromOne();
    private readonly Option<string?> schedule = new("--schedule")
    {
        Description = "How the learning rate goes; one-cycle where it is left out, constant with --early-stopping. constant, cosine, step:EPOCHS,FACTOR, exponential:FACTOR, one-cycle:HIGHEST, plateau:PATIENCE,FACTOR, warmup:STEPS; several joined by +.",
        HelpName = "SCHEDULE",
    };

    private readonly Option<int?> patience = new Option<int?>("--early-stopping") { Description = "Stop after N epochs without a lower validation loss, and keep the best epoch's weights. The validation samples are then others than those of the final figure.", HelpName = "N" }.FromOne();
    private readonly Option<string?> checkpoint = new("--checkpoint")
    {
        Description = "Save the run there again and again; the same command goes on from the newest checkpoint and gives the same weights as without the interruption.",
        HelpName = "DIR",
    };

    private readonly Option<string> every = new("--checkpoint-every")
    {
        Description = "How often within an epoch: 200 (steps) or 10s (seconds). One follows each epoch in any case.",
        DefaultValueFactory = _ => "30s",
        HelpName = "STEPS|SECONDS",
    };

    private readonly Option<bool> restart = new("--restart") { Description = "Begin anew though there are checkpoints; they are deleted." };

    public void AddTo(Verb verb)
    {
        foreach (Option option in (Option[])[epochs, schedule, patience, checkpoint, every, restart])
            verb.Options.Add(option);
    }

    /// <summary>Whether the validation loss chooses something: the epoch whose weights are kept, or the learning rate.</summary>
    public bool ChoosesByLoss(Context context) => context.Has(patience) || For(context, TrainingHabits.Usual).Schedule is { DependsOnLosses: true };

    public FitOptions For(Context context, TrainingHabits habits)
    {
        string? folder = context.Get(checkpoint);
        if (folder is null && (context.Has(every) || context.Get(restart)))
            throw new UsageException($"{(context.Has(every) ? every.Name : restart.Name)} needs --checkpoint DIR.");
        OutputPath.CheckFolder("--checkpoint", folder);
        return new FitOptions
        {
            Epochs = context.Get(epochs) ?? habits.Epochs,
            EarlyStopping = context.Get(patience),
            Schedule = Parse(context.Get(schedule) ?? (context.Has(patience) ? Constant : "one-cycle")),
            Checkpoints = folder is null ? null : Checkpoints(folder, context.Get(every)!, context.Get(restart)),
        };
    }

    private static Schedule? Parse(string text)
    {
        try
        {
            return text == Constant ? null : Schedule.Parse(text);
        }
        catch (EdgeException e)
        {
            throw new UsageException($"--schedule: {e.Message}");
        }
    }

    private static CheckpointOptions Checkpoints(string folder, string every, bool restart)
    {
        CheckpointOptions options = new(folder) { Restart = restart };
        bool isTime = every.EndsWith('s');
        if (isTime && double.TryParse(every.AsSpan(0, every.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0)
            return options with { EverySeconds = seconds };
        if (!isTime && int.TryParse(every, NumberStyles.None, CultureInfo.InvariantCulture, out int steps) && steps > 0)
            return options with { EverySteps = steps, EverySeconds = null };
        throw new UsageException($"--checkpoint-every: '{every}' is neither a number of steps (200) nor of seconds (10s).");
    }
}
