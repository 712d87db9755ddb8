using System;
using EdgeRuntime;
using EdgeRuntime.Data;

namespace EdgeCli;

/// <summary>Which part of a data set a verb takes where the SPEC names none.</summary>
internal static class DataSets
{
    /// <summary>The part that is kept for it where the set has one of its own (mnist, digits), else all of it.</summary>
    public static Dataset ForEvaluation(string spec, DataOptions options) =>
        Dataset.Open(spec, HasTestPart(spec) ? Split.Test : Split.All, options);

    /// <summary>
    /// What is trained on, and what is measured after each epoch: the test part where the set has one and no share to validate with is asked
    /// for, else a part held out.
    /// </summary>
    public static (Dataset Training, Dataset Validation) ForTraining(string spec, DataOptions options)
    {
        DataSpec parsed = Parse(spec);
        if (parsed.Split is not null)
        {
            (Dataset training, Dataset held, _) = Dataset.OpenUnprepared(spec, Split.All, options with { ValidationShare = null }).SplitByClass(options.ValidationShare ?? 0.1, 0, options.Seed);
            return Prepare((training, held), options);
        }

        Dataset first = Dataset.Open(spec, Split.Train, options);
        bool takesTest = HasTestPart(spec) && options.ValidationShare is null;
        return (first, Dataset.Open(spec, takesTest ? Split.Test : Split.Validation, options with { Preparation = first.Preparation }));
    }

    /// <summary>The I-th of K stratified parts of the data to validate with, and the others to train on; a test part of the set's own stays out.</summary>
    public static (Dataset Training, Dataset Validation) ForFold(string spec, DataOptions options, (int Part, int Count) fold)
    {
        _ = Parse(spec);
        Dataset all = Dataset.OpenUnprepared(spec, HasTestPart(spec) ? Split.Train : Split.All, options);
        return Prepare(all.Folds(fold.Count, options.Seed)[fold.Part - 1], options);
    }

    /// <summary>Refuses data to train on in which a class has no sample.</summary>
    public static void RequireEveryClass(Dataset training)
    {
        int empty = Array.IndexOf(training.ClassCounts(), 0);
        if (empty >= 0 && training.TargetLength == 0)
            throw new EdgeException(ErrorKind.Data, $"{training.Name}: the class '{training.ClassNames[empty]}' has no sample in the part to train on. Add some, or leave the class out.");
    }

    // Both parts by what is fitted on the first.
    private static (Dataset Training, Dataset Validation) Prepare((Dataset Training, Dataset Validation) raw, DataOptions options)
    {
        Preparation preparation = options.Preparation ?? Preparation.Fit(raw.Training, options);
        return (preparation.Apply(raw.Training), preparation.Apply(raw.Validation));
    }

    private static bool HasTestPart(string spec) => Parse(spec).Kind is "mnist" or "digits";

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
