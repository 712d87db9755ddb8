using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Data;

namespace EdgeCli;

/// <summary>Which part of a data set a verb takes where the SPEC names none.</summary>
internal static class DataSets
{
    /// <summary>The part that is kept for it where the set has one of its own, else all of it.</summary>
    public static Dataset ForEvaluation(string spec, DataOptions options) =>
        Dataset.Open(spec, Parse(spec).HasPart(Split.Test) ? Split.Test : Split.All, options);

    /// <summary>
    /// What is trained on and what is measured after each epoch: of mnist and what is drawn the test part where no share to validate with is asked
    /// for; of others their validation part, else their test part, else a part held out.
    /// </summary>
    /// <param name="spec">The SPEC.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="chooses">Whether the run chooses by what it measures: then it measures on samples of their own, and the test part is for the end.</param>
    public static TrainingParts ForTraining(string spec, DataOptions options, bool chooses = false)
    {
        DataSpec parsed = Parse(spec);
        bool hasTest = parsed.HasPart(Split.Test), hasParts = parsed.HasPart(Split.Train), lacksValidation = hasParts && !parsed.HasPart(Split.Validation);
        bool takesTest = !chooses && options.ValidationShare is null && hasTest && (lacksValidation || parsed.IsDrawn);
        TrainingParts parts;
        if (parsed.Split is not null || (lacksValidation && !takesTest))
        {
            parts = Prepare(HoldOut(Dataset.OpenUnprepared(spec, Split.Train, options with { ValidationShare = null }), options), options);
        }
        else
        {
            Dataset first = Dataset.Open(spec, Split.Train, options);
            parts = new TrainingParts(first, Dataset.Open(spec, takesTest ? Split.Test : Split.Validation, options with { Preparation = first.Preparation }));
        }

        return chooses && parsed.Split is null && (hasTest || !hasParts)
            ? parts with { Test = Dataset.Open(spec, Split.Test, options with { Preparation = parts.Training.Preparation }) }
            : parts;
    }

    /// <summary>The I-th of K stratified parts of the data to validate with, and the others to train on; a test part of the set's own stays out.</summary>
    public static TrainingParts ForFold(string spec, DataOptions options, (int Part, int Count) fold, bool chooses = false) =>
        Prepare(Choosing(Folds(spec, options, fold.Count)[fold.Part - 1], options, chooses), options);

    /// <summary>All folds. Where the run chooses by what it measures, it does so on samples held out of the fold's training part, and the fold is for the end.</summary>
    /// <param name="spec">The SPEC.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="kind">How many stratified parts, or a fold a group, which is measured on and not trained on.</param>
    /// <param name="chooses">Whether the run chooses by what it measures.</param>
    public static IReadOnlyList<TrainingParts> ForFolds(string spec, DataOptions options, FoldKind kind, bool chooses) =>
        Folds(spec, options, kind.Count).ConvertAll(fold => Prepare(Choosing(fold, options, chooses), options));

    /// <summary>Whether samples are sequences, as far as the SPEC says.</summary>
    public static bool HasSequences(string spec) => Parse(spec).IsSequence;

    /// <summary>Refuses data to train on in which a class has no sample.</summary>
    public static void RequireEveryClass(Dataset training)
    {
        int empty = Array.IndexOf(training.ClassCounts(), 0);
        if (empty >= 0 && training.TargetLength == 0)
            throw new EdgeException(ErrorKind.Data, $"{training.Name}: the class '{training.ClassNames[empty]}' has no sample in the part to train on. Add some, or take the class out: of a folder, of labels.txt, or with a new head for the classes that there are (finetune --classes N).");
    }

    private static List<TrainingParts> Folds(string spec, DataOptions options, int? count)
    {
        Dataset all = Dataset.OpenUnprepared(spec, Parse(spec).HasPart(Split.Train) ? Split.Train : Split.All, options);
        List<TrainingParts> folds = [];
        if (count is null)
        {
            foreach ((Dataset training, Dataset validation) in all.GroupFolds())
                folds.Add(new TrainingParts(training, validation) { Group = validation.Group(0) });
            return folds;
        }

        foreach ((Dataset training, Dataset validation) in all.Folds(count.Value, options.Seed))
            folds.Add(new TrainingParts(training, validation));
        return folds;
    }

    private static TrainingParts Choosing(TrainingParts fold, DataOptions options, bool chooses) =>
        chooses ? HoldOut(fold.Training, options) with { Test = fold.Validation, Group = fold.Group } : fold;

    private static TrainingParts HoldOut(Dataset all, DataOptions options)
    {
        (Dataset training, Dataset held, _) = all.SplitByClass(options.ValidationShare ?? StratifiedSplit.UsualShare, 0, options.Seed);
        return new TrainingParts(training, held);
    }

    // All parts by what is fitted on the first.
    private static TrainingParts Prepare(TrainingParts raw, DataOptions options)
    {
        Preparation preparation = options.Preparation ?? Preparation.Fit(raw.Training, options);
        return raw with { Training = preparation.Apply(raw.Training), Validation = preparation.Apply(raw.Validation), Test = raw.Test is null ? null : preparation.Apply(raw.Test) };
    }

    /// <summary>The file or folder that a SPEC names; null where the data are built in.</summary>
    public static string? PlaceOf(string spec)
    {
        string place = Parse(spec).Path;
        return place.Length > 0 ? place : null;
    }

    /// <summary>Refuses an option of tables where the data are none.</summary>
    public static void RequireTable(string spec, string option)
    {
        DataSpec parsed = Parse(spec);
        if (parsed.Kind != "csv")
            throw new UsageException($"{option} belongs to tables (csv:FILE); {parsed} has no columns: leave it away.");
    }

    /// <summary>Refuses an option about missing numbers where the data are pictures, which miss none.</summary>
    public static void RequireNumbers(string spec, string option)
    {
        DataSpec parsed = Parse(spec);
        if (parsed.Kind is "mnist" or "images" or "digits")
            throw new UsageException($"{option} belongs to numbers (csv:FILE, npy:DIR and sequences); the pictures of {parsed} miss none: leave it away.");
    }

    private static DataSpec Parse(string spec)
    {
        try
        {
            return DataSpec.Parse(spec);
        }
        catch (EdgeException e)
        {
            throw new UsageException($"--data: {e.Message}");
        }
    }
}
