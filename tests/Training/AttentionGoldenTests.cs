using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training;

/// <summary>
/// nn.MultiheadAttention and nn.TransformerEncoderLayer, written out and found again by the optimizer, against PyTorch: outputs and all
/// gradients (<c>tests/Golden/make_attention.py</c>).
/// </summary>
public class AttentionGoldenTests
{
    private const int N = 2, T = 5, D = 8, Heads = 2, Wide = 12;
    private readonly Graph graph = new("golden");
    private readonly Dictionary<string, Value> trained = [];

    [Fact]
    [Trait("arm", "yes")]
    public void AttentionWithAFloatMaskIsThatOfPyTorch()
    {
        Value x = Input("x", Pattern([N, T, D], 41, 3, 61, 16)), mask = Input("mask", Pattern([T, T], 17, 5, 37, 8));
        Check("attention", SelfAttention(x, mask), [Pattern([N, T, D], 41, 3, 61, 16), Pattern([T, T], 17, 5, 37, 8)]);
    }

    [Fact]
    [Trait("arm", "yes")]
    public void AnEncoderLayerIsThatOfPyTorch()
    {
        Value x = Input("x", Pattern([N, T, D], 41, 3, 61, 16));
        Value middle = Add(new Add(), x, SelfAttention(Normalized(x, 0), null));
        Value up = Dense(Normalized(middle, 1), Wide, 3, "up.");
        Check("layer", Add(new Add(), middle, Dense(Add(new Gelu(), up), D, 4, "down.")), [Pattern([N, T, D], 41, 3, 61, 16)]);
    }

    private Value SelfAttention(Value x, Value? mask)
    {
        Value projected = Dense(x, 3 * D, 1, "in.");
        Value q = HeadsOf(projected, 0), k = HeadsOf(projected, 1), v = HeadsOf(projected, 2);
        Value scores = Add(new MatMul(false, true), Add(new Mul(), q, Number(1 / MathF.Sqrt(D / Heads))), k);
        if (mask is not null)
            scores = Add(new Add(), scores, mask);
        Value y = Add(new Transpose(new Axes(0, 2, 1, 3)), Add(new MatMul(false, false), Add(new Softmax(3), scores), v));
        return Dense(Add(new Reshape(new Shape(N, T, D)), y), D, 2, "out.");
    }

    private Value HeadsOf(Value projected, int part)
    {
        Value features = Add(Slice.Of(projected.Shape, 2, part * D, D), projected);
        return Add(new Transpose(new Axes(0, 2, 1, 3)), Add(new Reshape(new Shape(N, T, Heads, D / Heads)), features));
    }

    private Value Dense(Value x, int units, int number, string name)
    {
        Value product = Add(new MatMul(false, false), x, Weight($"{name}w", Pattern([x.Shape[^1], units], 37, number, 53, 64)));
        return Add(new Add(), product, Weight($"{name}b", Pattern([units], 23, number, 31, 64)));
    }

    private Value Normalized(Value x, int number)
    {
        Tensor scale = Pattern([D], 7, number, 13, 32);
        foreach (ref float s in scale.As<float>())
            s += 1;
        return Add(new LayerNormalization(2, 1e-5f, Centered: true), x, Weight($"norm{number}.scale", scale), Weight($"norm{number}.shift", Pattern([D], 5, number, 11, 32)));
    }

    private void Check(string name, Value y, Tensor[] inputs)
    {
        graph.Outputs.Add(("y", y));
        Optimizer.Run(graph);
        Assert.Contains(graph.Nodes, node => node.Operator is Attention { PackedKeyHeads: Heads });
        Assert.DoesNotContain(graph.Nodes, node => node.Operator is Softmax or Transpose);
        y = graph.Outputs[0].Value;
        Value weighted = Add(new Mul(), y, Value.Constant("r", Pattern(y.Shape.Dims, 11, 1, 29, 8)));
        Value loss = Add(new Reduce(ReduceKind.Sum, new Axes(0)), Add(new Reshape(new Shape(y.Shape.Count)), weighted));
        Backward.Append(graph, Add(new Reshape(default), loss), [.. trained.Values], (value, gradient) => graph.Outputs.Add(($"d{value.Name}", gradient)));
        using GraphRun run = new(graph, EdgeRuntime.Simd.Dispatch.Default, inputs);
        run.Run();
        Tensor[] outputs = run.Outputs();
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Golden.Path("attention.json")));
        int compared = 0;
        foreach (JsonProperty entry in golden.RootElement.GetProperty(name).EnumerateObject())
        {
            double[] expected = Array.ConvertAll(entry.Value.GetString()!.Split(' '), v => double.Parse(v, CultureInfo.InvariantCulture));
            float[] actual = outputs[graph.Outputs.FindIndex(o => o.Name == entry.Name)].As<float>().ToArray();
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * Math.Max(1, Math.Abs(expected[i])), $"{entry.Name}[{i}] is {actual[i]:R}, PyTorch has {expected[i]:R}.");
            compared++;
        }

        Assert.Equal(1 + trained.Count, compared);
    }

    private Value Input(string name, Tensor content)
    {
        Value input = new(name, ElementType.Float32, content.Shape, ValueKind.Input);
        graph.Inputs.Add(input);
        trained.Add(name, input);
        return input;
    }

    private Value Weight(string name, Tensor data)
    {
        Value weight = new(name, ElementType.Float32, data.Shape, ValueKind.Variable, data);
        trained.Add(name, weight);
        return weight;
    }

    private Value Add(Operator op, params Value?[] inputs) => graph.Add($"n{graph.Nodes.Count}", op, inputs).Output;

    private static Value Number(float value) => Value.Constant("number", Tensor.Scalar(value));

    /// <summary>As in the script: multiples of 1 / scale.</summary>
    private static Tensor Pattern(ReadOnlySpan<int> dims, int a, int b, int modulus, int scale)
    {
        Tensor tensor = new(ElementType.Float32, new Shape(dims));
        for (int i = 0; i < tensor.Shape.Count; i++)
            tensor.As<float>()[i] = ((((a * i) + b) % modulus) - (modulus / 2)) / (float)scale;
        return tensor;
    }
}
