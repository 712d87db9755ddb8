using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training.Architectures;

public class InitializerTests
{
    [Fact]
    public void NormalNumbersHaveTheirMeanAndDeviation()
    {
        float[] weights = Fill(new NormalInitializer(0.5f, 0.1f), 1, 20_000);
        (double mean, double variance) = Moments(weights);
        Assert.Equal(0.5, mean, 0.005);
        Assert.Equal(0.01, variance, 0.0005);
    }

    [Fact]
    public void UniformNumbersFillTheirRange()
    {
        float[] weights = Fill(new UniformInitializer(-1f, 3f), 1, 20_000);
        Assert.All(weights, w => Assert.InRange(w, -1f, 3f));
        (double mean, double variance) = Moments(weights);
        Assert.Equal(1, mean, 0.03);
        Assert.Equal(16.0 / 12, variance, 0.03);
    }

    [Theory]
    [InlineData(12, 40)]
    [InlineData(40, 12)]
    [InlineData(30, 30)]
    [InlineData(1, 5)]
    public void OrthogonalRowsOrColumnsAreAtRightAngles(int rows, int columns)
    {
        float[] w = Fill(new OrthogonalInitializer(2f), rows, rows * columns);
        bool byRows = rows <= columns;
        int vectors = Math.Min(rows, columns), length = Math.Max(rows, columns);
        for (int a = 0; a < vectors; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double dot = 0;
                for (int i = 0; i < length; i++)
                    dot += (double)(byRows ? w[(a * columns) + i] : w[(i * columns) + a]) * (byRows ? w[(b * columns) + i] : w[(i * columns) + b]);
                Assert.Equal(a == b ? 4 : 0, dot, 1e-6);
            }
        }
    }

    [Fact]
    [Trait("arm", "yes")]
    public void OrthogonalWeightsHaveTheSameBitsOnEveryMachine() =>
        Assert.Equal(542269577u, Crc32.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(Fill(new OrthogonalInitializer(1f), 24, 24 * 50))));

    [Fact]
    public void DescriptionsNameInitializersWithTheirParameters()
    {
        Model model = Architecture.FromJson(
            """
            { "input": [2, 6, 6], "layers": [
              { "type": "conv", "filters": 4, "initializer": "orthogonal", "bias-initializer": { "type": "constant", "value": 0.25 } }, { "type": "flatten" },
              { "type": "dense", "units": 50, "initializer": { "type": "normal", "mean": 3, "deviation": 0.5 }, "bias-initializer": "ones" },
              { "type": "dense", "units": 9, "initializer": { "type": "uniform", "low": 2, "high": 4 } },
              { "type": "dense", "units": 9, "initializer": "zeros" } ] }
            """,
            seed: 4);
        ReadOnlySpan<float> Of(string name) => model.Initializer(name).As<float>();
        Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f], Of("conv0.bias").ToArray());
        (double mean, double variance) = Moments(Of("dense2.weight"));
        Assert.Equal(3, mean, 0.03);
        Assert.Equal(0.25, variance, 0.02);
        Assert.All(Of("dense2.bias").ToArray(), b => Assert.Equal(1f, b));
        Assert.All(Of("dense3.weight").ToArray(), w => Assert.InRange(w, 2f, 4f));
        Assert.All(Of("dense3.bias").ToArray(), b => Assert.Equal(0f, b));
        Assert.All(Of("dense4.weight").ToArray(), w => Assert.Equal(0f, w));
    }

    [Theory]
    [InlineData("\"xavier\"", "initializer 'xavier' is unknown: use glorot-uniform, glorot-normal")]
    [InlineData("""{ "type": "normal", "deviation": -1 }""", "Deviation = -1")]
    [InlineData("""{ "type": "uniform", "low": 2, "high": 1 }""", "Low = 2")]
    [InlineData("""{ "type": "zeros", "value": 1 }""", "property 'value' is not known here")]
    [InlineData("""{ "mean": 1 }""", "property 'type' is missing")]
    [InlineData("3", "must be a text")]
    public void WhatNoInitializerIsIsRefused(string initializer, string message)
    {
        EdgeException error = Assert.Throws<EdgeException>(() => Architecture.FromJson(
            $$"""{ "input": [4], "layers": [ { "type": "dense", "units": 2, "initializer": {{initializer}} } ] }""", seed: 1));
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static float[] Fill(Initializer initializer, int rows, int count)
    {
        float[] weights = new float[count];
        initializer.Fill(weights, rows, count / rows, rows, new CounterRandom(4, 0));
        return weights;
    }

    private static (double Mean, double Variance) Moments(ReadOnlySpan<float> values)
    {
        double mean = 0, squares = 0;
        foreach (float value in values)
            mean += (double)value / values.Length;
        foreach (float value in values)
            squares += (value - mean) * (value - mean) / values.Length;
        return (mean, squares);
    }
}
