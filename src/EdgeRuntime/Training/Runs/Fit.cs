using System;
using EdgeRuntime.Data;

namespace EdgeRuntime.Training;

/// <summary>
/// Trains on a data set for some epochs, each sample once an epoch: seeded shuffling, learning rate schedule, validation after each epoch, early stopping, and
/// checkpoints from which an interrupted run goes on with the same bits.
/// </summary>
/// <remarks>
/// Besides the trainer's arena it keeps two copies of what is trained, for the best epoch and for finding out why a run diverges; validation
/// plans a session of its own and gives it back.
/// </remarks>
public sealed class Fit
{
    private readonly Model model;
    private readonly Trainer trainer;
    private readonly Dataset training;
    private readonly Dataset? validation;
    private readonly FitOptions options;
    private readonly BatchLoader loader;
    private readonly SampleOrder order;
    private readonly Snapshot best;
    private readonly Fingerprint? fingerprint; // of the model as it is before the first step
    private RunState state = new();
    private Divergence? divergence;

    /// <summary>Checks that data and model fit together.</summary>
    /// <param name="model">The model that <paramref name="trainer"/> was made from; it gets the weights after each epoch.</param>
    /// <param name="trainer">The planned training, before its first step.</param>
    /// <param name="training">What is trained on.</param>
    /// <param name="validation">What is measured after each epoch; null for nothing.</param>
    /// <param name="options">How long and how; null for five epochs.</param>
    /// <exception cref="EdgeException">There are no samples, they have another size than the model's input, or a label is no class of the model.</exception>
    public Fit(Model model, Trainer trainer, Dataset training, Dataset? validation = null, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(training);
        (this.model, this.trainer, this.training, this.validation, this.options) = (model, trainer, training, validation, options ?? new FitOptions());
        this.options.Check();
        loader = new BatchLoader(trainer, training, this.options.Augmentation);
        loader.Check();
        order = new SampleOrder(trainer.Options.Seed, training.Count, trainer.Batch);
        if ((long)this.options.Epochs * order.Steps < trainer.Options.Accumulate)
            Throw.Data($"{Counted(this.options.Epochs, "epoch")} of {Counted(order.Steps, "step")} are fewer than the {trainer.Options.Accumulate} steps that make one update (accumulate): no weight would move. Accumulate fewer steps, or train longer.");
        if (validation is { Count: 0 })
            Throw.Data($"{validation.Name} has no samples to validate with: use more data, or none.");
        if (validation is not null)
            BatchLoader.Check(trainer, validation, ModelInput.IsOpen(model));
        best = new Snapshot(trainer, [.. trainer.Graph.Trained, .. trainer.Graph.Statistics]);
        fingerprint = this.options.Checkpoints is null ? null : Fingerprint.Of(model, trainer, this.options, training, validation);
    }

    /// <summary>Called after each step, for a display of progress.</summary>
    public Action<FitProgress>? AfterStep { get; init; }

    /// <summary>Called after each epoch, when the model has its weights.</summary>
    public Action<EpochResult>? AfterEpoch { get; init; }

    /// <summary>Called with a line for a person: what a run was resumed from, and checkpoints that are damaged.</summary>
    public Action<string>? Notice { get; init; }

    private bool StopsEarly => options.EarlyStopping is { } patience && state.History.Count - state.BestEpoch >= patience;

    /// <summary>Trains until all epochs are done, early stopping ends the run, or it diverges.</summary>
    /// <returns>What it gave; the model has the weights that are told there.</returns>
    /// <exception cref="EdgeException">A checkpoint cannot be written, or belongs to another run. What was written before stays.</exception>
    public FitResult Run()
    {
        using CheckpointFolder? checkpoints = options.Checkpoints is { } place ? new CheckpointFolder(place, fingerprint!, trainer, best) : null;
        if (checkpoints is not null && state.Step == 0 && state.History.Count == 0)
            Resume(checkpoints);
        RateControl rates = new(options.Schedule, trainer.Options.Optimizer.LearningRate, options.Epochs, order.Steps, trainer.Options.Accumulate);
        EpochLoop loop = new(trainer, loader, order, rates, options.Epochs) { AfterStep = AfterStep };
        while (divergence is null && state.History.Count < options.Epochs && !StopsEarly)
        {
            divergence = loop.Run(state, checkpoints);
            if (divergence is not null)
                break;
            EpochResult result = EndEpoch();
            checkpoints?.Write(state);
            AfterEpoch?.Invoke(result);
        }

        return Finish();
    }

    /// <summary>Loss and accuracy of the model as it stands.</summary>
    /// <param name="data">What to measure on.</param>
    /// <returns>The mean loss, and the part that is right (NaN for regression).</returns>
    public (double Loss, double Accuracy) Measure(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Validation.Measure(model, trainer, data);
    }

    private static string Counted(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private void Resume(CheckpointFolder checkpoints)
    {
        state = checkpoints.Resume(Notice) ?? state;
        if (state.History.Count > options.Epochs)
            Throw.Data($"The run in '{options.Checkpoints!.Folder}' has {state.History.Count} epochs behind it, {options.Epochs} are asked for: ask for as many or more, or begin anew (--restart).");
        if (state.Step > order.Steps)
            Throw.Format($"The checkpoint in '{options.Checkpoints!.Folder}' is {state.Step} steps into an epoch of {order.Steps}: begin anew (--restart).");
        if (state.History.Count == options.Epochs || StopsEarly)
            Notice?.Invoke($"The run is finished: {state.History.Count} {(state.History.Count == 1 ? "epoch is" : "epochs are")} done{(StopsEarly ? ", early stopping ended it" : "")}. {(StopsEarly || options.Schedule is { DependsOnLength: true } ? "Begin anew (--restart)" : "Ask for more epochs, or begin anew (--restart),")} to train on.");
        checkpoints.Write(state); // finds a full disk or a read-only folder before the first step
    }

    private EpochResult EndEpoch()
    {
        trainer.Update(model);
        (double Loss, double Accuracy)? measured = validation is null ? null : Measure(validation);
        double accuracy = trainer.Options.Loss.Classifies ? (double)state.Correct / training.Count : double.NaN;
        EpochResult result = new(state.Epoch, state.LossSum / order.Batches(order.Steps), accuracy, measured?.Loss, measured?.Accuracy, state.Seconds) { LearningRate = trainer.LearningRate };
        state.Add(result);
        if (state.BestEpoch == result.Epoch)
            best.Take();
        return result;
    }

    private FitResult Finish()
    {
        trainer.Filled = trainer.Batch; // for who goes on with steps of his own
        int weightsOf = options.EarlyStopping is null && divergence is null ? state.History.Count : state.BestEpoch;
        if (weightsOf > 0)
        {
            if (weightsOf == state.BestEpoch)
                best.Restore();
            trainer.Update(model);
        }

        StopReason stop = divergence is not null ? StopReason.Diverged : state.History.Count < options.Epochs ? StopReason.EarlyStopping : StopReason.Done;
        return new FitResult([.. state.History], state.BestEpoch, weightsOf, stop, divergence);
    }
}
