using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

/// <summary>Runs a graph node by node, with no plan and no arena, so that what passes do to it is judged by its outputs alone.</summary>
internal static class GraphRun
{
    /// <summary>The outputs for the given inputs, in order.</summary>
    public static Tensor[] Outputs(Graph graph, IReadOnlyDictionary<string, Tensor> inputs)
    {
        Dictionary<Value, Tensor> known = [];
        foreach (Value input in graph.Inputs)
            known[input] = inputs[input.Name];
        foreach (Node node in graph.Nodes)
        {
            Value?[] operands = Array.ConvertAll(node.Inputs, v => v is null ? null : Value.Constant(v.Name, Content(v, known)));
            Tensor[] results = Evaluator.Run(new Node(node.Name, node.Operator, operands));
            for (int i = 0; i < results.Length; i++)
            {
                Assert.Equal(node.Outputs[i].Shape, results[i].Shape);
                known[node.Outputs[i]] = results[i];
            }
        }

        return [.. graph.Outputs.Select(output => Content(output.Value, known))];
    }

    /// <summary>Seeded numbers in [-2, 2) for every input of a graph.</summary>
    public static Dictionary<string, Tensor> RandomInputs(Graph graph, int seed = 1)
    {
        System.Random random = new(seed);
        return graph.Inputs.ToDictionary(input => input.Name, input => Noise(random, input.Shape));
    }

    public static Tensor Noise(System.Random random, Shape shape, float scale = 2)
    {
        Tensor tensor = new(ElementType.Float32, shape);
        foreach (ref float x in tensor.As<float>())
            x = ((random.NextSingle() * 2) - 1) * scale;
        return tensor;
    }

    /// <summary>Optimizes and checks that the outputs stay the same: bit for bit, or within a tolerance relative to the largest output.</summary>
    public static void OptimizedGivesTheSame(Graph graph, float tolerance = 0) => SameAfter(graph, Optimizer.Run, tolerance);

    /// <summary>As <see cref="OptimizedGivesTheSame"/>, for one pass.</summary>
    public static void SameAfter(Graph graph, Action<Graph> pass, float tolerance = 0)
    {
        Dictionary<string, Tensor> inputs = RandomInputs(graph);
        Tensor[] expected = Outputs(graph, inputs);
        string[] names = [.. graph.Outputs.Select(output => output.Name)];
        pass(graph);
        Assert.Equal(names, graph.Outputs.Select(output => output.Name));
        Tensor[] actual = Outputs(graph, inputs);
        for (int i = 0; i < expected.Length; i++)
            Same(expected[i], actual[i], tolerance);
    }

    /// <summary>The operators of a graph in order, as <c>"Conv Reshape Gemm"</c>.</summary>
    public static string Operators(Graph graph) => string.Join(' ', graph.Nodes.Select(node => node.Operator.Type));

    private static void Same(Tensor expected, Tensor actual, float tolerance)
    {
        Assert.Equal(expected.Type, actual.Type);
        Assert.Equal(expected.Shape, actual.Shape);
        if (tolerance == 0 || !expected.Type.IsFloat())
        {
            Assert.Equal(expected.Bytes.ToArray(), actual.Bytes.ToArray());
            return;
        }

        float[] wanted = expected.ToFloat32(), got = actual.ToFloat32();
        float largest = wanted.Select(Math.Abs).DefaultIfEmpty().Max();
        for (int i = 0; i < wanted.Length; i++)
            Assert.True(Math.Abs(wanted[i] - got[i]) <= tolerance * largest, $"element {i}: expected {wanted[i]}, got {got[i]}");
    }

    private static Tensor Content(Value value, Dictionary<Value, Tensor> known) =>
        value.Kind is ValueKind.Constant or ValueKind.Variable ? value.Data ?? new Tensor(value.Type, value.Shape) : known[value];
}
