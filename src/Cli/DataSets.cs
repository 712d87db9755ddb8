using EdgeRuntime;
using EdgeRuntime.Data;

namespace EdgeCli;

/// <summary>Which part of a data set a verb takes where the SPEC names none.</summary>
internal static class DataSets
{
    /// <summary>The part that is kept for it where the set has one of its own (mnist, digits), else all of it.</summary>
    public static Dataset ForEvaluation(string spec, DataOptions options) =>
        Dataset.Open(spec, HasTestPart(spec) ? Split.Test : Split.All, options);

    /// <summary>What is trained on, and what is measured after each epoch: the test part where the set has one, else a tenth held out.</summary>
    public static (Dataset Training, Dataset Validation) ForTraining(string spec, DataOptions options)
    {
        DataSpec parsed = Parse(spec);
        if (parsed.Split is not null)
        {
            Dataset named = Dataset.Open(spec, Split.All, options);
            return named.HoldOut(named.Count / 10, options.Seed);
        }

        return (Dataset.Open(spec, Split.Train, options), Dataset.Open(spec, HasTestPart(spec) ? Split.Test : Split.Validation, options));
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
