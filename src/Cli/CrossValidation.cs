using System;
using System.Collections.Generic;
using EdgeCli.Evaluations;
using EdgeRuntime;

namespace EdgeCli;

/// <summary>What came of training a network K times, each time without another K-th of the data, and measuring it there.</summary>
internal sealed class CrossValidation
{
    private readonly List<TrainingOutcome> folds = [];

    /// <summary>Trains on each fold in turn.</summary>
    /// <param name="context">The running verb's.</param>
    /// <param name="parts">The folds.</param>
    /// <param name="train">Trains on one; its number counts from 1.</param>
    public CrossValidation(Context context, IReadOnlyList<TrainingParts> parts, Func<TrainingParts, int, TrainingOutcome> train)
    {
        foreach (TrainingParts part in parts)
        {
            int number = folds.Count + 1;
            context.Log($"Fold {number} of {parts.Count}{(part.Group is { } group ? $", measured on '{group}'" : "")}");
            try
            {
                folds.Add(train(part, number));
            }
            catch (EdgeException e)
            {
                throw new EdgeException(e.Kind, $"fold {number} of {parts.Count}: {e.Message}", e);
            }

            folds[^1].Print(context);
        }
    }

    public void Print(Context context)
    {
        foreach ((string name, double mean, double deviation) in Summary())
            context.Print($"{name} over {folds.Count} folds: mean {TensorJson.Show(mean, "G6")}, standard deviation {TensorJson.Show(deviation, "G4")}");
    }

    public void PrintJson(Context context) => context.PrintJson(json =>
    {
        json.WriteStartArray("folds");
        foreach (TrainingOutcome fold in folds)
        {
            json.WriteStartObject();
            foreach ((string name, double value) in Figures(fold))
                json.WriteFinite(name, value);
            fold.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        foreach ((string name, double mean, double deviation) in Summary())
        {
            json.WriteFinite($"{name}_mean", mean);
            json.WriteFinite($"{name}_std", deviation);
        }
    });

    /// <summary>Mean and deviation (divisor n - 1: the folds are a sample of all divisions) of a row of figures.</summary>
    internal static (double Mean, double Deviation) Of(IReadOnlyList<double> values)
    {
        double mean = 0, squares = 0;
        foreach (double value in values)
            mean += value / values.Count;
        foreach (double value in values)
            squares += (value - mean) * (value - mean);
        return (mean, Math.Sqrt(squares / (values.Count - 1)));
    }

    private static IReadOnlyList<(string Name, double Value)> Figures(TrainingOutcome fold) => fold.Final!.Figures;

    private IEnumerable<(string Name, double Mean, double Deviation)> Summary()
    {
        for (int i = 0; i < Figures(folds[0]).Count; i++)
        {
            (double mean, double deviation) = Of(folds.ConvertAll(fold => Figures(fold)[i].Value));
            yield return (Figures(folds[0])[i].Name, mean, deviation);
        }
    }
}
