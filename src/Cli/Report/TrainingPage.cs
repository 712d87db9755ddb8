using System.IO;
using EdgeCli.Evaluations;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;

namespace EdgeCli.Report;

/// <summary>The page about a training: how it went, what the model does on the validation data, the memory, and all settings.</summary>
internal static class TrainingPage
{
    /// <summary>Measures the trained model and composes the page.</summary>
    /// <param name="context">The running verb's.</param>
    /// <param name="name">What the network is called.</param>
    /// <param name="model">With the weights that are saved.</param>
    /// <param name="trainer">For its memory.</param>
    /// <param name="run">What came of it; at least one epoch.</param>
    /// <param name="training">What was trained on.</param>
    /// <param name="validation">What the model is measured on.</param>
    public static ReportPage Make(Context context, string name, Model model, Trainer trainer, FitResult run, Dataset training, Dataset validation)
    {
        string shown = Path.GetFileNameWithoutExtension(name);
        ReportPage page = new($"{shown} on {training.Name}", $"Trained on {training.Count} samples, measured on {validation.Count} others.");
        using Session session = SampleBatches.Open(model, context.SessionOptions);
        Evaluation.Of(session, validation).AddTo(page, () => EpochChapter.AddTo(page, run));
        MemoryChapter.AddTo(page, trainer.Executable);
        SettingsChapter.AddTo(page, context);
        return page;
    }
}
