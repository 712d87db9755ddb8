using System;
using System.CommandLine;
using System.Globalization;
using EdgeRuntime.Data;

namespace EdgeCli.Options;

/// <summary>How data are made ready to train on: columns, text, missing values, size of features, shares of the parts, balance of the classes.</summary>
internal sealed class DataPrepOptions
{
    private const string None = "none";

    private readonly ColumnOptions columns = new();
    private readonly Option<string> text = new("--text") { Description = "Tables: how columns of text become numbers, a feature a text (onehot) or one number (label).", DefaultValueFactory = _ => None };
    private readonly Option<string> missing = new("--missing") { Description = "Missing numbers: drop their samples, or let the mean or median of the training part stand in.", DefaultValueFactory = _ => None };
    private readonly Option<string?> normalize = new("--normalize") { Description = "Bring features to one size, fitted on the training part and saved in the model: minmax (0 to 1) or standard (mean 0, deviation 1). Where it is left out: none, of sequences standard." };
    private readonly Option<string> balance = new("--balance") { Description = "Classes of different size: repeat samples of the small ones (over) or leave out some of the large ones (under); --class-weights balanced weighs them instead.", DefaultValueFactory = _ => None };
    private readonly Option<double?> validation = new Option<double?>("--val-share") { Description = "The part of the samples to validate with; of mnist it is taken out of the training part. Default: 0.1.", HelpName = "PART" }.BetweenZeroAndOne();
    private readonly Option<double?> test = new Option<double?>("--test-share") { Description = "The part of the samples to keep for #test, where a set has no such part. Default: 0.1.", HelpName = "PART" }.BetweenZeroAndOne();
    private readonly Option<string?> fold = new("--fold") { Description = "Validate on the I-th of K stratified parts of the training data and train on the others: 1/5, 2/5 ... for cross-validation.", HelpName = "I/K" };
    private readonly Option<string?> folds = new("--folds")
    {
        Description = "Cross-validation: train K networks, each validated on another of K stratified parts, and give mean and standard deviation (divisor K - 1) of their figures; group for a network a speaker (or what else a set knows its samples by), validated on that one alone. The models are saved as FILE-1.onnx to FILE-K.onnx.",
        HelpName = "K|group",
    };

    private readonly SoundFeatureOptions sounds = new();

    public DataPrepOptions()
    {
        text.Among(None, "onehot", "label");
        missing.Among(None, "drop", "mean", "median");
        normalize.Among(None, "minmax", "standard");
        balance.Among(None, "over", "under");
    }

    public void AddTo(Verb verb)
    {
        columns.AddTo(verb);
        foreach (Option option in (Option[])[text, missing, normalize, balance, validation, test, fold, folds])
            verb.Options.Add(option);
        sounds.AddTo(verb);
    }

    /// <summary>What readers are to do, on top of the scaling that is there.</summary>
    /// <param name="context">The running verb's.</param>
    /// <param name="options">The scaling.</param>
    /// <param name="spec">The data; features of sequences are brought to one size where nothing is said.</param>
    public DataOptions For(Context context, DataOptions options, string spec)
    {
        if (options.Preparation is { } fitted && (context.Has(text) || context.Has(normalize)))
            throw new UsageException($"{(context.Has(text) ? "--text" : "--normalize")}: the model's notes say how its samples are prepared ({fitted.Describe()}); data for it are prepared in the same way.");
        if (context.Has(text))
            DataSets.RequireTable(spec, text.Name);
        if (context.Has(missing))
            DataSets.RequireNumbers(spec, missing.Name);
        _ = FoldOf(context);
        _ = FoldsOf(context);
        return columns.For(context, options, spec) with
        {
            Text = context.Get(text) switch { "onehot" => ColumnEncoding.OneHot, "label" => ColumnEncoding.Label, _ => ColumnEncoding.Number },
            Missing = context.Get(missing) switch { "drop" => MissingValues.Drop, "mean" => MissingValues.Mean, "median" => MissingValues.Median, _ => MissingValues.Refuse },
            Sound = sounds.For(context, options),
            Scaling = (context.Get(normalize) ?? (DataSets.HasSequences(spec) ? "standard" : None)) switch { "minmax" => FeatureScaling.MinMax, "standard" => FeatureScaling.Standard, _ => FeatureScaling.None },
            ValidationShare = context.Get(validation),
            TestShare = context.Get(test),
        };
    }

    /// <summary>Whether features are brought to one size on the user's word.</summary>
    public bool IsNormalized(Context context) => context.Has(normalize);

    /// <summary>How to divide the data into networks to train, each validated on another part; null for one network.</summary>
    public FoldKind? FoldsOf(Context context)
    {
        if (context.Get(folds) is not { } text)
            return null;
        if (context.Has(fold))
            throw new UsageException("--folds trains on all folds, --fold on one: give one of them.");
        RefuseShares(context, folds);
        if (text is "group" or "speaker")
            return new FoldKind(null);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 2 or > 1000)
            throw new UsageException($"--folds takes 2 to 1000, or group, not '{text}'.");
        return new FoldKind(count);
    }

    /// <summary>Which fold to validate on; null for none.</summary>
    public (int Part, int Count)? FoldOf(Context context)
    {
        if (context.Get(fold) is not { } which)
            return null;
        string[] sides = which.Split('/');
        if (sides.Length != 2 || !int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out int part) || !int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 2 || part < 1 || part > count)
            throw new UsageException($"--fold: '{which}' is not I/K, such as 1/5 for the first of five parts.");
        RefuseShares(context, fold);
        return (part, count);
    }

    /// <summary>What brings the classes of the training part to one size; null for nothing.</summary>
    public Func<Dataset, ulong, Dataset>? BalanceOf(Context context) => context.Get(balance) switch
    {
        "over" => ClassBalance.OverSample,
        "under" => ClassBalance.UnderSample,
        _ => null,
    };

    private void RefuseShares(Context context, Option which)
    {
        if (context.Has(validation) || context.Has(test))
            throw new UsageException($"{which.Name} says which samples to validate with: leave --val-share and --test-share away.");
    }
}
