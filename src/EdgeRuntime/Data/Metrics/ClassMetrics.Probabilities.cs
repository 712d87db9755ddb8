using System;
using System.Collections.Generic;

namespace EdgeRuntime.Data.Metrics;

/// <content>How far the probabilities can be trusted.</content>
internal sealed partial class ClassMetrics
{
    /// <summary>The bins that calibration is usually told in.</summary>
    public const int UsualBins = 15;

    /// <summary>The Brier score: the mean over samples of <c>sum over classes (p - [class is the label])^2</c>, 0 to 2 (Brier 1950).</summary>
    public double BrierScore
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Count * Classes; i++)
            {
                double away = probabilities[i] - (labels[i / Classes] == i % Classes ? 1.0 : 0.0);
                sum += away * away;
            }

            return sum / Count;
        }
    }

    /// <summary>
    /// The expected calibration error over <see cref="UsualBins"/> bins: the mean over samples of
    /// <c>|accuracy - confidence|</c> of their bin (Guo et al., "On calibration of modern neural networks", 2017).
    /// </summary>
    public double CalibrationError
    {
        get
        {
            double sum = 0;
            foreach (CalibrationBin bin in Calibration())
                sum += bin.Count == 0 ? 0 : bin.Count * Math.Abs(bin.Accuracy - bin.Confidence);
            return sum / Count;
        }
    }

    /// <summary>How often the model is right where it claims to be sure, in bins of equal width.</summary>
    /// <param name="bins">How many.</param>
    public CalibrationBin[] Calibration(int bins = UsualBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        int[] counts = new int[bins], right = new int[bins];
        double[] confidences = new double[bins];
        for (int i = 0; i < Count; i++)
        {
            double confidence = probabilities[(i * Classes) + predictions[i]];
            int bin = Math.Clamp((int)Math.Ceiling(confidence * bins) - 1, 0, bins - 1);
            counts[bin]++;
            right[bin] += predictions[i] == labels[i] ? 1 : 0;
            confidences[bin] += confidence;
        }

        CalibrationBin[] result = new CalibrationBin[bins];
        for (int i = 0; i < bins; i++)
            result[i] = new CalibrationBin((double)i / bins, (i + 1.0) / bins, counts[i], confidences[i] / counts[i], (double)right[i] / counts[i]);
        return result;
    }

    /// <summary>The samples that the model was most sure of and wrong.</summary>
    /// <param name="count">The most to give.</param>
    /// <returns>The surest first; of equals, the first added.</returns>
    public IReadOnlyList<Mistake> WorstMistakes(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        List<Mistake> mistakes = [];
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<float> row = probabilities.AsSpan(i * Classes, Classes);
            if (predictions[i] != labels[i])
                mistakes.Add(new Mistake(i, labels[i], predictions[i], row[predictions[i]], row[labels[i]]));
        }

        mistakes.Sort((a, b) => (b.Probability, a.Sample).CompareTo((a.Probability, b.Sample)));
        return mistakes.GetRange(0, Math.Min(count, mistakes.Count));
    }
}
