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
/// Gradients of a case against central differences of its double-precision reference, and bit by bit between instruction sets, splits over
/// workers and memory shared in place. The loss is a sum of output 0 with random weights; weights of the operator take part too.
/// </summary>
internal static class GradientCheck
{
    private const double Difference = 1e-5, Tolerance = 1e-4;
    private const double KinkTolerance = 0.01; // slopes on both sides of a point differ by more only where it is a kink
    private const double Floor = 0.01; // sizes below count as this, since a gradient may be rounding alone
    private const int Elements = 48; // of each input; all of them take part in one random direction

    /// <summary>Fails where a gradient differs, or where no difference could be judged.</summary>
    public static void Run(OperatorCase item)
    {
        Tensor[] inputs = item.MakeInputs();
        item = Learning(item, inputs);
        float[] weights = [];
        List<int> trained = [];
        Tensor[] given = SlopeCheck.RunTime(item, inputs);
        Graph Build() => WithGradient(item, inputs, out weights, out trained);

        Tensor[] gradients = Outputs(Build(), Isa.Scalar, given);
        foreach (Isa isa in InstructionSets.All)
        {
            AssertSame(gradients, Outputs(Build(), isa, given), $"{item}: gradient on {isa}");
            AssertSame(gradients, Outputs(Build(), isa, given, share: true), $"{item}: gradient on {isa}, in place");
            AssertSame(gradients, Outputs(Build(), isa, given, split: Split.EachAlone), $"{item}: gradient on {isa}, in pieces");
        }

        int judged = 0;
        for (int i = 0; i < trained.Count; i++)
            judged += CompareWithDifferences(item, inputs, trained[i], weights, gradients[i].As<float>());
        Assert.True(judged > 0 || !Array.Exists(gradients, g => g.Shape.Count > 0), $"{item}: kinks everywhere: give it other inputs, or say why it has no gradient.");
    }

    /// <summary>The gradients of an operator of scalars, with a weight of 1.</summary>
    public static float[] OfScalars(OperatorCase item)
    {
        Tensor[] inputs = item.MakeInputs();
        Graph graph = WithGradient(item, inputs, out float[] weights, out _);
        return Array.ConvertAll(Outputs(graph, Isa.Scalar, inputs), t => t.As<float>()[0] / weights[0]);
    }

    /// <summary>Weights that the operator must know at load are parameters of it and not learnt.</summary>
    private static OperatorCase Learning(OperatorCase item, Tensor[] inputs)
    {
        OperatorCase learning = item.WithWeightsAtRunTime();
        try
        {
            learning.Build(inputs);
            return learning;
        }
        catch (EdgeException refusal) when (refusal.Kind == ErrorKind.Unsupported)
        {
            return item;
        }
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
            Value gradient = gradients.GetValueOrDefault(value) ?? Value.Constant($"d{value.Name}", new Tensor(ElementType.Float32, value.Shape));
            graph.Outputs.Add(($"d{value.Name}", gradient));
        }

        return graph;
    }

    /// <summary>Compares single elements and one direction; gives how many of them lie away from kinks.</summary>
    private static int CompareWithDifferences(OperatorCase item, Tensor[] inputs, int index, float[] weights, ReadOnlySpan<float> gradient)
    {
        double[][] x = Array.ConvertAll(inputs, ToDoubles);
        double[] start = [.. x[index]];
        double middle = Loss(item, x, weights);
        float[] noise = new float[gradient.Length];
        new CounterRandom(98, 0).FillUniform(noise, -1, 1);
        (double largest, double norm, double along) = Sizes(gradient, noise);
        int elements = Math.Min(Elements, gradient.Length), judged = 0;
        for (int probe = 0; probe <= elements && gradient.Length > 0; probe++)
        {
            int element = probe == elements ? -1 : (int)((long)probe * gradient.Length / elements);
            double actual = element < 0 ? along : gradient[element];
            double above = Loss(item, Moved(Difference), weights), below = Loss(item, Moved(-Difference), weights);
            double expected = (above - below) / (2 * Difference);
            double size = Math.Max(element < 0 ? norm : largest, Math.Max(Math.Abs(expected), Floor));
            if (Math.Abs(above - (2 * middle) + below) / Difference > KinkTolerance * size)
                continue;
            judged++;
            Assert.True(
                Math.Abs(actual - expected) <= Tolerance * size,
                $"{item}: the gradient of input {index} along {(element < 0 ? "all elements" : $"element {element} (at {start[element]:R})")} is {actual:R}, differences give {expected:R} (of a size of {size:G3}).");

            double[][] Moved(double step)
            {
                for (int i = 0; i < start.Length; i++)
                    x[index][i] = start[i] + (element < 0 ? step * noise[i] : i == element ? step : 0);
                return x;
            }
        }

        return judged;
    }

    private static (double Largest, double Norm, double Along) Sizes(ReadOnlySpan<float> gradient, float[] direction)
    {
        double largest = 0, squares = 0, along = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(gradient[i]));
            squares += (double)gradient[i] * gradient[i];
            along += (double)gradient[i] * direction[i];
        }

        return (largest, Math.Sqrt(squares), along);
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
