using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Data.Sequences;

/// <summary>Gathers sequences of any length; refuses empty ones, numbers that are not finite and more bytes than the options allow.</summary>
/// <param name="spec">What is read.</param>
/// <param name="features">Numbers of a step.</param>
/// <param name="options">Scaling, missing numbers, limits and known classes.</param>
internal sealed class SequenceBuilder(DataSpec spec, int features, DataOptions options)
{
    private readonly List<int> _starts = [0];
    private readonly List<string> _labels = [];
    private readonly List<string?> _groups = [];
    private readonly List<float> _targets = [];
    private float[] _values = [];
    private int _used;
    private int _longest; // numbers of the longest sequence
    private string _longestName = "";

    /// <summary>Sequences so far.</summary>
    public int Count => _starts.Count - 1;

    /// <summary>Bytes of all their numbers.</summary>
    public long Bytes => _used * (long)sizeof(float);

    /// <summary>Adds a sequence with its class.</summary>
    /// <param name="steps">Its numbers, step after step.</param>
    /// <param name="label">The name of its class.</param>
    /// <param name="group">Whom or what it comes from; null for nobody knows.</param>
    /// <param name="what">What messages call it.</param>
    public void Add(ReadOnlySpan<float> steps, string label, string? group, string what)
    {
        if (!Keep(steps, what))
            return;
        _labels.Add(label);
        _groups.Add(group);
    }

    /// <summary>Adds a sequence with the number that is to be predicted.</summary>
    public void Add(ReadOnlySpan<float> steps, float target, string what)
    {
        if (Keep(steps, what))
            _targets.Add(target);
    }

    /// <summary>The set.</summary>
    /// <param name="declared">The classes in the order of the file; null to take those of the samples, sorted.</param>
    /// <param name="source">How sounds became features.</param>
    /// <param name="note">What a person should know.</param>
    public SequenceDataset Build(IReadOnlyList<string>? declared = null, Preparation? source = null, string? note = null)
    {
        if (Count == 0)
            Throw.Data($"Data '{spec}': there is no sample{(options.Missing == MissingValues.Drop ? " in which nothing is missing" : "")}.");
        if (_targets.Count > 0)
            return new SequenceDataset(spec.ToString(), features, _values, [.. _starts]) { Targets = [.. _targets], Source = source, Note = note };
        IReadOnlyList<string> names = options.ClassNames.Count > 0 ? options.ClassNames : declared ?? CsvClasses.Sorted($"Data '{spec}'", _labels);
        List<int> all = [];
        for (int i = 0; i < Count; i++)
            all.Add(i);
        return new SequenceDataset(spec.ToString(), features, _values, [.. _starts])
        {
            Classes = names,
            Labels = CsvClasses.Places($"Data '{spec}'", [.. _labels], names, all),
            Groups = _groups.Exists(group => group is not null) ? [.. _groups] : [],
            Source = source,
            Note = note,
        };
    }

    private bool Keep(ReadOnlySpan<float> steps, string what)
    {
        if (steps.Length == 0)
            Throw.Data($"{what} is a sequence of length 0: leave it out.");
        if (steps.Length % features != 0)
            Throw.Data($"{what} has {steps.Length} numbers, which are no whole steps of {features}.");
        int infinite = steps.IndexOfAny(float.PositiveInfinity, float.NegativeInfinity);
        if (infinite >= 0)
            Throw.Data($"{what}: feature {infinite % features} of step {infinite / features} is {steps[infinite].ToString(CultureInfo.InvariantCulture)}, not a finite number.");
        int missing = FirstNaN(steps);
        if (missing >= 0 && options.Missing == MissingValues.Drop)
            return false;
        if (missing >= 0 && !options.FillsMissing)
            Throw.Data($"{what}: feature {missing % features} of step {missing / features} is missing (NaN). Drop such samples (--missing drop) or fill them (--missing mean, --missing median).");
        Append(steps, what);
        _starts.Add(_used / features);
        return true;
    }

    // A batch pads to the longest, and a set may become one batch: what counts is the padded size.
    private void Append(ReadOnlySpan<float> steps, string what)
    {
        if (steps.Length > _longest)
            (_longest, _longestName) = (steps.Length, what);
        long most = Math.Min(options.MaxBytes / sizeof(float), Array.MaxLength), wanted = (long)_used + steps.Length, padded = (Count + 1L) * _longest;
        if (padded > most)
            Throw.Memory($"Data '{spec}': {Count + 1} samples, padded to the longest, {_longestName} of {_longest / features} steps of {features}, need {padded * sizeof(float)} bytes, more than the limit of {options.MaxBytes} bytes. Take fewer or shorter ones.");
        if (wanted > _values.Length)
            Array.Resize(ref _values, (int)Math.Min(most, Math.Max(wanted, _values.Length * 3L / 2)));
        for (int i = 0; i < steps.Length; i++)
            _values[_used + i] = (steps[i] - options.Mean) / options.Deviation;
        _used += steps.Length;
    }

    private static int FirstNaN(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
                return i;
        }
        return -1;
    }
}
