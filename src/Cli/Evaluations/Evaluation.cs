using System;
using System.Collections.Generic;
using System.Text.Json;
using EdgeCli.Report;
using EdgeRuntime;
using EdgeRuntime.Data;

namespace EdgeCli.Evaluations;

/// <summary>What came of running a model over a data set: as text, JSON and chapters of a page.</summary>
internal abstract class Evaluation
{
    /// <summary>The most telling figures by the names that JSON has for them.</summary>
    public abstract IReadOnlyList<(string Name, double Value)> Figures { get; }

    /// <summary>The most telling figures as one line for a person.</summary>
    public abstract string Line { get; }

    /// <summary>Whether a model gives its input back: as many numbers as a sample has, and no class for each.</summary>
    public static bool IsReconstruction(int outputs, Dataset data) => data.TargetLength == 0 && outputs == data.SampleLength && outputs != data.ClassNames.Count;

    /// <summary>Opens the model and measures it.</summary>
    public static Evaluation Of(Model model, Dataset data, SessionOptions options)
    {
        using Session session = SampleBatches.Open(model, options, data);
        return Of(session, data);
    }

    /// <summary>Runs the data through the session and measures: classes, targets, or, where the output is as large as the input, the input itself.</summary>
    /// <exception cref="EdgeException">Kind Data: model and data do not fit together.</exception>
    public static Evaluation Of(Session session, Dataset data)
    {
        SampleBatches batches = SampleBatches.Over(session);
        if (data.TargetLength > 0)
            return RegressionEvaluation.Run(batches, data);
        return IsReconstruction(batches.OutputLength, data)
            ? ReconstructionEvaluation.Run(batches, data)
            : ClassifierEvaluation.Run(batches, data);
    }

    /// <summary>The figures as lines for a person.</summary>
    public abstract void Print(Context context);

    /// <summary>The figures as members of the object that is open.</summary>
    public abstract void WriteTo(Utf8JsonWriter json);

    /// <summary>Tiles and chapters of a page; <paramref name="between"/> adds what stands between them.</summary>
    public abstract void AddTo(ReportPage page, Action? between = null);
}
