using System;
using System.CommandLine;
using EdgeRuntime.Data;

namespace EdgeCli.Options;

/// <summary>What the columns of a table are.</summary>
internal sealed class ColumnOptions
{
    private readonly Option<string?> label = new("--class-column") { Description = "Tables: the column of the class, a name of the heading or a number from 1. Default: the last.", HelpName = "COLUMN" };
    private readonly Option<string?> targets = new("--targets") { Description = "Tables: the columns of numbers to predict (regression), with commas between them.", HelpName = "COLUMN,..." };
    private readonly Option<string?> ignored = new("--ignore") { Description = "Tables: columns to leave out.", HelpName = "COLUMN,..." };

    public void AddTo(Verb verb)
    {
        foreach (Option option in (Option[])[label, targets, ignored])
            verb.Options.Add(option);
    }

    /// <summary>What readers are to do with columns; refuses columns of data that are no table.</summary>
    public DataOptions For(Context context, DataOptions options, string spec)
    {
        if (context.Has(label) && context.Has(targets))
            throw new UsageException("--class-column and --targets: a network tells classes apart or predicts numbers, not both.");
        DataOptions read = options with
        {
            ClassColumn = context.Get(label),
            TargetColumns = Names(context, targets),
            IgnoredColumns = Names(context, ignored),
        };
        Check(context, spec);
        return read;
    }

    private void Check(Context context, string spec)
    {
        foreach (Option option in (Option[])[label, targets, ignored])
        {
            if (context.Has(option))
                DataSets.RequireTable(spec, option.Name);
        }
    }

    private static string[] Names(Context context, Option<string?> option)
    {
        if (context.Get(option) is not { } text)
            return [];
        string[] names = text.Split(',', StringSplitOptions.TrimEntries);
        if (Array.Exists(names, name => name.Length == 0))
            throw new UsageException($"{option.Name}: '{text}' holds an empty name; give names or numbers with commas between them.");
        return names;
    }
}
