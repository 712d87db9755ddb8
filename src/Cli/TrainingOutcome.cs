using System.Collections.Generic;
using System.Text.Json;
using EdgeCli.Evaluations;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace EdgeCli;

/// <summary>What came of one training, as lines and JSON.</summary>
/// <param name="Run">The epochs.</param>
/// <param name="ArenaBytes">The memory that it took.</param>
/// <param name="Out">Where the model is.</param>
/// <param name="Checksum">Of its weights.</param>
/// <param name="Parts">What it was trained and measured on.</param>
/// <param name="Final">The finished model, measured; null where the last epoch's figures say all.</param>
internal sealed record TrainingOutcome(FitResult Run, long ArenaBytes, string Out, uint Checksum, TrainingParts Parts, Evaluation? Final)
{
    /// <summary>What a person should know about how it went.</summary>
    /// <param name="context">The running verb's.</param>
    /// <param name="advice">What to do better; null for nothing.</param>
    public void Comment(Context context, string? advice)
    {
        if (Run.Stop == StopReason.EarlyStopping)
            context.Log($"Stopped early: no lower loss since epoch {Run.BestEpoch}.");
        if (Run.WeightsOf != Run.Epochs.Count)
            context.Log($"The model has the weights of epoch {Run.WeightsOf}, the best.");
        if (advice is not null)
        {
            string kept = Run.WeightsOf != Run.BestEpoch ? $" Epoch {Run.BestEpoch} was the best; --early-stopping keeps its weights." : "";
            context.Log($"Warning: {advice}{kept}");
        }
    }

    public void Print(Context context)
    {
        if (Final is not null)
            context.Print($"{Final.Line}, of {Parts.Final.Name}");
        context.Print($"saved as {Out}, weights crc32 {Checksum}");
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        WriteEpochs(json, Run.Epochs);
        json.WriteNumber("best_epoch", Run.BestEpoch);
        json.WriteNumber("weights_of_epoch", Run.WeightsOf);
        json.WriteNumber("arena_bytes", ArenaBytes);
        if (Final is not null)
        {
            json.WriteStartObject(Parts.Test is null ? "validation" : "test");
            json.WriteNumber("count", Parts.Final.Count);
            foreach ((string name, double value) in Final.Figures)
                json.WriteFinite(name, value);
            json.WriteEndObject();
        }

        json.WriteString("out", Out);
        json.WriteNumber("weights_crc32", Checksum);
    }

    private static void WriteEpochs(Utf8JsonWriter json, IReadOnlyList<EpochResult> results)
    {
        json.WriteStartArray("epochs");
        foreach (EpochResult result in results)
        {
            json.WriteStartObject();
            json.WriteFinite("loss", result.Loss);
            json.WriteFinite("accuracy", result.Accuracy);
            json.WriteFinite("val_loss", result.ValidationLoss ?? double.NaN);
            json.WriteFinite("val_accuracy", result.ValidationAccuracy ?? double.NaN);
            json.WriteNumber("learning_rate", result.LearningRate);
            json.WriteNumber("seconds", result.Seconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
