using System.Collections.Generic;
using System.Globalization;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Metrics;

namespace EdgeCli.Report;

/// <summary>The chapters of a page that tell how a classifier did on a data set.</summary>
internal sealed class ClassifierReport
{
    private readonly ClassMetrics metrics;
    private readonly Dataset data;
    private readonly ClassScore[] scores;
    private readonly string[] names;

    public ClassifierReport(ClassMetrics metrics, Dataset data)
    {
        (this.metrics, this.data) = (metrics, data);
        scores = new ClassScore[metrics.Classes];
        names = NamesOf(data.ClassNames, metrics.Classes);
        for (int i = 0; i < scores.Length; i++)
            scores[i] = metrics.Of(i);
    }

    /// <summary>The names of all classes of a model, numbers where the data have none.</summary>
    public static string[] NamesOf(IReadOnlyList<string> known, int classes)
    {
        string[] names = new string[classes];
        for (int i = 0; i < classes; i++)
            names[i] = i < known.Count ? known[i] : i.ToString(CultureInfo.InvariantCulture);
        return names;
    }

    public IEnumerable<(string Name, string Value)> Tiles()
    {
        AverageScore macro = metrics.Average(Averaging.Macro);
        yield return ("accuracy", $"{TensorJson.Show(100 * metrics.Accuracy, "0.00")} %");
        yield return ("log loss", TensorJson.Show(metrics.Loss));
        yield return ("macro F1", TensorJson.Show(macro.F1));
        yield return ("mean AUC", TensorJson.Show(macro.Auc));
        yield return ("calibration error", TensorJson.Show(metrics.CalibrationError));
        yield return ("samples", metrics.Count.ToString(CultureInfo.InvariantCulture));
    }

    public void AddTo(ReportPage page)
    {
        page.AddSection("Confusion", ConfusionTable.Draw(metrics, names));
        page.AddSection("Classes", ClassTable.Draw(metrics, scores, names));
        page.AddSection("ROC", RocChart.Draw(names, scores, metrics.Roc, metrics.Average(Averaging.Macro).Auc));
        page.AddSection("Calibration", CalibrationChart.Draw(metrics));
        if (MistakeGallery.Draw(metrics, names, data) is { } gallery)
            page.AddSection("Worst mistakes", new Markup().Add($"<p class=\"note\">The wrong answers that the model was surest of.</p>\n"), gallery);
    }
}
