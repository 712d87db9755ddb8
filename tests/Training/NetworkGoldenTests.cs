using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training;

/// <summary>
/// Ten steps of the built-in networks, batch normalization included, against PyTorch's losses, all first gradients and the running
/// statistics. The golden was made by <c>EDGE_GOLDEN_INPUTS=DIR</c> (this test then writes the first weights there, and what Edge made of
/// them) and <c>tests/Golden/make_networks.py DIR</c>, which compares every element; the golden keeps a fingerprint of each tensor.
/// </summary>
public class NetworkGoldenTests
{
    private const int Steps = 10, Scalars = 5, Samples = 16;
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("lenet", 4, 1, 28, 10)]
    [InlineData("resnet8", 4, 3, 32, 10)]
    [InlineData("mobilenet-0.25", 2, 3, 96, 2)]
    public void LossesGradientsAndRunningStatisticsAreThoseOfPyTorch(string network, int batch, int channels, int size, int classes)
    {
        Model model = Architecture.Create(network, new Shape(channels, size, size), classes, seed: 31);
        if (network == "mobilenet-0.25")
            SpreadNormalization(model);
        string? folder = Environment.GetEnvironmentVariable("EDGE_GOLDEN_INPUTS");
        if (!string.IsNullOrEmpty(folder))
            model.Save(Path.Combine(folder, network + ".onnx"));
        List<float> losses = [];
        Dictionary<string, float[]> gradients = [], statistics = [];
        using Trainer trainer = new(model, new TrainerOptions { Batch = batch, Optimizer = new Sgd { LearningRate = 0.01f, Momentum = 0.9f } });
        for (int step = 0; step < Steps; step++)
        {
            for (int i = 0; i < trainer.Samples.Length; i++)
                trainer.Samples[i] = Noise(i, step);
            for (int i = 0; i < batch; i++)
                trainer.Labels[i] = (i + step) % classes;
            losses.Add(trainer.Step());
            if (step == 0)
                ReadGradients(trainer, gradients);
        }

        foreach (Value statistic in trainer.Graph.Statistics)
            statistics[statistic.Name] = trainer.Read(statistic).As<float>().ToArray();
        if (!string.IsNullOrEmpty(folder))
        {
            File.WriteAllText(Path.Combine(folder, network + ".json"), JsonSerializer.Serialize(new { losses, gradients, statistics }));
            return;
        }

        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Golden.Path("networks.json")));
        JsonElement expected = golden.RootElement.GetProperty(network);
        for (int step = 0; step < Steps; step++)
            AssertNear(expected.GetProperty("losses")[step].GetDouble(), losses[step], losses[step], $"loss {step}");
        Compare(expected.GetProperty("gradients"), gradients);
        Compare(expected.GetProperty("statistics"), statistics);
    }

    /// <summary>
    /// Shifts of 0.5 to 1.5 and scales of 0.5 to 1 in batch normalization. With the first weights' zeros and ones no loss depends on a scale
    /// before a depthwise convolution (the next normalization undoes it), so that its gradient is rounding alone; and 27 layers in a row
    /// that are cut off in the middle are chaotic: PyTorch's losses in single and in double precision differ by half after ten steps.
    /// </summary>
    private static void SpreadNormalization(Model model)
    {
        int stream = 3000;
        foreach (ModelLayer layer in ModelLayers.Of(model).All)
        {
            foreach (LayerWeight weight in layer.Weights)
            {
                if (!weight.Name.StartsWith("norm", StringComparison.Ordinal) || weight.Role == WeightRole.Statistic)
                    continue;
                (float middle, float reach) = weight.Name.EndsWith(".bias", StringComparison.Ordinal) ? (1f, 0.5f) : (0.75f, 0.25f);
                Tensor tensor = model.Initializer(weight.Name);
                Span<float> values = tensor.As<float>();
                for (int i = 0; i < values.Length; i++)
                    values[i] = middle + (reach * Noise(i, stream));
                model.SetInitializer(weight.Name, tensor);
                stream++;
            }
        }
    }

    /// <summary>The first velocity is the gradient.</summary>
    private static void ReadGradients(Trainer trainer, Dictionary<string, float[]> gradients)
    {
        foreach (Node node in trainer.Executable.Graph.Nodes)
        {
            if (node.Operator is IWeightUpdate)
                gradients[node.Input(0).Name] = trainer.Read(node.Input(4)).As<float>().ToArray();
        }
    }

    private static void Compare(JsonElement expected, Dictionary<string, float[]> actual)
    {
        int stream = 0;
        foreach (JsonProperty tensor in expected.EnumerateObject())
        {
            Assert.True(actual.TryGetValue(tensor.Name, out float[]? values), $"'{tensor.Name}' was not trained.");
            double[] wanted = Array.ConvertAll([.. tensor.Value.EnumerateArray()], e => e.GetDouble());
            (double largest, double norm) = (wanted[0], wanted[1]);
            double[] got = Fingerprint(values, stream++);
            for (int i = 0; i < Scalars; i++)
                AssertNear(wanted[i], got[i], i == 0 ? largest : norm, $"number {i} of '{tensor.Name}'");
            for (int i = Scalars; i < wanted.Length; i++)
                AssertNear(wanted[i], got[i], largest, $"sample {i - Scalars} of '{tensor.Name}'");
        }

        Assert.Equal(stream, actual.Count);
    }

    /// <summary>Largest element, norm, sum, products with two fixed directions, and elements here and there.</summary>
    private static double[] Fingerprint(float[] values, int stream)
    {
        double[] numbers = new double[Scalars + Samples];
        double squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            numbers[0] = Math.Max(numbers[0], Math.Abs(value));
            squares += value * value;
            numbers[2] += value;
            numbers[3] += value * Noise(i, 1000 + stream);
            numbers[4] += value * Noise(i, 2000 + stream);
        }

        numbers[1] = Math.Sqrt(squares);
        for (int i = 0; i < Samples; i++)
            numbers[Scalars + i] = values[(long)i * values.Length / Samples];
        return numbers;
    }

    private static void AssertNear(double expected, double actual, double size, string what) =>
        Assert.True(Math.Abs(actual - expected) <= Tolerance * Math.Abs(size), $"{what} is {actual:R}, PyTorch has {expected:R} (of a size of {size:R}).");

    /// <summary>A number in [-1, 1) that Python has too, exact in single precision.</summary>
    private static float Noise(int index, int stream)
    {
        uint h = unchecked(((uint)index * 0x9E3779B1) + ((uint)stream * 0x85EBCA77));
        h ^= h >> 15;
        h = unchecked(h * 0x2C1B3C6D);
        h ^= h >> 12;
        h = unchecked(h * 0x297A2D39);
        h ^= h >> 15;
        return ((h >> 8) / 8388608f) - 1f;
    }
}
