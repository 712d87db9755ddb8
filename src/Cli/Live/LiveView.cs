using System;
using System.Collections.Generic;
using System.Globalization;
using EdgeRuntime;
using EdgeRuntime.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeCli.Live;

/// <summary>The picture of a training: epochs as rows, the loss as curves, the progress as a bar.</summary>
internal sealed class LiveView
{
    private const int PlotRows = 8, WidestPlot = 64, LabelWidth = 7;
    private const int OtherLines = PlotRows + 7; // plot, its axis and legend, the table's head and frame, the bar, a free line
    private const int LegendLetters = 40; // what stands left of the last epoch under the plot
    private const int BarWidth = 24;

    private static readonly Style Quiet = new(Color.Grey);
    private static readonly Style TrainingColour = new(Color.DarkOrange);
    private static readonly Style ValidationColour = new(Color.DodgerBlue1);

    private readonly List<EpochResult> epochs = [];
    private readonly LossCurves curves = new();
    private FitProgress progress;
    private int best;

    public void Add(FitProgress step)
    {
        progress = step;
        curves.AddStep(step.Epoch - 1 + ((double)step.Step / step.Steps), step.Loss);
    }

    public void Add(EpochResult result)
    {
        epochs.Add(result);
        if (best == 0 || result.WatchedLoss < epochs[best - 1].WatchedLoss)
            best = epochs.Count;
        curves.AddValidation(result.Epoch, result.ValidationLoss ?? double.NaN);
    }

    /// <summary>While it runs: the last epochs that fit on the screen.</summary>
    public IRenderable Running(int width, int height, StepClock clock)
    {
        Table table = Head();
        int rows = Math.Max(2, height - OtherLines), first = Math.Max(0, epochs.Count - rows + 1);
        for (int i = first; i < epochs.Count; i++)
            AddRow(table, i);
        if (progress.Step > 0 && (epochs.Count == 0 || epochs[^1].Epoch < progress.Epoch))
            table.AddRow(Cell(Number(progress.Epoch), Quiet), Cell(Loss(progress.MeanLoss), Quiet), Cell("", Quiet), Cell("", Quiet), Cell("", Quiet), Cell("", Quiet));
        return new Rows([table, .. Plot(width), Bar(clock)]);
    }

    /// <summary>At the end: all epochs and the curves.</summary>
    public IRenderable Whole(int width)
    {
        if (epochs.Count == 0)
            return new Text("");
        Table table = Head();
        for (int i = 0; i < epochs.Count; i++)
            AddRow(table, i);
        return new Rows([table, .. Plot(width)]);
    }

    private static Table Head()
    {
        Table table = new() { Border = TableBorder.Simple, BorderStyle = Quiet };
        foreach (string name in (string[])["epoch", "loss", "accuracy", "val loss", "val acc", "time"])
            table.AddColumn(new TableColumn(new Text(name, Quiet)).RightAligned().NoWrap());
        return table;
    }

    private void AddRow(Table table, int index)
    {
        EpochResult e = epochs[index];
        Style style = index == best - 1 ? new Style(decoration: Decoration.Bold) : Style.Plain;
        table.AddRow(
            Cell(Number(e.Epoch), style),
            Cell(Loss(e.Loss), style),
            Cell(Percent(e.Accuracy), style),
            Cell(Loss(e.ValidationLoss ?? double.NaN) + (index == best - 1 ? " *" : "  "), style),
            Cell(Percent(e.ValidationAccuracy ?? double.NaN), style),
            Cell(e.Seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s", style));
    }

    private List<IRenderable> Plot(int width)
    {
        int columns = Math.Min(WidestPlot, width - LabelWidth - 2);
        if (columns < 10 || curves.Draw(columns, PlotRows, Math.Max(1, progress.Epochs)) is not { } drawn)
            return [];
        List<IRenderable> lines = [];
        for (int row = 0; row < PlotRows; row++)
        {
            Paragraph line = new();
            string label = row == 0 ? Short(drawn.Loss.Marks[^1]) : row == PlotRows - 1 ? Short(drawn.Loss.Marks[0]) : "";
            line.Append(label.PadLeft(LabelWidth) + (row is 0 or PlotRows - 1 ? "\u2524" : "\u2502"), Quiet);
            for (int column = 0; column < columns; column++)
                line.Append(drawn.Plot.Letter(row, column).ToString(), drawn.Plot.Owner(row, column) == LossCurves.Validation ? ValidationColour : TrainingColour);
            lines.Add(line);
        }

        string end = $"epoch {Number(Math.Max(1, progress.Epochs))}";
        int free = columns - LegendLetters - end.Length;
        Paragraph legend = new Paragraph()
            .Append(new string(' ', LabelWidth) + "0  ", Quiet).Append("training", TrainingColour).Append(" and ", Quiet).Append("validation", ValidationColour)
            .Append(" loss; * lowest" + (free > 0 ? new string(' ', free) + end : ""), Quiet);
        lines.Add(legend);
        return lines;
    }

    private Paragraph Bar(StepClock clock)
    {
        double part = progress.Steps == 0 ? 0 : (double)progress.Step / progress.Steps;
        int full = (int)(part * BarWidth);
        string left = clock.Left is { } time ? $", {(time.TotalHours >= 1 ? time.ToString("h\\:mm\\:ss", CultureInfo.InvariantCulture) : time.ToString("m\\:ss", CultureInfo.InvariantCulture))} left" : "";
        return new Paragraph()
            .Append($"epoch {Number(progress.Epoch)}/{Number(progress.Epochs)} ", Style.Plain)
            .Append(new string('\u2501', full), TrainingColour)
            .Append(new string('\u2501', BarWidth - full), Quiet)
            .Append(string.Create(CultureInfo.InvariantCulture, $" {progress.Step}/{progress.Steps}  {clock.StepsPerSecond:0} steps/s{left}"), Style.Plain);
    }

    private static Text Cell(string text, Style style) => new(text, style);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Loss(double loss) => TensorJson.Show(loss, loss is 0 or (>= 0.001 and < 100_000) ? "0.00000" : "0.00e-0");

    private static string Short(double loss) => TensorJson.Show(loss, loss is 0 or (>= 0.001 and < 100_000) ? "G3" : "0.0e-0");

    private static string Percent(double share) => double.IsFinite(share) ? TensorJson.Show(100 * share, "0.00") + " %" : "-";
}
