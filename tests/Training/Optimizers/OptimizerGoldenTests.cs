using System;
using System.IO;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training.Optimizers;

/// <summary>
/// Fifty steps of every rule against PyTorch's losses and last weights (tests/Golden/make_optimizers.py), on a network whose first weights
/// and data come from integer formulas that both sides know.
/// </summary>
public class OptimizerGoldenTests
{
    private const int Batch = 4, Inputs = 8, Hidden = 6, Outputs = 3, Steps = 50;
    private const string Network = """
        { "input": [8], "layers": [ { "type": "dense", "units": 6, "activation": "tanh" }, { "type": "dense", "units": 3 } ] }
        """;

    public static TheoryData<string> Runs => [.. Array.ConvertAll(OptimizerRuns.OfPyTorch, run => run.Name)];

    [Theory]
    [MemberData(nameof(Runs))]
    public void LossesAndWeightsAreThoseOfPyTorch(string name)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Golden.Path("optimizers.json")));
        JsonElement expected = golden.RootElement.GetProperty(name);
        Model model = Architecture.FromJson(Network, seed: 1);
        TrainerOptions options = OptimizerRuns.Of(name) with { Batch = Batch, Loss = new MeanSquaredError() };
        using Trainer first = new(model, options);
        int[][] patterns = [[37, 5, 61], [11, 3, 17], [29, 7, 53], [13, 2, 19]];
        for (int i = 0; i < patterns.Length; i++)
        {
            Tensor weight = new(ElementType.Float32, first.Weights[i].Shape);
            Fill(weight.As<float>(), patterns[i][0], patterns[i][1], patterns[i][2]);
            model.SetInitializer(first.Weights[i].Name, weight);
        }

        using Trainer trainer = new(model, options);
        for (int step = 0; step < Steps; step++)
        {
            Fill(trainer.Samples, 41, 17 * step, 127);
            Fill(trainer.Targets, 23, 31 * step, 97);
            Assert.Equal(expected.GetProperty("losses")[step].GetSingle(), trainer.Step(), 2e-6f);
        }

        trainer.Update(model);
        for (int i = 0; i < patterns.Length; i++)
        {
            ReadOnlySpan<float> weights = model.Initializer(trainer.Weights[i].Name).As<float>();
            JsonElement theirs = expected.GetProperty("weights")[i];
            Assert.Equal(theirs.GetArrayLength(), weights.Length);
            for (int k = 0; k < weights.Length; k++)
                Assert.Equal(theirs[k].GetSingle(), weights[k], 5e-6f);
        }
    }

    private static void Fill(Span<float> values, int a, int b, int modulus)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = ((((a * i) + b) % modulus) - (modulus / 2)) / 64f;
    }
}
