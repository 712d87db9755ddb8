using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training;

/// <summary>
/// Ten steps of a small LeNet against PyTorch's losses, first gradients and last weights. The golden was made by
/// <c>EDGE_GOLDEN_INPUTS=DIR</c> (this test then writes model and batches there) and <c>tests/Golden/make_training.py DIR</c>.
/// </summary>
public class TrainingGoldenTests
{
    private const int Batch = 8, Classes = 4, Steps = 10;

    private static readonly TrainerOptions Options = new()
    {
        Batch = Batch, Optimizer = new Sgd { LearningRate = 0.05f, Momentum = 0.9f, WeightDecay = 1e-3f },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LossesGradientsAndWeightsAreThoseOfPyTorch(bool nesterov)
    {
        Model model = Architecture.Create("lenet", new Shape(1, 12, 12), Classes, seed: 11);
        if (Environment.GetEnvironmentVariable("EDGE_GOLDEN_INPUTS") is { Length: > 0 } folder)
            WriteInputs(model, folder);
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Golden.Path("training.json")));
        JsonElement expected = golden.RootElement.GetProperty(nesterov ? "nesterov" : "momentum");
        using Trainer trainer = new(model, Options with { Optimizer = (Sgd)Options.Optimizer with { Nesterov = nesterov } });
        for (int step = 0; step < Steps; step++)
        {
            Fill(trainer.Samples, trainer.Labels, step);
            float loss = trainer.Step();
            Assert.Equal(expected.GetProperty("losses")[step].GetSingle(), loss, 2e-5f);
            if (step == 0)
            {
                // The first velocity is the gradient and the decay.
                foreach (Node node in trainer.Executable.Graph.Nodes)
                {
                    if (node.Operator is IWeightUpdate)
                        Compare(expected.GetProperty("velocities").GetProperty(node.Input(0).Name), trainer.Read(node.Input(4)), 2e-6f);
                }
            }
        }

        trainer.Update(model);
        foreach (TensorInfo weight in trainer.Weights)
            Compare(expected.GetProperty("weights").GetProperty(weight.Name), model.Initializer(weight.Name), 1e-5f);
    }

    private static void Compare(JsonElement expected, Tensor actual, float tolerance)
    {
        ReadOnlySpan<float> values = actual.As<float>();
        Assert.Equal(expected.GetArrayLength(), values.Length);
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(expected[i].GetSingle(), values[i], tolerance);
    }

    private static void Fill(Span<float> samples, Span<int> labels, int step)
    {
        new CounterRandom(21, (uint)step).FillUniform(samples, -1f, 1f);
        for (int i = 0; i < labels.Length; i++)
            labels[i] = (i + step) % Classes;
    }

    private static void WriteInputs(Model model, string folder)
    {
        model.Save(Path.Combine(folder, "model.onnx"));
        List<float> all = [];
        float[] samples = new float[Batch * 144];
        for (int step = 0; step < Steps; step++)
        {
            Fill(samples, new int[Batch], step);
            all.AddRange(samples);
        }

        File.WriteAllText(Path.Combine(folder, "samples.json"), JsonSerializer.Serialize(all));
    }
}
