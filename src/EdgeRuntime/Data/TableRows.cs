using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Data;

/// <summary>What is done to the rows of every set that is read whole: dropping incomplete ones, and taking the part that is asked for.</summary>
internal static class TableRows
{
    /// <summary>Refuses infinities, and missing numbers (NaN) where nothing is told to do with them; gives the rows that stay.</summary>
    /// <param name="values">The samples, each <paramref name="length"/> long.</param>
    /// <param name="length">Numbers of one sample.</param>
    /// <param name="what">The set and file, for messages.</param>
    /// <param name="options">What to do with missing numbers.</param>
    /// <returns>The places of the rows that stay; null for all.</returns>
    public static int[]? Kept(ReadOnlySpan<float> values, int length, string what, DataOptions options)
    {
        int infinite = values.IndexOfAny(float.PositiveInfinity, float.NegativeInfinity);
        if (infinite >= 0)
            Throw.Data($"{what}: number {infinite % length} of sample {infinite / length} is {values[infinite].ToString(CultureInfo.InvariantCulture)}, not a finite number.");
        List<int> kept = [];
        for (int row = 0; row < values.Length / length; row++)
        {
            int missing = FirstNaN(values.Slice(row * length, length));
            if (missing >= 0 && !options.FillsMissing && options.Missing != MissingValues.Drop)
                Throw.Data($"{what}: number {missing} of sample {row} is missing (NaN). Drop such samples (--missing drop) or fill them (--missing mean, --missing median).");
            if (missing < 0 || options.Missing != MissingValues.Drop)
                kept.Add(row);
        }
        if (kept.Count == 0)
            Throw.Data($"{what}: every sample misses a number, so that none is left.");
        return kept.Count * (long)length == values.Length ? null : [.. kept];
    }

    /// <summary>The part of a set without parts of its own that the SPEC names.</summary>
    public static Dataset Part(DataSpec spec, Dataset all, DataOptions options)
    {
        if (spec.Split is Split.All or null)
            return all;
        int[] chosen = StratifiedSplit.Indices(all.Strata(), all.StrataCount, spec.Split.Value, options.Seed, options.ValidationShare ?? StratifiedSplit.UsualShare, options.TestShare ?? StratifiedSplit.UsualShare);
        if (chosen.Length == 0)
            Throw.Data($"Data '{spec}': the classes are too small to split, or the part's share is 0. Add samples of each class, or give the part a larger share (--val-share, --test-share).");
        return new DatasetPart(all, chosen);
    }

    private static int FirstNaN(ReadOnlySpan<float> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            if (float.IsNaN(row[i]))
                return i;
        }
        return -1;
    }
}
