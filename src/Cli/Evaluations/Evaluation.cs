using System;
using System.Text.Json;
using EdgeCli.Report;
using EdgeRuntime;
using EdgeRuntime.Data;

namespace EdgeCli.Evaluations;

/// <summary>What came of running a model over a data set: as text, JSON and chapters of a page.</summary>
internal abstract class Evaluation
{
    /// <summary>Runs the data through the session and measures: classes, targets, or, where the output is as large as the input, the input itself.</summary>
    /// <exception cref="EdgeException">Kind Data: model and data do not fit together.</exception>
    public static Evaluation Of(Session session, Dataset data)
    {
        SampleBatches batches = SampleBatches.Over(session);
        if (data.TargetLength > 0)
            return RegressionEvaluation.Run(batches, data);
        return batches.OutputLength == data.SampleLength && batches.OutputLength != data.ClassNames.Count
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
