using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using EdgeCli.Report;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Metrics;

namespace EdgeCli.Evaluations;

/// <summary>A classifier, measured against the labels of its data.</summary>
internal sealed class ClassifierEvaluation : Evaluation
{
    private const int TopCount = 5;

    private readonly ClassMetrics metrics;
    private readonly Dataset data;
    private readonly ClassScore[] scores;
    private readonly string[] names;
    private readonly AverageScore macro;
    private readonly AverageScore weighted;

    private ClassifierEvaluation(ClassMetrics metrics, Dataset data)
    {
        (this.metrics, this.data) = (metrics, data);
        scores = new ClassScore[metrics.Classes];
        names = new string[metrics.Classes];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = metrics.Of(i);
            names[i] = i < data.ClassNames.Count ? data.ClassNames[i] : i.ToString(CultureInfo.InvariantCulture);
        }

        (macro, weighted) = (metrics.Average(Averaging.Macro), metrics.Average(Averaging.Weighted));
    }

    public override IReadOnlyList<(string Name, double Value)> Figures => [("accuracy", metrics.Accuracy), ("loss", metrics.Loss)];

    public override string Line => $"accuracy {100 * metrics.Accuracy:0.00} %, loss {TensorJson.ShowLoss(metrics.Loss)}, AUC {TensorJson.Show(macro.Auc, "0.#####")} on {metrics.Count} samples";

    public static ClassifierEvaluation Run(SampleBatches batches, Dataset data)
    {
        int classes = batches.OutputLength == 1 && data.ClassNames.Count == 2 ? 2 : batches.OutputLength; // one number: how much it is class 1
        if (classes < Math.Max(2, data.ClassNames.Count))
            throw new EdgeException(ErrorKind.Data, $"The model tells {classes} classes apart, {data.Name} has {data.ClassNames.Count}.");
        ClassMetrics metrics = new(classes, data.Count);
        bool areProbabilities = batches.AreProbabilities;
        batches.Run(data, (index, output) => metrics.Add(data.Label(index), output, areProbabilities));
        return new ClassifierEvaluation(metrics, data);
    }

    public override void Print(Context context)
    {
        context.Print(Line);
        string top = metrics.Classes > TopCount ? $"top-{TopCount} accuracy {100 * metrics.TopAccuracy(TopCount):0.00} %, " : "";
        context.Print($"{top}calibration error {TensorJson.Show(metrics.CalibrationError)}, Brier score {TensorJson.Show(metrics.BrierScore)}");
        context.Print("class            count precision recall     F1    AUC");
        foreach (ClassScore score in scores)
            PrintRow(context, names[score.Label], score.Count, new AverageScore(score.Precision, score.Recall, score.F1, score.Auc));
        PrintRow(context, "macro average", metrics.Count, macro);
        PrintRow(context, "weighted average", metrics.Count, weighted);
        if (metrics.NotANumberCount > 0)
            context.Log($"Warning: the model's output is not a number for {metrics.NotANumberCount} of {metrics.Count} samples; they count as wrong.");
    }

    public override void WriteTo(Utf8JsonWriter json)
    {
        foreach ((string name, double value) in Figures)
            json.WriteFinite(name, value);
        json.WriteNumber("count", metrics.Count);
        json.WriteFinite("auc", macro.Auc);
        json.WriteNumber("top5_accuracy", metrics.TopAccuracy(TopCount));
        json.WriteFinite("macro_f1", macro.F1);
        json.WriteFinite("weighted_f1", weighted.F1);
        json.WriteFinite("weighted_auc", weighted.Auc);
        json.WriteFinite("ece", metrics.CalibrationError);
        json.WriteFinite("brier", metrics.BrierScore);
        json.WriteFinite("log_loss", metrics.Loss);
        json.WriteStartArray("per_class");
        foreach (ClassScore score in scores)
        {
            json.WriteStartObject();
            json.WriteString("label", names[score.Label]);
            json.WriteNumber("count", score.Count);
            json.WriteFinite("precision", score.Precision);
            json.WriteFinite("recall", score.Recall);
            json.WriteFinite("f1", score.F1);
            json.WriteFinite("auc", score.Auc);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("confusion");
        for (int label = 0; label < metrics.Classes; label++)
        {
            json.WriteStartArray();
            for (int predicted = 0; predicted < metrics.Classes; predicted++)
                json.WriteNumberValue(metrics.Confusion(label, predicted));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    public override void AddTo(ReportPage page, Action? between = null)
    {
        page.AddTiles(
        [
            ("accuracy", $"{TensorJson.Show(100 * metrics.Accuracy, "0.00")} %"),
            ("log loss", TensorJson.Show(metrics.Loss)),
            ("macro F1", TensorJson.Show(macro.F1)),
            ("mean AUC", TensorJson.Show(macro.Auc)),
            ("calibration error", TensorJson.Show(metrics.CalibrationError)),
            ("samples", metrics.Count.ToString(CultureInfo.InvariantCulture)),
        ]);
        between?.Invoke();
        page.AddSection("Confusion", ConfusionTable.Draw(metrics, names));
        page.AddSection("Classes", ClassTable.Draw(metrics, scores, names));
        page.AddSection("ROC", RocChart.Draw(names, scores, metrics.Roc, macro.Auc));
        page.AddSection("Calibration", CalibrationChart.Draw(metrics));
        if (MistakeGallery.Draw(metrics, names, data) is { } gallery)
            page.AddSection("Worst mistakes", new Markup().Add($"<p class=\"note\">The wrong answers that the model was surest of.</p>\n"), gallery);
    }

    private static void PrintRow(Context context, string name, int count, AverageScore score) => context.Print(
        $"{name,-16} {count,5} {TensorJson.Show(score.Precision),9} {TensorJson.Show(score.Recall),6} {TensorJson.Show(score.F1),6} {TensorJson.Show(score.Auc),6}");
}
