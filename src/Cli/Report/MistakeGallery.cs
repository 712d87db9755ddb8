using System;
using System.Collections.Generic;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Metrics;

namespace EdgeCli.Report;

/// <summary>The samples that a classifier was most sure of and wrong, to look at.</summary>
internal static class MistakeGallery
{
    private const int Most = 24;

    /// <summary>The pictures; null where there is no mistake.</summary>
    /// <param name="metrics">What was measured on <paramref name="data"/>, in its order.</param>
    /// <param name="names">Of the classes.</param>
    /// <param name="data">The samples.</param>
    public static Markup? Draw(ClassMetrics metrics, IReadOnlyList<string> names, Dataset data)
    {
        IReadOnlyList<Mistake> mistakes = metrics.WorstMistakes(Most);
        if (mistakes.Count == 0)
            return null;
        Markup gallery = new Markup().Add($"<div class=\"mistakes\">\n");
        float[] sample = new float[data.SampleLength];
        foreach (Mistake mistake in mistakes)
        {
            data.CopySample(mistake.Sample, sample);
            string description = $"sample {mistake.Sample}";
            Markup picture = data.IsSequence
                ? SamplePicture.DrawSequence(sample.AsSpan(0, data.Length(mistake.Sample) * data.SampleShape[1]), data.SampleShape[1], description)
                : SamplePicture.Draw(sample, data.SampleShape, description);
            gallery.Add($"<figure>{picture}<figcaption>said <b>{names[mistake.Predicted]}</b> ({100 * mistake.Probability:0.0}&#160;%)<br>")
                .Add($"is <b>{names[mistake.Label]}</b> ({100 * mistake.LabelProbability:0.0}&#160;%)<br><span class=\"soft\">sample {mistake.Sample}</span></figcaption></figure>\n");
        }

        return gallery.Add($"</div>\n");
    }
}
