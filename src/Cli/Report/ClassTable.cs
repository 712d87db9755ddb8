using System.Collections.Generic;
using EdgeRuntime.Data.Metrics;

namespace EdgeCli.Report;

/// <summary>Precision, recall, F1 and AUC of each class and their averages.</summary>
internal static class ClassTable
{
    private const string Format = "0.0000";

    public static Markup Draw(ClassMetrics metrics, IReadOnlyList<ClassScore> scores, IReadOnlyList<string> names)
    {
        Markup table = new Markup().Add($"<div class=\"scroll\"><table class=\"rows\"><thead><tr><th>class</th><th>samples</th><th>precision</th><th>recall</th><th>F1</th><th>AUC</th></tr></thead>\n<tbody>\n");
        foreach (ClassScore score in scores)
            AddRow(table, names[score.Label], score.Count, new AverageScore(score.Precision, score.Recall, score.F1, score.Auc));
        table.Add($"</tbody>\n<tfoot>\n");
        foreach (Averaging averaging in (Averaging[])[Averaging.Macro, Averaging.Weighted, Averaging.Micro])
            AddRow(table, $"{averaging.ToString().ToLowerInvariant()} average", metrics.Count, metrics.Average(averaging));
        return table.Add($"</tfoot></table></div>\n");
    }

    private static void AddRow(Markup table, string name, int count, AverageScore score) => table.Add(
        $"<tr><th title=\"{name}\">{name}</th><td>{count}</td><td>{TensorJson.Show(score.Precision, Format)}</td><td>{TensorJson.Show(score.Recall, Format)}</td><td>{TensorJson.Show(score.F1, Format)}</td><td>{TensorJson.Show(score.Auc, Format)}</td></tr>\n");
}
