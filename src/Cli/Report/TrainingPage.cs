using System.IO;
using EdgeCli.Evaluations;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace EdgeCli.Report;

/// <summary>The page about a training: how it went, what the model does on the validation data, the memory, and all settings.</summary>
internal static class TrainingPage
{
    /// <summary>Composes the page.</summary>
    /// <param name="context">The running verb's.</param>
    /// <param name="name">What the network is called.</param>
    /// <param name="trainer">For its memory.</param>
    /// <param name="run">What came of it; at least one epoch.</param>
    /// <param name="parts">What was trained on, and what the model was measured on.</param>
    /// <param name="measured">The model with the weights that are saved.</param>
    public static ReportPage Make(Context context, string name, Trainer trainer, FitResult run, TrainingParts parts, Evaluation measured)
    {
        string shown = Path.GetFileNameWithoutExtension(name);
        ReportPage page = new($"{shown} on {parts.Training.Name}", $"Trained on {parts.Training.Count} samples, measured on {parts.Final.Count} others.");
        measured.AddTo(page, () => EpochChapter.AddTo(page, run));
        MemoryChapter.AddTo(page, trainer.Executable);
        SettingsChapter.AddTo(page, context);
        return page;
    }
}
