using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training.FineTuning;

/// <summary>
/// Five steps of exported networks with some layers frozen, against PyTorch's losses and last weights. The golden was made by
/// <c>tests/Golden/make_finetuning.py ../shared/data/models-torch</c>.
/// </summary>
public class FineTuningGoldenTests
{
    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> cases = [];
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Golden.Path("finetuning.json")));
        foreach (JsonElement item in golden.RootElement.EnumerateArray())
            cases.Add(item.GetProperty("model").GetString()!, item.GetProperty("layers").GetString()!);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FrozenAndTrainedLayersDoAsInPyTorch(string name, string layers)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Golden.Path("finetuning.json")));
        JsonElement expected = golden.RootElement.EnumerateArray().First(item => item.GetProperty("model").GetString() == name && item.GetProperty("layers").GetString() == layers);
        Model model = Model.Load(Shared.Path($"data/models-torch/{name}.onnx"));
        using Trainer trainer = new(model, new TrainerOptions
        {
            Batch = 1,
            Layers = LayerSelection.Parse(layers),
            BatchNorm = BatchNormMode.Frozen,
            Loss = name == "fc_ae_ad" ? new MeanSquaredError() : new CrossEntropy(),
            Optimizer = new Sgd { LearningRate = expected.GetProperty("rate").GetSingle(), Momentum = 0.9f },
        });
        int steps = expected.GetProperty("losses").GetArrayLength();
        for (int step = 0; step < steps; step++)
        {
            Fill(trainer.Samples, step);
            if (name == "fc_ae_ad")
                trainer.Samples.CopyTo(trainer.Targets);
            else
                trainer.Labels[0] = step % trainer.Classes;
            Near(expected.GetProperty("losses")[step].GetSingle(), trainer.Step(), $"loss of step {step}");
        }

        trainer.Update(model);
        List<string> names = [.. expected.GetProperty("weights").EnumerateObject().Select(weight => weight.Name)];
        Assert.Equal(names.Order(StringComparer.Ordinal), trainer.Weights.Select(weight => weight.Name).Order(StringComparer.Ordinal));
        foreach (string weight in names)
        {
            ReadOnlySpan<float> values = model.Initializer(weight).As<float>();
            JsonElement shown = expected.GetProperty("weights").GetProperty(weight);
            for (int i = 0; i < shown.GetArrayLength(); i++)
                Near(shown[i].GetSingle(), values[i * values.Length / shown.GetArrayLength()], weight);
        }
    }

    private static void Fill(Span<float> samples, int step)
    {
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (float)((((long)i * 7919) + (step * 104729L)) % 1000) / 1000f;
    }

    /// <summary>1e-4, relative where numbers are above 1.</summary>
    private static void Near(float expected, float actual, string what) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-4f * Math.Max(1f, Math.Abs(expected)), $"{what}: {expected} of PyTorch, {actual} here");
}
