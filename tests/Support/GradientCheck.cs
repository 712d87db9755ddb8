using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Support;

/// <summary>
/// Gradients of an operator's cases: against central differences of the double-precision reference, element by element, and bit by bit
/// between instruction sets, splits over workers and memory shared in place. The loss is a sum of all outputs with random weights.
/// </summary>
internal static class GradientCheck
{
    private const double Difference = 1e-5;

    public static void Run(IEnumerable<OperatorCase> cases)
    {
        int differentiated = 0;
        foreach (OperatorCase item in cases)
        {
            if (item.NoGradient is not null || item.Reference is null)
                continue;
            differentiated++;
            Check(item);
        }

        Assert.True(differentiated > 0, "No case has a gradient and a reference.");
    }

    /// <summary>The gradients of an operator of scalars, with a weight of 1.</summary>
    public static float[] OfScalars(OperatorCase item)
    {
        Tensor[] inputs = item.MakeInputs();
        Graph graph = WithGradient(item, inputs, out float[] weights, out _);
        return Array.ConvertAll(Outputs(graph, Isa.Scalar, inputs), t => t.As<float>()[0] / weights[0]);
    }

    private static void Check(OperatorCase item)
    {
        Tensor[] inputs = item.MakeInputs();
        float[] weights = [];
        List<int> trained = [];
        Tensor[] given = Array.FindAll(inputs, t => !item.Inputs[Array.IndexOf(inputs, t)].IsConstant);
        Graph Build() => WithGradient(item, inputs, out weights, out trained);

        Tensor[] gradients = Outputs(Build(), Isa.Scalar, given);
        foreach (Isa isa in InstructionSets.All)
        {
            AssertSame(gradients, Outputs(Build(), isa, given), $"{item}: gradient on {isa}");
            AssertSame(gradients, Outputs(Build(), isa, given, share: true), $"{item}: gradient on {isa}, in place");
            AssertSame(gradients, Outputs(Build(), isa, given, split: Split.EachAlone), $"{item}: gradient on {isa}, in pieces");
        }

        for (int i = 0; i < trained.Count; i++)
            CompareWithDifferences(item, inputs, trained[i], weights, gradients[i].As<float>());
    }

    /// <summary>The case's graph with its gradients as outputs, in the order of <paramref name="trained"/> (indices of the case's inputs).</summary>
    private static Graph WithGradient(OperatorCase item, Tensor[] inputs, out float[] weights, out List<int> trained)
    {
        Graph graph = item.Build(inputs);
        Value y = graph.Outputs[0].Value;
        weights = new float[y.Shape.Count];
        new CounterRandom(99, 0).FillUniform(weights, -1, 1);
        Value weight = Value.Constant("weights", Tensor.Of<float>(y.Shape, weights));
        Value weighted = graph.Add("weighted", new Mul(), y, weight).Output;
        int[] all = new int[y.Shape.Rank];
        for (int i = 0; i < all.Length; i++)
            all[i] = i;
        Value sum = all.Length == 0 ? weighted : graph.Add("sum", new Reduce(ReduceKind.Sum, new Axes(all)), weighted).Output;
        Value loss = graph.Add("loss", new Reshape(default), sum).Output;

        trained = [];
        List<Value> wanted = [];
        int input = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (item.Inputs[i].IsConstant)
                continue;
            Value value = graph.Inputs[input++];
            if (value.Type == ElementType.Float32)
            {
                trained.Add(i);
                wanted.Add(value);
            }
        }

        Dictionary<Value, Value> gradients = [];
        Backward.Append(graph, loss, wanted, (value, gradient) => gradients[value] = gradient);
        graph.Outputs.Clear();
        foreach (Value value in wanted)
        {
            Assert.True(gradients.ContainsKey(value), $"{item}: no gradient reaches {value}.");
            graph.Outputs.Add(($"d{value.Name}", gradients[value]));
        }

        return graph;
    }

    private static void CompareWithDifferences(OperatorCase item, Tensor[] inputs, int index, float[] weights, ReadOnlySpan<float> gradient)
    {
        double[][] x = Array.ConvertAll(inputs, ToDoubles);
        for (int i = 0; i < gradient.Length; i++)
        {
            double at = x[index][i];
            x[index][i] = at + Difference;
            double above = Loss(item, x, weights);
            x[index][i] = at - Difference;
            double below = Loss(item, x, weights);
            x[index][i] = at;
            double expected = (above - below) / (2 * Difference);
            double error = Math.Abs(gradient[i] - expected) / Math.Max(1, Math.Abs(expected));
            Assert.True(error <= item.GradientTolerance, $"{item}: the gradient of element {i} of input {index} (at {at:R}) is {gradient[i]:R}, differences give {expected:R}.");
        }
    }

    private static double Loss(OperatorCase item, double[][] x, float[] weights)
    {
        double[] y = item.Reference!(x);
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
            sum += y[i] * weights[i];
        return sum;
    }

    private static Tensor[] Outputs(Graph graph, Isa isa, Tensor[] inputs, bool share = false, Split split = Split.Whole)
    {
        using GraphRun run = new(graph, isa, inputs, share);
        run.Run(split);
        return run.Outputs();
    }

    private static void AssertSame(Tensor[] expected, Tensor[] actual, string what)
    {
        for (int i = 0; i < expected.Length; i++)
            InstructionSets.SameBits(expected[i].As<float>().ToArray(), actual[i].As<float>().ToArray(), what);
    }

    private static double[] ToDoubles(Tensor tensor) => tensor.Type.IsFloat()
        ? Array.ConvertAll(tensor.ToFloat32(), v => (double)v)
        : Array.ConvertAll(tensor.ToInt64(), v => (double)v);
}
