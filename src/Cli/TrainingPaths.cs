using System.IO;
using EdgeRuntime.Training;

namespace EdgeCli;

/// <summary>Where a training writes.</summary>
/// <param name="Model">The trained model.</param>
/// <param name="Page">The page about it; null for none.</param>
internal sealed record TrainingPaths(string Model, string? Page)
{
    private int? Fold { get; init; }

    /// <summary>The places of one fold of several: FILE-1.onnx, FILE-2.onnx ...</summary>
    public TrainingPaths OfFold(int fold) => new(Numbered(Model, fold), Page is null ? null : Numbered(Page, fold)) { Fold = fold };

    /// <summary>The checkpoints of a fold lie in a folder of their own.</summary>
    public CheckpointOptions? Of(CheckpointOptions? checkpoints) =>
        Fold is null || checkpoints is null ? checkpoints : checkpoints with { Folder = Path.Combine(checkpoints.Folder, $"fold-{Fold}") };

    private static string Numbered(string path, int fold) =>
        Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}-{fold}{Path.GetExtension(path)}");
}
