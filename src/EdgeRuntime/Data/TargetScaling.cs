using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Data;

/// <summary>
/// How the targets of a regression are brought to mean 0 and deviation 1 while a network learns: <c>(target - Means[i]) / Deviations[i]</c>. Fitted
/// on the part to train on alone. The network then speaks in deviations; <see cref="Training.FineTuning.AddTargetUnits"/> puts the way back into it.
/// </summary>
public sealed class TargetScaling
{
    internal TargetScaling(float[] means, float[] deviations) => (Means, Deviations) = (means, deviations);

    /// <summary>What is subtracted from each target, in its own unit.</summary>
    public IReadOnlyList<float> Means { get; }

    /// <summary>What the difference is divided by, in the target's own unit: its deviation (divisor n); 1 for a target that never varies.</summary>
    public IReadOnlyList<float> Deviations { get; }

    /// <summary>Finds mean and deviation of each target.</summary>
    /// <param name="training">The part to train on and nothing else.</param>
    /// <exception cref="EdgeException">Kind Data: the set has classes, not targets, or no samples.</exception>
    public static TargetScaling Fit(Dataset training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.TargetLength == 0 || training.Count == 0)
            Throw.Data($"Data '{training.Name}' has {(training.Count == 0 ? "no samples" : "classes, not targets")}: there is nothing to scale.");
        double[] means = new double[training.TargetLength], squares = new double[means.Length];
        ForEach(training, (i, value) => means[i] += (double)value / training.Count);
        ForEach(training, (i, value) => squares[i] += (value - means[i]) * (value - means[i]));
        float[] deviations = Array.ConvertAll(squares, sum => (float)Math.Sqrt(sum / training.Count));

        // Means of equal numbers are off by a rounding, which must not be blown up to a deviation.
        for (int i = 0; i < deviations.Length; i++)
            deviations[i] = deviations[i] > Math.Abs(means[i]) * 1e-9 && float.IsFinite(deviations[i]) ? deviations[i] : 1f;
        return new TargetScaling(Array.ConvertAll(means, mean => (float)mean), deviations);
    }

    /// <summary>A view of a set whose targets are scaled.</summary>
    /// <param name="raw">Targets in their own units.</param>
    /// <exception cref="EdgeException">Kind Data: it has another number of targets than this was fitted on.</exception>
    public Dataset Apply(Dataset raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        if (raw.TargetLength != Means.Count)
            Throw.Data($"Data '{raw.Name}' has {raw.TargetLength} targets; their scaling was fitted on {Means.Count}: fit one on data like these.");
        return new ScaledTargets(raw, this);
    }

    /// <summary>Scales the targets of one sample in place; allocates nothing.</summary>
    /// <param name="targets">In their own units.</param>
    public void Apply(Span<float> targets)
    {
        for (int i = 0; i < Means.Count; i++)
            targets[i] = (targets[i] - Means[i]) / Deviations[i];
    }

    /// <summary>Means and deviations in a few words.</summary>
    /// <returns>For example <c>(target - 181250) / 77214.5</c>; of several targets the first.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"(target - {Means[0]:G6}) / {Deviations[0]:G6}{(Means.Count > 1 ? " and so on" : "")}");

    private static void ForEach(Dataset set, Action<int, float> take)
    {
        float[] targets = new float[set.TargetLength];
        for (int i = 0; i < set.Count; i++)
        {
            set.CopyTarget(i, targets);
            for (int t = 0; t < targets.Length; t++)
                take(t, targets[t]);
        }
    }
}
