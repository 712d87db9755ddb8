using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using EdgeCli.Report;
using EdgeRuntime.Data.Metrics;

namespace EdgeCli.Evaluations;

/// <summary>MAE, RMSE and R2 in the forms that they are shown in.</summary>
internal static class RegressionFigures
{
    private const string Digits = "G6";

    public static string Line(RegressionScore score, int samples) =>
        $"{samples} samples: MSE {TensorJson.Show(score.MeanSquaredError, Digits)}, MAE {TensorJson.Show(score.MeanAbsoluteError, Digits)}, RMSE {TensorJson.Show(score.RootMeanSquaredError, Digits)}, R2 {TensorJson.Show(score.R2)}";

    public static (string Name, double Value)[] Of(RegressionScore score) =>
        [("loss", score.MeanSquaredError), ("mae", score.MeanAbsoluteError), ("rmse", score.RootMeanSquaredError), ("r2", score.R2)];

    public static void Write(Utf8JsonWriter json, RegressionScore score)
    {
        foreach ((string name, double value) in Of(score))
            json.WriteFinite(name, value);
    }

    public static IEnumerable<(string Name, string Value)> Tiles(RegressionScore score, int samples)
    {
        yield return ("mean absolute error", TensorJson.Show(score.MeanAbsoluteError, "G4"));
        yield return ("root mean square error", TensorJson.Show(score.RootMeanSquaredError, "G4"));
        yield return ("R2", TensorJson.Show(score.R2));
        yield return ("samples", samples.ToString(CultureInfo.InvariantCulture));
    }

    public static Markup Table(IReadOnlyList<string> names, RegressionMetrics metrics)
    {
        Markup table = new Markup().Add($"<div class=\"scroll\"><table class=\"rows\"><thead><tr><th>target</th><th>MAE</th><th>RMSE</th><th>R2</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < names.Count; i++)
        {
            RegressionScore score = metrics.Of(i);
            table.Add($"<tr><th title=\"{names[i]}\">{names[i]}</th><td>{TensorJson.Show(score.MeanAbsoluteError, Digits)}</td><td>{TensorJson.Show(score.RootMeanSquaredError, Digits)}</td><td>{TensorJson.Show(score.R2)}</td></tr>\n");
        }

        return table.Add($"</tbody></table></div>\n");
    }
}
