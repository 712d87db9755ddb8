using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using EdgeRuntime.Random;
using EdgeRuntime.Simd;
using Xunit;

namespace Tests.Execution;

/// <summary>
/// Graphs of operators that are views, work in place or write into each other's outputs, in random order: what the planner lets share
/// memory must give what every node gives alone.
/// </summary>
public class RandomGraphTests
{
    private const int Graphs = 150, Nodes = 14;

    [Fact]
    public void SharedMemoryGivesWhatEveryNodeGivesAlone()
    {
        for (ulong seed = 0; seed < Graphs; seed++)
        {
            (Graph graph, List<Tensor> inputs, List<Tensor> expected) = Make(seed);
            Check(graph, inputs, expected, 0, $"graph {seed}");
        }
    }

    [Fact]
    public void TheOptimizerKeepsEveryResult()
    {
        for (ulong seed = 0; seed < Graphs; seed++)
        {
            (Graph graph, List<Tensor> inputs, List<Tensor> expected) = Make(seed);
            string before = string.Join("\n", graph.Nodes);
            Optimizer.Run(graph);
            Check(graph, inputs, expected, 1e-5f, $"optimized graph {seed}:\n{before}\n--\n{string.Join("\n", graph.Nodes)}\n");
        }
    }

    private static void Check(Graph graph, List<Tensor> inputs, List<Tensor> expected, float tolerance, string what)
    {
        using Executable executable = Compiler.Compile(graph, new CompileOptions(Dispatch.Default, 1, null, KeepInputs: false));
        for (int run = 0; run < 2; run++)
        {
            for (int i = 0; i < inputs.Count; i++)
                inputs[i].Bytes.CopyTo(Memory(executable, graph.Inputs[i]));
            executable.Run();
            for (int o = 0; o < expected.Count; o++)
            {
                ReadOnlySpan<float> actual = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(Memory(executable, graph.Outputs[o].Value));
                for (int i = 0; i < actual.Length; i++)
                {
                    float wanted = expected[o].As<float>()[i];
                    if (!(Math.Abs(actual[i] - wanted) <= tolerance * Math.Max(1, Math.Abs(wanted))))
                        Assert.Fail($"{what}, run {run}, output {o} ({graph.Outputs[o].Value}): element {i} is {actual[i]}, expected {wanted}.");
                }
            }
        }
    }

    private static unsafe Span<byte> Memory(Executable executable, Value value) => new((void*)executable.Pointer(value), (int)value.Bytes);

    private static (Graph Graph, List<Tensor> Inputs, List<Tensor> Outputs) Make(ulong seed)
    {
        Dice dice = new(seed);
        Graph graph = new($"random {seed}");
        Dictionary<Value, Tensor> contents = [];
        List<Value> values = [];
        List<Tensor> inputs = [];
        for (int i = 0; i < 2; i++)
        {
            Tensor tensor = new(ElementType.Float32, new Shape(1, 2, 4, 6));
            new CounterRandom(seed, (uint)i + 9).FillUniform(tensor.As<float>(), -2, 2);
            Value input = new($"x{i}", tensor.Type, tensor.Shape, ValueKind.Input);
            graph.Inputs.Add(input);
            inputs.Add(tensor);
            values.Add(input);
            contents[input] = tensor;
        }

        while (graph.Nodes.Count < Nodes)
        {
            // Mostly what came last, so that chains grow.
            Value x = values[^(1 + Math.Min(dice.Below(values.Count), dice.Below(values.Count)))];
            Value other = values[dice.Below(values.Count)];
            if (Operator(dice, x, other) is not { } made || x.Shape.Count > 2000)
                continue;
            Node node = graph.Add($"n{graph.Nodes.Count}", made.Operator, made.Inputs);
            Value?[] constants = Array.ConvertAll(node.Inputs, v => v is null ? null : Value.Constant(v.Name, contents[v]));
            Tensor[] results = Evaluator.Run(new Node(node.Name, made.Operator, constants));
            for (int o = 0; o < results.Length; o++)
            {
                contents[node.Outputs[o]] = results[o];
                values.Add(node.Outputs[o]);
            }
        }

        List<Tensor> outputs = [];
        for (int i = 0; i < 3; i++)
        {
            Value output = i == 0 ? values[^1] : values[2 + dice.Below(values.Count - 2)];
            graph.Outputs.Add(($"y{i}", output));
            outputs.Add(contents[output]);
        }

        graph.RemoveDead();
        return (graph, inputs, outputs);
    }

    /// <summary>An operator that fits, or null where the dice fell on one that does not.</summary>
    private static (Operator Operator, Value[] Inputs)? Operator(Dice dice, Value x, Value other)
    {
        Shape shape = x.Shape;
        int axis = dice.Below(shape.Rank), length = shape[axis];
        switch (dice.Below(12))
        {
            case 0:
                return (new Relu(), [x]);
            case 1:
                return x.Shape == other.Shape ? (new Add(), [x, other]) : null;
            case 2:
                return (new Softmax(axis), [x]);
            case 3:
                int start = dice.Below(length);
                return (Slice.Of(shape, axis, start, 1 + dice.Below(length - start)), [x]);
            case 4:
                return length < 2 ? null : (new Split(axis, new Axes(1, length - 1)), [x]);
            case 5:
                bool fits = other.Shape.Rank == shape.Rank && other.Shape.With(axis, length) == shape;
                return (new Concat(axis), fits ? [x, other, x] : [x, x]);
            case 6:
                return (new Reshape(new Shape(shape.Product(0, axis), length, shape.Product(axis + 1, shape.Rank))), [x]);
            case 7:
                return shape.Rank < 6 ? (new Reshape(shape.Insert(axis, 1)), [x]) : null;
            case 8:
                int[] order = new int[shape.Rank];
                for (int i = 0; i < order.Length; i++)
                    order[i] = i;
                dice.Shuffle(order);
                return (new Transpose(new Axes(order)), [x]);
            case 9:
                return (Pad.Around(shape.With(axis, length + 3), axis, dice.Below(4), length), [x]);
            case 10:
                return (new Reduce(dice.Below(2) == 0 ? ReduceKind.Max : ReduceKind.Mean, new Axes(axis)), [x]);
            default:
                return length == 1 ? (new Expand(shape.With(axis, 3)), [x]) : null;
        }
    }

    private sealed class Dice(ulong seed)
    {
        private readonly CounterRandom random = new(seed, 1);
        private ulong position;

        public int Below(int bound) => random.Below(bound, position++);

        public void Shuffle(int[] items)
        {
            random.Shuffle<int>(items, position);
            position += (ulong)items.Length;
        }
    }
}
