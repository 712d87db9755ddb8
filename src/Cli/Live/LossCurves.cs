using System;
using System.Collections.Generic;
using EdgeCli.Report;

namespace EdgeCli.Live;

/// <summary>The loss of a running training as curves: of the steps, smoothed, and of the validation after each epoch.</summary>
internal sealed class LossCurves
{
    public const int Training = 1, Validation = 2;

    private const int MostPoints = 512;
    private const double Memory = 0.97; // about the last 30 steps
    private const double LogarithmicFrom = 50;

    private readonly List<(double Epoch, double Loss)> training = [];
    private readonly List<(double Epoch, double Loss)> validation = [];
    private double sum;
    private double weight;
    private long every = 1;
    private long steps;

    /// <summary>Adds the loss of a step.</summary>
    /// <param name="epoch">How many epochs are done, with parts.</param>
    /// <param name="loss">Of the batch; what is not finite is left out.</param>
    public void AddStep(double epoch, double loss)
    {
        if (!double.IsFinite(loss))
            return;
        (sum, weight) = ((Memory * sum) + loss, (Memory * weight) + 1);
        if (steps++ % every != 0)
            return;
        training.Add((epoch, sum / weight));
        if (training.Count < MostPoints)
            return;
        // Every second point goes, and half as many come from now on: the curve stays even and short, however long the run.
        for (int i = 0; i < training.Count / 2; i++)
            training[i] = training[2 * i];
        training.RemoveRange(training.Count / 2, training.Count - (training.Count / 2));
        every *= 2;
    }

    public void AddValidation(double epoch, double loss)
    {
        if (double.IsFinite(loss))
            validation.Add((epoch, loss));
    }

    /// <summary>Draws both curves; null before there is a point.</summary>
    /// <param name="columns">Letters from left to right.</param>
    /// <param name="rows">Lines.</param>
    /// <param name="epochs">The right end.</param>
    public (BraillePlot Plot, Axis Loss)? Draw(int columns, int rows, int epochs)
    {
        (double least, double most) = (double.MaxValue, double.MinValue);
        foreach (List<(double Epoch, double Loss)> curve in (List<(double Epoch, double Loss)>[])[training, validation])
        {
            foreach ((_, double loss) in curve)
                (least, most) = (Math.Min(least, loss), Math.Max(most, loss));
        }

        if (least > most)
            return null;
        BraillePlot plot = new(columns, rows);
        Axis y = Axis.Between(least, most, least > 0 && most / least >= LogarithmicFrom, plot.Height - 1, 0);
        Axis x = Axis.Over([0, epochs], 0, plot.Width - 1);
        Draw(plot, training, Training, x, y);
        Draw(plot, validation, Validation, x, y);
        return (plot, y);
    }

    /// <summary>Joins one point for each column of dots: the mean of the points that fall there, so that noise makes no band.</summary>
    private static void Draw(BraillePlot plot, List<(double Epoch, double Loss)> points, int curve, Axis x, Axis y)
    {
        (int X, int Y)? last = null;
        for (int i = 0; i < points.Count;)
        {
            int column = (int)Math.Round(x.Place(points[i].Epoch)), first = i;
            double height = 0;
            for (; i < points.Count && (int)Math.Round(x.Place(points[i].Epoch)) == column; i++)
                height += y.Place(points[i].Loss);
            (int X, int Y) next = (column, (int)Math.Round(height / (i - first)));
            (int fromX, int fromY) = last ?? next;
            plot.Line(fromX, fromY, next.X, next.Y, curve);
            last = next;
        }
    }
}
