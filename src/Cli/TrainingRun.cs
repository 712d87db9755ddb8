using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Text.Json;
using EdgeCli.Live;
using EdgeCli.Options;
using EdgeCli.Report;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;

namespace EdgeCli;

/// <summary>
/// What <c>train</c> and <c>finetune</c> share: their options, and the run itself with what it prints. A verb calls, in this order,
/// <see cref="Check"/> before any file is read, <see cref="Open"/>, <see cref="OptionsOf"/> and <see cref="Run"/>.
/// </summary>
internal sealed class TrainingRun
{
    private readonly Option<string> data = new("--data")
    {
        Description = "mnist:DIR, images:DIR, csv:FILE, npy:DIR or digits. Trains on the training part and measures on the test part (of images, csv and npy: 80 % and another 10 %).",
        Required = true,
        HelpName = "SPEC",
    };

    private readonly Option<string> target = new("--out") { Description = "The trained model.", Required = true, HelpName = "FILE.onnx" };
    private readonly Option<int> batch = new("--batch") { Description = "Samples of one step.", DefaultValueFactory = _ => 32 };
    private readonly Option<ulong> seed = new("--seed") { Description = "First weights and order of samples; the same seed gives the same bits on every machine.", DefaultValueFactory = _ => 1 };
    private readonly MemoryOptions memory = new();
    private readonly Option<int?> limit = new("--limit") { Description = "Only the first N samples of each part." };
    private readonly LossOptions loss = new();
    private readonly OptimizerOptions optimizer = new();
    private readonly RunOptions length = new();
    private readonly ReportOptions report = new("Write a page about the training: curves, confusion, ROC, worst mistakes, memory, settings. Light and dark, in one file.");
    private readonly DataPrepOptions preparing = new();
    private readonly AugmentationOptions augmentation = new();
    private readonly DisplayOptions display = new();

    public void AddTo(Verb verb)
    {
        foreach (Option option in (Option[])[data, target, batch])
            verb.Options.Add(option);
        length.AddTo(verb);
        loss.AddTo(verb);
        optimizer.AddTo(verb);
        preparing.AddTo(verb);
        augmentation.AddTo(verb);
        memory.AddTo(verb);
        foreach (Option option in (Option[])[seed, limit])
            verb.Options.Add(option);
        report.AddTo(verb);
        display.AddTo(verb);
    }

    public ulong Seed(Context context) => context.Get(seed);

    /// <summary>Refuses what could not end well, before any data is read.</summary>
    public void Check(Context context)
    {
        if (context.Get(batch) < 1 || context.Get(limit) is < 1)
            throw new UsageException("--batch and --limit take 1 or more.");
        _ = length.For(context);
        _ = augmentation.For(context);
        _ = preparing.For(context, new DataOptions());
        loss.Check(context);
        _ = OptionsOf(context, new CrossEntropy());
        OutputPath.CheckFile("--out", context.Get(target));
        report.Check(context);
    }

    /// <summary>What is trained on and what is measured after each epoch.</summary>
    public (Dataset Training, Dataset Validation) Open(Context context, DataOptions scaling)
    {
        (string spec, DataOptions wanted) = (context.Get(data)!, preparing.For(context, scaling));
        (Dataset training, Dataset validation) = preparing.FoldOf(context) is { } fold ? DataSets.ForFold(spec, wanted, fold) : DataSets.ForTraining(spec, wanted);
        DataSets.RequireEveryClass(training);
        training = preparing.BalanceOf(context)?.Invoke(training, wanted.Seed) ?? training;
        return context.Get(limit) is { } count ? (training.Take(count), validation.Take(count)) : (training, validation);
    }

    /// <summary>What is made small: as the options say, else what is natural for the network.</summary>
    public Loss LossOf(Context context, Loss natural, Dataset training) => loss.For(context, natural, training);

    /// <summary>How to train, as the options say.</summary>
    public TrainerOptions OptionsOf(Context context, Loss loss) => optimizer.Apply(context, new()
    {
        Loss = loss,
        Batch = context.Get(batch),
        Seed = context.Get(seed),
        Threads = context.Threads,
        Isa = context.Isa,
        MemoryBudgetBytes = memory.For(context),
    });

