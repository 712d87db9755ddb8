using System;
using EdgeRuntime;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import;
using EdgeRuntime.Optimize;
using EdgeRuntime.Random;
using EdgeRuntime.Simd;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training.Architectures;

public class SpatialDropoutTests
{
    private const float Ratio = 0.4f;

    [Theory]
    [InlineData("[25, 4, 3]")]
    [InlineData("[25, 12]")]
    public unsafe void WholeChannelsAreDroppedAndTheOthersScaled(string input)
    {
        Model model = Architecture.FromJson($$"""{ "input": {{input}}, "layers": [ { "type": "spatialdropout", "ratio": {{Ratio}} } ] }""", seed: 1);
        Graph graph = model.ToGraph(new ImportOptions { Batch = 16, Training = true, Seed = 7 });
        Optimizer.Run(graph);
        using Executable executable = Compiler.Compile(graph, new CompileOptions(Dispatch.Default, 1, null, KeepInputs: true));
        Span<float> x = new((void*)executable.Pointer(graph.Inputs[0]), graph.Inputs[0].Shape.Count);
        Span<float> y = new((void*)executable.Pointer(graph.Outputs[0].Value), x.Length);
        new CounterRandom(3, 0).FillUniform(x, 1f, 2f);
        executable.Run();
        int dropped = 0;
        for (int channel = 0; channel < 16 * 25; channel++)
        {
            bool isDropped = y[channel * 12] == 0f;
            dropped += isDropped ? 1 : 0;
            for (int i = channel * 12; i < (channel + 1) * 12; i++)
                Assert.Equal(isDropped ? 0f : x[i] / (1 - Ratio), y[i], 1e-6f);
        }

        Assert.InRange(dropped, 400 * (Ratio - 0.1), 400 * (Ratio + 0.1)); // four standard deviations
    }

    [Fact]
    public void NothingIsLeftOfItAtInference()
    {
        Graph graph = Convolutions().ToGraph(new ImportOptions { Batch = 2 });
        Optimizer.Run(graph);
        Assert.DoesNotContain(graph.Nodes, node => node.Operator.Type is "Mul" or "Dropout" or "Expand");
    }

    [Fact]
    public void NetworksTrainThroughIt()
    {
        using Trainer trainer = new(Convolutions(), new TrainerOptions { Batch = 4, Optimizer = new Adam { LearningRate = 0.01f } });
        float first = Step(trainer), last = first;
        for (int i = 0; i < 200; i++)
            last = Step(trainer);
        Assert.True(last < first / 2, $"{first} -> {last}");
    }

    [Fact]
    public void AFlatInputIsRefused()
    {
        EdgeException error = Assert.Throws<EdgeException>(() => Architecture.FromJson("""{ "input": [4], "layers": [ { "type": "spatialdropout" } ] }""", seed: 1));
        Assert.Contains("use dropout", error.Message, StringComparison.Ordinal);
    }

    private static Model Convolutions() => Architecture.FromJson(
        """
        { "input": [1, 6, 6], "layers": [
          { "type": "conv", "filters": 8, "activation": "relu" }, { "type": "spatialdropout", "ratio": 0.2 }, { "type": "conv", "filters": 8, "activation": "relu" },
          { "type": "flatten" }, { "type": "dense", "units": 4 } ] }
        """,
        seed: 2);

    private static float Step(Trainer trainer)
    {
        new CounterRandom(9, 1).FillUniform(trainer.Samples, -1f, 1f);
        for (int i = 0; i < trainer.Labels.Length; i++)
            trainer.Labels[i] = i;
        return trainer.Step();
    }
}
