using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Operators;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training;

/// <summary>
/// Two bidirectional layers over sequences of different length, with initial states, against PyTorch: all outputs and all gradients
/// (<c>tests/Golden/make_recurrent.py</c>).
/// </summary>
public class RecurrentGoldenTests
{
    private const int T = 4, B = 3, I = 2, H = 3, Layers = 2;
    private static readonly int[] Lengths = [4, 1, 3];

    [Theory]
    [InlineData("RNN", 1)]
    [InlineData("GRU", 3)]
    [InlineData("LSTM", 4)]
    [Trait("arm", "yes")]
    public void OutputsAndGradientsAreThoseOfPyTorch(string kind, int gates)
    {
        Graph graph = OnnxImporter.Import(Stack(kind, gates), folder: null, new ImportOptions { Training = true });
        Dictionary<string, Value> results = Differentiate(graph, kind);
        graph.Outputs.Clear();
        foreach ((string name, Value value) in results)
            graph.Outputs.Add((name, value));
        List<Tensor> inputs = [Pattern([T, B, I], 41, 3, 61, 16), Tensor.Of<int>(new Shape(B), Lengths)];
        for (int layer = 0; layer < Layers; layer++)
        {
            inputs.Add(State(layer, 19, 5, 43));
            if (kind == "LSTM")
                inputs.Add(State(layer, 17, 7, 37));
        }

        using GraphRun run = new(graph, EdgeRuntime.Simd.Dispatch.Default, inputs);
        run.Run();
        Tensor[] outputs = run.Outputs();
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Golden.Path("recurrent.json")));
        List<string> names = [.. results.Keys];
        foreach (JsonProperty entry in golden.RootElement.GetProperty(kind).EnumerateObject())
        {
            double[] expected = Array.ConvertAll(entry.Value.GetString()!.Split(' '), v => double.Parse(v, CultureInfo.InvariantCulture));
            List<float> actual = [];
            foreach (string name in entry.Name is "h" or "c" or "dh0" or "dc0" ? (string[])[entry.Name + "/0", entry.Name + "/1"] : [entry.Name])
                actual.AddRange(outputs[names.IndexOf(name)].As<float>().ToArray());
            Assert.Equal(expected.Length, actual.Count);
            for (int i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * Math.Max(1, Math.Abs(expected[i])), $"{kind} {entry.Name}[{i}] is {actual[i]:R}, PyTorch has {expected[i]:R}.");
        }
    }

    /// <summary>The loss of the script, and its gradients, by the names of the golden file.</summary>
    private static Dictionary<string, Value> Differentiate(Graph graph, string kind)
    {
        Dictionary<string, Value> results = [];
        Value? loss = null;
        foreach ((string name, Value value) in graph.Outputs)
        {
            results.Add(name, value);
            int layer = name == "y" ? 0 : name[^1] - '0';
            Tensor weights = name == "y" ? Pattern(value.Shape.Dims, 11, 1, 29, 8) : Part(Pattern([2 * Layers, B, H], 13, 2, 23, 8), layer);
            Value weighted = graph.Add("weighted", new Mul(), value, Value.Constant("r", weights)).Output;
            Value flat = graph.Add("flat", new Reshape(new Shape(value.Shape.Count)), weighted).Output;
            Value sum = graph.Add("sum", new Reduce(ReduceKind.Sum, new Axes(0)), flat).Output;
            loss = loss is null ? sum : graph.Add("loss", new Add(), loss, sum).Output;
        }

        List<Value> trained = graph.Inputs.FindAll(v => v.Type == ElementType.Float32);
        foreach (Node node in graph.Nodes)
        {
            foreach (Value? input in node.Inputs)
            {
                if (input is { Kind: ValueKind.Variable } && !trained.Contains(input))
                    trained.Add(input);
            }
        }

        Backward.Append(graph, graph.Add("scalar", new Reshape(default), loss!).Output, trained, (value, gradient) => results.Add($"d{value.Name}", gradient));
        Assert.True(results.ContainsKey("dr1"), kind);
        return results;
    }

    private static ModelProto Stack(string kind, int gates)
    {
        ModelProto model = new() { IrVersion = 8, Graph = new GraphProto { Name = kind } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 14 });
        GraphProto graph = model.Graph;
        graph.Input.Add(OnnxNodes.Describe("x", ElementType.Float32, new Shape(T, B, I)));
        graph.Input.Add(OnnxNodes.Describe("lengths", ElementType.Int32, new Shape(B)));
        graph.Initializer.Add(TensorReader.Write("shape", Tensor.Ints(T, B, 2 * H)));
        graph.Output.Add(new ValueInfoProto { Name = "y" });
        int g = gates * H;
        for (int layer = 0; layer < Layers; layer++)
        {
            graph.Initializer.Add(TensorReader.Write($"w{layer}", Pattern([2, g, layer == 0 ? I : 2 * H], 37, layer, 53, 64)));
            graph.Initializer.Add(TensorReader.Write($"r{layer}", Pattern([2, g, H], 29, layer, 47, 64)));
            graph.Initializer.Add(TensorReader.Write($"b{layer}", Pattern([2, 2 * g], 23, layer, 31, 64)));
            NodeProto node = new() { OpType = kind, Name = $"layer{layer}" };
            node.Input.AddRange([layer == 0 ? "x" : "y0", $"w{layer}", $"r{layer}", $"b{layer}", "lengths", $"h0/{layer}"]);
            node.Output.AddRange([$"all{layer}", $"h/{layer}"]);
            node.Attribute.Add(OnnxNodes.Attribute("direction", "bidirectional"));
            node.Attribute.Add(OnnxNodes.Attribute("hidden_size", H));
            if (kind == "GRU")
                node.Attribute.Add(OnnxNodes.Attribute("linear_before_reset", 1));
            foreach (string state in kind == "LSTM" ? (string[])["h", "c"] : ["h"])
            {
                graph.Input.Add(OnnxNodes.Describe($"{state}0/{layer}", ElementType.Float32, new Shape(2, B, H)));
                graph.Output.Add(new ValueInfoProto { Name = $"{state}/{layer}" });
            }

            if (kind == "LSTM")
            {
                node.Input.Add($"c0/{layer}");
                node.Output.Add($"c/{layer}");
            }

            graph.Node.Add(node);
            NodeProto turn = new() { OpType = "Transpose", Input = { $"all{layer}" }, Output = { $"turned{layer}" } };
            turn.Attribute.Add(OnnxNodes.Attribute("perm", (int[])[0, 2, 1, 3]));
            graph.Node.Add(turn);
            graph.Node.Add(new NodeProto { OpType = "Reshape", Input = { $"turned{layer}", "shape" }, Output = { layer == Layers - 1 ? "y" : "y0" } });
        }

        return model;
    }

    /// <summary>As in the script: multiples of 1 / scale.</summary>
    private static Tensor Pattern(ReadOnlySpan<int> dims, int a, int b, int modulus, int scale)
    {
        Tensor tensor = new(ElementType.Float32, new Shape(dims));
        for (int i = 0; i < tensor.Shape.Count; i++)
            tensor.As<float>()[i] = ((((a * i) + b) % modulus) - (modulus / 2)) / (float)scale;
        return tensor;
    }

    private static Tensor State(int layer, int a, int b, int modulus) => Part(Pattern([2 * Layers, B, H], a, b, modulus, 32), layer);

    private static Tensor Part(Tensor all, int layer) => Tensor.Of<float>(new Shape(2, B, H), all.As<float>().Slice(layer * 2 * B * H, 2 * B * H));
}
