using System;
using System.Collections.Generic;
using System.CommandLine;
using EdgeCli.Evaluations;
using EdgeCli.Live;
using EdgeCli.Options;
using EdgeCli.Report;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;

namespace EdgeCli;

/// <summary>
/// What <c>train</c> and <c>finetune</c> share: their options, and the run itself with what it prints. A verb calls
/// <see cref="Check"/> before any file is read, then <see cref="Run"/>.
/// </summary>
internal sealed class TrainingRun
{
    private readonly Option<string> data = new("--data")
    {
        Description = "mnist:DIR, images:DIR, csv:FILE, npy:DIR, wav:PATH, ts:FILE, wand:PATH, digits, tones or gestures. Trains on the training part and measures on the test part (of sets without one: 80 % and another 10 %).",
        Required = true,
        HelpName = "SPEC",
    };

    private readonly Option<string> target = new("--out") { Description = "The trained model.", Required = true, HelpName = "FILE.onnx" };
    private readonly Option<int?> batch = new Option<int?>("--batch") { Description = "Samples of one step; 32 where it is left out, 8 of networks of sequences.", HelpName = "N" }.FromOne();
    private readonly Option<ulong> seed = new("--seed") { Description = "First weights and order of samples; the same seed gives the same bits on every machine.", DefaultValueFactory = _ => 1, HelpName = "S" };
    private readonly MemoryOptions memory = new();
    private readonly Option<int?> limit = new Option<int?>("--limit") { Description = "Only the first N samples of each part.", HelpName = "N" }.FromOne();
    private readonly LossOptions loss = new();
    private readonly TargetOptions targets = new();
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
        targets.AddTo(verb);
        optimizer.AddTo(verb);
        preparing.AddTo(verb);
        augmentation.AddTo(verb);
        memory.AddTo(verb);
        foreach (Option option in (Option[])[seed, limit])
            verb.Options.Add(option);
        report.AddTo(verb);
        display.AddTo(verb);
    }

    /// <summary>What is done where no option says otherwise; to be set before <see cref="Check"/>.</summary>
    public TrainingHabits Habits { get; set; } = TrainingHabits.Usual;

    public ulong Seed(Context context) => context.Get(seed);

    /// <summary>Samples of one step.</summary>
    public int Batch(Context context) => context.Get(batch) ?? Habits.Batch;

    /// <summary>Whether several networks are trained, each on other parts of the data.</summary>
    public bool IsCrossValidation(Context context) => preparing.FoldsOf(context) is not null;

    /// <summary>Refuses what could not end well, before any data is read.</summary>
    public void Check(Context context)
    {
        _ = length.For(context, Habits);
        _ = augmentation.For(context);
        _ = preparing.For(context, new DataOptions(), context.Get(data)!);
        loss.Check(context);
        _ = OptionsOf(context, new CrossEntropy());
        OutputPath.CheckFile("--out", context.Get(target));
        report.Check(context);
        OutputPath.CheckApart("--html", report.PathOf(context), "--out", context.Get(target));
        string? place = DataSets.PlaceOf(context.Get(data)!);
        OutputPath.CheckApart("--out", context.Get(target), "--data", place);
        OutputPath.CheckApart("--html", report.PathOf(context), "--data", place);
    }

    /// <summary>Refuses results that would take the place of the file that the verb trains.</summary>
    /// <param name="context">The running verb's.</param>
    /// <param name="argument">What the verb calls that file.</param>
    /// <param name="file">The file.</param>
    /// <param name="mayReplace">Whether the trained model may take its place.</param>
    public void CheckApart(Context context, string argument, string file, bool mayReplace)
    {
        OutputPath.CheckApart("--html", report.PathOf(context), argument, file);
        if (!mayReplace)
            OutputPath.CheckApart("--out", context.Get(target), argument, file);
    }

    /// <summary>Trains, saves and prints.</summary>
    /// <param name="context">The running verb's.</param>
    /// <param name="network">What is trained.</param>
    /// <param name="scaling">How its samples are scaled; notes of it are saved with the model.</param>
    /// <returns>The exit status.</returns>
    public int Run(Context context, Trainee network, DataOptions scaling)
    {
        (string spec, DataOptions wanted) = (context.Get(data)!, preparing.For(context, scaling, context.Get(data)!));
        TrainingPaths paths = new(context.Get(target)!, report.PathOf(context));
        if (preparing.FoldsOf(context) is { } kind)
        {
            IReadOnlyList<TrainingParts> folds = DataSets.ForFolds(spec, wanted, kind, length.ChoosesByLoss(context));
            CrossValidation validation = new(context, folds, (one, fold) => Train(context, network, scaling, Limited(context, one), paths.OfFold(fold)));
            validation.Print(context);
            validation.PrintJson(context);
            return CommandLine.Done;
        }

        TrainingParts parts = preparing.FoldOf(context) is { } one ? DataSets.ForFold(spec, wanted, one, length.ChoosesByLoss(context)) : DataSets.ForTraining(spec, wanted, length.ChoosesByLoss(context));
        if (parts.Test is null && length.ChoosesByLoss(context))
            context.Log($"The run chooses by the samples that its figures are of, so that these are too good: {spec} has no other part for the end{(spec.Contains('#', StringComparison.Ordinal) ? "; leave # and what is behind it away" : "")}.");
        TrainingOutcome outcome = Train(context, network, scaling, Limited(context, parts), paths);
        outcome.Print(context);
        context.PrintJson(outcome.WriteTo);
        return CommandLine.Done;
    }

    private TrainerOptions OptionsOf(Context context, Loss made) => optimizer.Apply(context, new()
    {
        Loss = made,
        Batch = Batch(context),
        Seed = context.Get(seed),
        Threads = context.Threads,
        Isa = context.Isa,
        MemoryBudgetBytes = memory.For(context),
    }, Habits);

    // Classes in balance, and no more samples than are wanted.
    private TrainingParts Limited(Context context, TrainingParts parts)
    {
        DataSets.RequireEveryClass(parts.Training);
        Dataset balanced = preparing.BalanceOf(context)?.Invoke(parts.Training, context.Get(seed)) ?? parts.Training;
        return context.Get(limit) is { } count
            ? parts with { Training = balanced.Take(count), Validation = parts.Validation.Take(count), Test = parts.Test?.Take(count) }
            : parts with { Training = balanced };
    }

    private TrainingOutcome Train(Context context, Trainee network, DataOptions scaling, TrainingParts parts, TrainingPaths paths)
    {
        Model model = network.Make(parts.Training);
        TrainerOptions wanted = network.Adjust(OptionsOf(context, loss.For(context, model, parts.Training)));
        if (parts.Training.Count < wanted.Batch)
        {
            context.Log($"{parts.Training.Name} has {parts.Training.Count} samples: a batch of {parts.Training.Count} instead of {wanted.Batch}.");
            wanted = wanted with { Batch = parts.Training.Count };
        }

        wanted = wanted with { SampleShape = ModelInput.SampleShape(model, parts.Training) };
        if (parts.Training.Remark is { } remark)
            context.Log($"{parts.Training.Name}: {remark}");
        if (wanted.Loss.Classifies && parts.Training.ClassNames.Count == 1)
            context.Log($"Warning: {parts.Training.Name} has one class, '{parts.Training.ClassNames[0]}': there is nothing to tell apart; add samples of another.");
        augmentation.Check(context, parts.Training);
        TargetScaling? units = targets.Take(context, model, network, wanted.Loss, parts.Training);
        TrainerOptions options = memory.Fit(context, model, wanted, keepsBatch: context.Has(batch), network);
        using Trainer trainer = new(model, options);
        memory.Tell(context, wanted, trainer);
        context.Log($"{network.Name} on {parts.Training.Count} samples of {parts.Training.Name}: {trainer.ArenaBytes} bytes of memory for weights, gradients and activations.");
        network.Tell(parts.Training);
        parts.Tell(context);
        if (units is not null)
            context.Log($"It learns {units}: losses are in these units, figures at the end in those of the data.");
        FitOptions fitting = length.For(context, Habits);
        fitting = fitting with { Augmentation = augmentation.For(context), Checkpoints = paths.Of(fitting.Checkpoints) };
        TrainingDisplay shown = display.For(context, fitting.Epochs);
        Dataset learnt = units?.Apply(parts.Training) ?? parts.Training;
        Fit fit = new(model, trainer, learnt, units?.Apply(parts.Validation) ?? parts.Validation, fitting)
        {
            AfterStep = shown.AfterStep,
            AfterEpoch = shown.AfterEpoch,
            Notice = shown.Note,
        };
        FitResult run = shown.Show(fit.Run);
        if (units is not null)
            model.AddTargetUnits(units);
        InputNotes.Write(model.Metadata, scaling, options.Loss.Classifies ? parts.Training.ClassNames : [], parts.Training.Preparation);
        Evaluation? measured = null;
        if (run.WeightsOf > 0)
        {
            model.Save(paths.Model);
            measured = NeedsFigures(context, parts) ? Evaluation.Of(model, parts.Final, context.SessionOptions) : null;
            if (paths.Page is { } page)
                ReportOptions.Write(context, TrainingPage.Make(context, network.Name, trainer, run, parts, measured!), page);
        }

        if (run.Divergence is { } divergence)
            throw Diverged(context, divergence, run, parts.Training, paths.Model);
        TrainingOutcome outcome = new(run, trainer.ArenaBytes, paths.Model, ModelWeights.Checksum(model), parts, measured);
        outcome.Comment(context, RunAdvice.Of(run, Guessing.Loss(options.Loss, learnt, trainer.Classes), trainer.StepCount / options.Accumulate, options.Optimizer.LearningRate));
        return outcome;
    }

    private bool NeedsFigures(Context context, TrainingParts parts) =>
        report.PathOf(context) is not null || IsCrossValidation(context) || parts.Test is not null || parts.Training.TargetLength > 0;

    private EdgeException Diverged(Context context, Divergence divergence, FitResult run, Dataset training, string saved)
    {
        string cause = training.TargetLength > 0 && targets.IsRefused(context) ? " The targets are learnt as they are: leave --target-scaling none away." : "";
        if (training.SampleShape.Count == 1 && training.Preparation is not { Divisors.Count: > 0 } && !preparing.IsNormalized(context))
            cause += " The features are taken as they are: bring them to one size with --normalize standard.";
        string kept = run.WeightsOf > 0 ? $"The weights of epoch {run.WeightsOf}, the best, are saved as {saved}." : "Nothing is saved.";
        return new EdgeException(ErrorKind.Data, $"{divergence}{cause} {kept}");
    }
}
