using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import;
using EdgeRuntime.Training;

namespace EdgeCli;

/// <summary>What a model takes and gives, without planning a run of it; open batches count as 1.</summary>
internal static class ModelShapes
{
    public static Shape InputOf(Model model) => model.ToGraph(new ImportOptions()) is { Inputs: [Value input, ..] } ? input.Shape : throw new EdgeException(ErrorKind.Unsupported, "The model has no input to give samples to.");

    /// <summary>Whether the model says that it learnt to predict numbers.</summary>
    public static bool PredictsNumbers(Model model) =>
        TargetUnits.IsIn(model) || InputNotes.Scaling(model.Metadata) is { Preparation.TargetColumns.Count: > 0 };

    /// <summary>Numbers that the model gives for one sample.</summary>
    public static int OutputsOf(Model model)
    {
        Shape shape = model.ToGraph(new ImportOptions()).Outputs[0].Value.Shape;
        return shape.Rank < 2 ? 1 : shape.Count / shape[0];
    }
}
