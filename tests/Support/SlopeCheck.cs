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
/// Compares the gradient that an operator appends with central differences of its own forward pass, <c>loss = sum(r * y)</c>, r random:
/// element by element for some, and for all at once along a random direction. Needs no reference (<see cref="GradientCheck"/> does, and is
/// finer), so every case of every contract takes part, weights too.
/// </summary>
internal sealed class SlopeCheck : IDisposable
{
    private const double Step = 1.0 / 128;
    private const int Elements = 10;

    private readonly OperatorCase item;
    private readonly Tensor[] runTime; // what the graph's inputs hold, moved by the differences
    private readonly Graph graph;
    private readonly List<Value> wanted;
    private readonly GraphRun forward;

    public SlopeCheck(OperatorCase item)
    {
        this.item = item;
        Tensor[] inputs = Array.ConvertAll(item.MakeInputs(), t => new Tensor(t.Type, t.Shape, t.Bytes.ToArray()));
        runTime = RunTime(item, inputs);
        graph = item.Build(inputs);
        wanted = Wanted(graph);
        forward = new GraphRun(graph, Isa.Scalar, runTime);
    }

    public void Dispose() => forward.Dispose();

    /// <summary>Fails where a gradient differs, or where no probe could be judged.</summary>
    public void Run()
    {
        if (!wanted.Exists(v => v.Shape.Count > 0) || !graph.Outputs.Exists(IsDifferentiable))
            return;
        float[]?[] gradients = Gradients(Isa.Scalar);
        foreach (Isa isa in InstructionSets.All)
            CheckSameBits(gradients, Gradients(isa), isa);
        int judged = 0;
        for (int i = 0; i < wanted.Count; i++)
        {
            float[] x = Content(wanted[i]).As<float>().ToArray();
            for (int probe = 0; probe <= Elements && x.Length > 0; probe++)
            {
                float[] direction = new float[x.Length];
                if (probe == Elements)
                    Noise(x.Length).CopyTo(direction, 0);
                else
                    direction[(int)((long)probe * 7919 % x.Length)] = 1;
                double expected = gradients[i] is { } gradient ? Dot(gradient, direction) : 0;
                double slope = Slope(wanted[i], x, direction, Step);
                double finer = Slope(wanted[i], x, direction, Step / 2);
                double size = Math.Max(1, Math.Max(Math.Abs(finer), Math.Abs(expected)));
                if (Math.Abs(slope - finer) > 0.5 * item.GradientTolerance * size)
                    continue; // a kink or a step between the two points
                judged++;
                Assert.True(
                    Math.Abs(finer - expected) <= item.GradientTolerance * size,
                    $"{item}: the gradient of {wanted[i]} along probe {probe} is {expected}, differences give {finer}.");
            }
        }

        Assert.True(judged > 0, $"{item}: kinks or steps everywhere: give it other inputs, or say why it has no gradient.");
    }

    /// <summary>The case's run-time inputs: those that are no constants.</summary>
    public static Tensor[] RunTime(OperatorCase item, Tensor[] inputs)
    {
        List<Tensor> list = [];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!item.Inputs[i].IsConstant)
                list.Add(inputs[i]);
        }

        return [.. list];
    }

    private static bool IsDifferentiable((string Name, Value Value) output) =>
        output.Value.Type == ElementType.Float32 && output.Value.Kind == ValueKind.Computed;

    /// <summary>Float inputs, and weights, which become variables; a single number is a parameter of the operator and not learnt.</summary>
    private static List<Value> Wanted(Graph graph)
    {
        List<Value> wanted = graph.Inputs.FindAll(v => v.Type == ElementType.Float32);
        foreach (Node node in graph.Nodes)
        {
            foreach (Value? input in node.Inputs)
            {
                if (input is { IsConstant: true, Type: ElementType.Float32, Shape.Rank: > 0 })
                {
                    input.Kind = ValueKind.Variable;
                    wanted.Add(input);
                }
            }
        }

        return wanted;
    }

    private void CheckSameBits(float[]?[] expected, float[]?[] actual, Isa isa)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] is { } gradient)
                InstructionSets.SameBits(gradient, actual[i]!, $"{item}: the gradient of {wanted[i]} on {isa}");
        }
    }

    private float[]?[] Gradients(Isa isa)
    {
        Tensor[] inputs = Array.ConvertAll(item.MakeInputs(), t => new Tensor(t.Type, t.Shape, t.Bytes.ToArray()));
        Graph backward = item.Build(inputs);
        List<Value> trained = Wanted(backward);
        Value? loss = null;
        foreach ((_, Value y) in backward.Outputs.FindAll(IsDifferentiable))
        {
            Value weights = Value.Constant($"r of {y.Name}", Tensor.Of<float>(y.Shape, Noise(y.Shape.Count)));
            Value flat = backward.Add("flat", new Reshape(new Shape(y.Shape.Count)), backward.Add("weighted", new Mul(), y, weights).Output).Output;
            Value sum = backward.Add("sum", new Reduce(ReduceKind.Sum, new Axes(0)), flat).Output;
            loss = loss is null ? sum : backward.Add("both", new Add(), loss, sum).Output;
        }

        Value scalar = backward.Add("loss", new Reshape(default), loss!).Output;
        Dictionary<Value, Value> found = [];
        Backward.Append(backward, scalar, trained, (value, gradient) => found[value] = gradient);
        backward.Outputs.Clear();
        foreach (Value gradient in found.Values)
            backward.Outputs.Add((gradient.Name, gradient));
        if (found.Count == 0)
            return new float[]?[trained.Count];
        using GraphRun run = new(backward, isa, RunTime(item, inputs));
        run.Run();
        Tensor[] results = run.Outputs();
        List<Value> order = [.. found.Keys];
        return [.. trained.ConvertAll(v => found.ContainsKey(v) ? results[order.IndexOf(v)].As<float>().ToArray() : null)];
    }

    private double Slope(Value value, float[] x, float[] direction, double step)
    {
        double plus = Loss(value, x, direction, step);
        double minus = Loss(value, x, direction, -step);
        x.CopyTo(Content(value).As<float>());
        return (plus - minus) / (2 * step);
    }

    private double Loss(Value value, float[] x, float[] direction, double step)
    {
        Span<float> content = Content(value).As<float>();
        for (int i = 0; i < x.Length; i++)
            content[i] = (float)(x[i] + (step * direction[i]));
        forward.Run();
        Tensor[] outputs = forward.Outputs();
        double loss = 0;
        for (int o = 0; o < outputs.Length; o++)
        {
            if (IsDifferentiable(graph.Outputs[o]))
                loss += Dot(outputs[o].As<float>().ToArray(), Noise(outputs[o].Shape.Count));
        }

        return loss;
    }

    private Tensor Content(Value value) => value.Data ?? runTime[graph.Inputs.IndexOf(value)];

    private static float[] Noise(int count)
    {
        float[] noise = new float[count];
        new CounterRandom(7, 7).FillUniform(noise, -1, 1);
        return noise;
    }

    private static double Dot(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}