    /// <summary>Trains, saves and prints.</summary>
    /// <param name="context">The running verb's.</param>
    /// <param name="name">What the network is called in messages.</param>
    /// <param name="model">What is trained; it is saved with notes of how its samples are scaled.</param>
    /// <param name="options">As <see cref="OptionsOf"/> gives them, or changed by the verb.</param>
    /// <param name="scaling">How the samples were scaled.</param>
    /// <param name="training">What is trained on.</param>
    /// <param name="validation">What is measured after each epoch.</param>
    /// <param name="keepsLayers">Whether a budget may not freeze layers.</param>
    /// <returns>The exit status.</returns>
    public int Run(Context context, string name, Model model, TrainerOptions options, DataOptions scaling, Dataset training, Dataset validation, bool keepsLayers = true)
    {
        if (training.Count < options.Batch)
        {
            context.Log($"{training.Name} has {training.Count} samples: a batch of {training.Count} instead of {options.Batch}.");
            options = options with { Batch = training.Count };
        }

        TrainerOptions wanted = options = options with { SampleShape = ModelInput.SampleShape(model, training) };
        if (training.Remark is { } remark)
            context.Log($"{training.Name}: {remark}");
        options = memory.Fit(context, model, options, keepsBatch: context.Has(batch), keepsLayers);
        using Trainer trainer = new(model, options);
        memory.Tell(context, wanted, trainer);
        context.Log($"{name} on {training.Count} samples of {training.Name}: {trainer.ArenaBytes} bytes of memory for weights, gradients and activations.");
        FitOptions fitting = length.For(context) with { Augmentation = augmentation.For(context) };
        TrainingDisplay shown = display.For(context, fitting.Epochs);
        Fit fit = new(model, trainer, training, validation, fitting)
        {
            AfterStep = shown.AfterStep,
            AfterEpoch = shown.AfterEpoch,
            Notice = shown.Note,
        };
        FitResult run = shown.Show(fit.Run);
        InputNotes.Write(model.Metadata, scaling, options.Loss.Classifies ? training.ClassNames : [], training.Preparation);
        if (run.WeightsOf > 0)
            model.Save(context.Get(target)!);
        if (run.WeightsOf > 0 && report.IsAsked(context))
            report.Write(context, TrainingPage.Make(context, name, model, trainer, run, training, validation));
        if (run.Divergence is { } divergence)
            throw new EdgeException(ErrorKind.Data, $"{divergence} {(run.WeightsOf > 0 ? $"The weights of epoch {run.WeightsOf}, the best, are saved as {context.Get(target)}." : "Nothing is saved.")}");
        Comment(context, run, RunAdvice.Of(run, Guessing.Loss(options.Loss, training, trainer.Classes), trainer.StepCount / options.Accumulate, options.Optimizer.LearningRate));
        uint checksum = ModelWeights.Checksum(model);
        context.Print($"saved as {context.Get(target)}, weights crc32 {checksum}");
        context.PrintJson(json =>
        {
            WriteEpochs(json, run.Epochs);
            json.WriteNumber("best_epoch", run.BestEpoch);
            json.WriteNumber("weights_of_epoch", run.WeightsOf);
            json.WriteNumber("arena_bytes", trainer.ArenaBytes);
            json.WriteString("out", context.Get(target));
            json.WriteNumber("weights_crc32", checksum);
        });
        return CommandLine.Done;
    }

    private static void Comment(Context context, FitResult run, string? advice)
    {
        if (run.Stop == StopReason.EarlyStopping)
            context.Log($"Stopped early: no lower loss since epoch {run.BestEpoch}.");
        if (run.WeightsOf != run.Epochs.Count)
            context.Log($"The model has the weights of epoch {run.WeightsOf}, the best.");
        if (advice is not null)
        {
            string kept = run.WeightsOf != run.BestEpoch ? $" Epoch {run.BestEpoch} was the best; --early-stopping keeps its weights." : "";
            context.Log($"Warning: {advice}{kept}");
        }
    }

    private static void WriteEpochs(Utf8JsonWriter json, IReadOnlyList<EpochResult> results)
    {
        json.WriteStartArray("epochs");
        foreach (EpochResult result in results)
        {
            json.WriteStartObject();
            json.WriteFinite("loss", result.Loss);
            json.WriteFinite("accuracy", result.Accuracy);
            json.WriteFinite("val_loss", result.ValidationLoss ?? double.NaN);
            json.WriteFinite("val_accuracy", result.ValidationAccuracy ?? double.NaN);
            json.WriteNumber("learning_rate", result.LearningRate);
            json.WriteNumber("seconds", result.Seconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
