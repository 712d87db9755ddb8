using System.Collections.Generic;
using System.Text.Json;
using EdgeCli.Report;
using EdgeRuntime.Data.Metrics;

namespace EdgeCli;

/// <summary>A classifier's results as text and JSON.</summary>
internal sealed class EvalReport
{
    private const int TopCount = 5;

    private readonly ClassMetrics metrics;
    private readonly ClassScore[] scores;
    private readonly string[] names;
    private readonly AverageScore macro;
    private readonly AverageScore weighted;

    public EvalReport(ClassMetrics metrics, IReadOnlyList<string> classNames)
    {
        this.metrics = metrics;
        scores = new ClassScore[metrics.Classes];
        names = ClassifierReport.NamesOf(classNames, metrics.Classes);
        for (int i = 0; i < scores.Length; i++)
            scores[i] = metrics.Of(i);

        (macro, weighted) = (metrics.Average(Averaging.Macro), metrics.Average(Averaging.Weighted));
    }

    public void Print(Context context)
    {
        context.Print($"accuracy {100 * metrics.Accuracy:0.00} %, loss {TensorJson.Show(metrics.Loss, "0.#####")}, AUC {TensorJson.Show(macro.Auc, "0.#####")} on {metrics.Count} samples");
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

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteNumber("accuracy", metrics.Accuracy);
        json.WriteFinite("loss", metrics.Loss);
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

    private static void PrintRow(Context context, string name, int count, AverageScore score) => context.Print(
        $"{name,-16} {count,5} {TensorJson.Show(score.Precision),9} {TensorJson.Show(score.Recall),6} {TensorJson.Show(score.F1),6} {TensorJson.Show(score.Auc),6}");
}
