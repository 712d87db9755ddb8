using System;
using System.Collections.Generic;
using EdgeRuntime.Data.Metrics;

namespace EdgeCli.Report;

/// <summary>What was taken for what: a table coloured by shares, and the most frequent mistakes as a list.</summary>
internal static class ConfusionTable
{
    private const int MostClasses = 30;
    private const int MostPairs = 10;
    private const double DeepFrom = 0.72; // below it white on the colour, over a white page, has too little contrast

    public static Markup Draw(ClassMetrics metrics, IReadOnlyList<string> names)
    {
        Markup part = new();
        if (metrics.Classes <= MostClasses)
        {
            part.Add($"<p class=\"note\">A row is what the samples were, a column what the model said. Colour is the share of the row; for mistakes it grows with its root, so that rare ones are seen.</p>\n");
            AddTable(part, metrics, names);
        }

        AddPairs(part, metrics, names);
        return part;
    }

    private static void AddTable(Markup part, ClassMetrics metrics, IReadOnlyList<string> names)
    {
        bool areShort = true;
        for (int i = 0; i < metrics.Classes; i++)
            areShort &= names[i].Length <= 3;
        part.Add($"<div class=\"scroll\"><table class=\"confusion\"><thead><tr><th></th>");
        for (int i = 0; i < metrics.Classes; i++)
            part.Add(areShort ? new Markup().Add($"<th>{names[i]}</th>") : new Markup().Add($"<th><div class=\"tall\">{names[i]}</div></th>"));
        part.Add($"</tr></thead>\n<tbody>\n");
        for (int label = 0; label < metrics.Classes; label++)
        {
            int there = 0;
            for (int predicted = 0; predicted < metrics.Classes; predicted++)
                there += metrics.Confusion(label, predicted);
            part.Add($"<tr><th title=\"{names[label]}\">{names[label]}</th>");
            for (int predicted = 0; predicted < metrics.Classes; predicted++)
                AddCell(part, metrics.Confusion(label, predicted), there, label == predicted, $"{names[label]} taken for {names[predicted]}");
            part.Add($"</tr>\n");
        }

        part.Add($"</tbody></table></div>\n");
    }

    private static void AddCell(Markup part, int count, int there, bool isRight, string hint)
    {
        if (count == 0)
        {
            part.Add($"<td class=\"none\">·</td>");
            return;
        }

        double share = (double)count / there;
        double shade = isRight ? share : Math.Sqrt(share);
        part.Add($"<td class=\"{(isRight ? "hit" : "miss")}{(shade > DeepFrom ? " deep" : "")}\" style=\"--share:{shade:0.###}\" title=\"{hint}: {100 * share:0.0} %\">{count}</td>");
    }

    private static void AddPairs(Markup part, ClassMetrics metrics, IReadOnlyList<string> names)
    {
        List<(int Count, int Label, int Predicted)> pairs = [];
        for (int label = 0; label < metrics.Classes; label++)
        {
            for (int predicted = 0; predicted < metrics.Classes; predicted++)
            {
                if (label != predicted && metrics.Confusion(label, predicted) is > 0 and int count)
                    pairs.Add((count, label, predicted));
            }
        }

        if (pairs.Count == 0)
        {
            part.Add($"<p>There are no mistakes.</p>\n");
            return;
        }

        pairs.Sort((a, b) => (b.Count, a.Label, a.Predicted).CompareTo((a.Count, b.Label, b.Predicted)));
        part.Add($"<p style=\"margin-top:14px\">Most frequent mistakes (was \u2192 said): ");
        for (int i = 0; i < Math.Min(MostPairs, pairs.Count); i++)
            part.Add($"{(i == 0 ? "" : ", ")}{names[pairs[i].Label]} \u2192 {names[pairs[i].Predicted]} ({pairs[i].Count})");
        part.Add($".</p>\n");
    }
}
