using System;
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
    /// What is trained on, and what is measured after each epoch: of mnist and digits the test part where no share to validate with is asked
    /// for; of others their validation part, else their test part, else a part held out.
    /// </summary>
    public static (Dataset Training, Dataset Validation) ForTraining(string spec, DataOptions options)
    {
        DataSpec parsed = Parse(spec);
        bool lacksValidation = parsed.HasPart(Split.Train) && !parsed.HasPart(Split.Validation);
        bool takesTest = options.ValidationShare is null && parsed.HasPart(Split.Test) && (lacksValidation || parsed.Kind == "digits");
        if (parsed.Split is not null || (lacksValidation && !takesTest && parsed.Kind != "mnist"))
        {
            (Dataset training, Dataset held, _) = Dataset.OpenUnprepared(spec, Split.Train, options with { ValidationShare = null }).SplitByClass(options.ValidationShare ?? 0.1, 0, options.Seed);
            return Prepare((training, held), options);
        }

        Dataset first = Dataset.Open(spec, Split.Train, options);
        return (first, Dataset.Open(spec, takesTest ? Split.Test : Split.Validation, options with { Preparation = first.Preparation }));
    }

    /// <summary>The I-th of K stratified parts of the data to validate with, and the others to train on; a test part of the set's own stays out.</summary>
    public static (Dataset Training, Dataset Validation) ForFold(string spec, DataOptions options, (int Part, int Count) fold)
    {
        Dataset all = Dataset.OpenUnprepared(spec, Parse(spec).HasPart(Split.Train) ? Split.Train : Split.All, options);
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
