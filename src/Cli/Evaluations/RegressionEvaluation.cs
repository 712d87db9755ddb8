using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using EdgeCli.Report;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Metrics;

namespace EdgeCli.Evaluations;

/// <summary>A model of numbers, measured against the targets of its data.</summary>
internal sealed class RegressionEvaluation : Evaluation
{
    private const int MostOutputs = 50;

    private readonly RegressionMetrics metrics;
    private readonly List<(float Truth, float Prediction)>[] pairs; // of each output
    private readonly int count;
    private readonly string[] names;

    private RegressionEvaluation(RegressionMetrics metrics, List<(float Truth, float Prediction)>[] pairs, int count, string[] names) =>
        (this.metrics, this.pairs, this.count, this.names) = (metrics, pairs, count, names);

    public override IReadOnlyList<(string Name, double Value)> Figures => RegressionFigures.Of(metrics.All);

    public override string Line => RegressionFigures.Line(metrics.All, count);

    public static RegressionEvaluation Run(SampleBatches batches, Dataset data)
    {
        if (batches.OutputLength != data.TargetLength)
            throw new EdgeException(ErrorKind.Data, $"The model gives {batches.OutputLength} numbers for a sample, {data.Name} has {data.TargetLength} targets: name as many columns (--targets), or give the model a new head (finetune --classes {data.TargetLength}).");
        RegressionMetrics metrics = new(data.TargetLength);
        List<(float Truth, float Prediction)>[] pairs = new List<(float Truth, float Prediction)>[data.TargetLength];
        for (int i = 0; i < pairs.Length; i++)
            pairs[i] = [];
        float[] target = new float[data.TargetLength];
        batches.Run(data, (index, output) =>
        {
            data.CopyTarget(index, target);
            metrics.Add(output, target);
            for (int i = 0; i < target.Length; i++)
                pairs[i].Add((target[i], output[i]));
        });
        string[] names = new string[data.TargetLength];
        for (int i = 0; i < names.Length; i++)
            names[i] = i < data.TargetNames.Count ? data.TargetNames[i] : names.Length == 1 ? "target" : $"target {i.ToString(CultureInfo.InvariantCulture)}";
        return new RegressionEvaluation(metrics, pairs, data.Count, names);
    }

    public override void Print(Context context)
    {
        context.Print(Line);
        for (int i = 0; i < names.Length && names.Length is > 1 and <= MostOutputs; i++)
            context.Print($"  {names[i]}: {RegressionFigures.Line(metrics.Of(i), count)}");
    }

    public override void WriteTo(Utf8JsonWriter json)
    {
        json.WriteNumber("count", count);
        RegressionFigures.Write(json, metrics.All);
        json.WriteStartArray("per_output");
        for (int i = 0; i < names.Length; i++)
        {
            json.WriteStartObject();
            json.WriteString("name", names[i]);
            RegressionFigures.Write(json, metrics.Of(i));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public override void AddTo(ReportPage page, Action? between = null)
    {
        page.AddTiles(RegressionFigures.Tiles(metrics.All, count));
        between?.Invoke();
        page.AddSection("Predictions", ScatterChart.Draw(names, pairs));
        if (names.Length > 1)
            page.AddSection("Targets", RegressionFigures.Table(names, metrics));
    }
}
