using System;
using System.Collections.Generic;
using System.Text.Json;
using EdgeCli.Report;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Metrics;

namespace EdgeCli.Evaluations;

/// <summary>A model that gives its input back, such as an autoencoder, measured by how far it is off.</summary>
internal sealed class ReconstructionEvaluation : Evaluation
{
    private const int MostPictures = 12;

    private readonly RegressionMetrics metrics;
    private readonly double[] errors; // of each sample
    private readonly List<Reconstruction> worst;

    private ReconstructionEvaluation(RegressionMetrics metrics, double[] errors, List<Reconstruction> worst) =>
        (this.metrics, this.errors, this.worst) = (metrics, errors, worst);

    public override IReadOnlyList<(string Name, double Value)> Figures => RegressionFigures.Of(metrics.All);

    public override string Line => RegressionFigures.Line(metrics.All, errors.Length);

    public static ReconstructionEvaluation Run(SampleBatches batches, Dataset data)
    {
        RegressionMetrics metrics = new();
        double[] errors = new double[data.Count];
        float[] sample = new float[data.SampleLength];
        batches.Run(data, (index, output) =>
        {
            data.CopySample(index, sample);
            metrics.Add(output, sample);
            for (int i = 0; i < sample.Length; i++)
                errors[index] += (double)(output[i] - sample[i]) * (output[i] - sample[i]) / sample.Length;
        });
        int[] order = new int[data.Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (a, b) => (errors[b], a).CompareTo((errors[a], b)));
        int[] chosen = order[..Math.Min(MostPictures, order.Length)];
        List<Reconstruction> worst = [];
        DatasetPart part = new(data, chosen);
        batches.Run(part, (index, output) =>
        {
            part.CopySample(index, sample);
            worst.Add(new Reconstruction(chosen[index], errors[chosen[index]], [.. sample], output.ToArray(), data.SampleShape));
        });
        return new ReconstructionEvaluation(metrics, errors, worst);
    }

    public override void Print(Context context) => context.Print(Line);

    public override void WriteTo(Utf8JsonWriter json)
    {
        json.WriteNumber("count", errors.Length);
        RegressionFigures.Write(json, metrics.All);
    }

    public override void AddTo(ReportPage page, Action? between = null)
    {
        page.AddTiles(RegressionFigures.Tiles(metrics.All, errors.Length));
        between?.Invoke();
        page.AddSection("Errors", ErrorHistogram.Draw(errors));
        page.AddSection("Worst reconstructions", ReconstructionGallery.Draw(worst));
    }
}
