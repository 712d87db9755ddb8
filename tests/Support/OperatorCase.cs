using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import;

namespace Tests.Support;

/// <summary>One case of an operator's contract: a graph of one operator, its inputs, and what must come out.</summary>
internal sealed record OperatorCase
{
    private readonly Func<OperatorInput?[], IReadOnlyList<Tensor>, Graph> build;

    private OperatorCase(string name, OperatorInput?[] inputs, Func<OperatorInput?[], IReadOnlyList<Tensor>, Graph> build) =>
        (Name, Places, this.build) = (name, inputs, build);

    public string Name { get; init; }

    /// <summary>The ONNX operator that the case goes through on its way in; empty where it was made without the importer.</summary>
    public string OnnxName { get; private init; } = "";

    /// <summary>The inputs that are there.</summary>
    public OperatorInput[] Inputs => Array.FindAll(Places, i => i is not null)!;

    private OperatorInput?[] Places { get; init; }

    /// <summary>Output 0 in double precision from the inputs (those that are there, constants too, in order); null where another case has one.</summary>
    public Func<double[][], double[]>? Reference { get; init; }

    /// <summary>The greatest difference from the reference, relative to its size or 1, whichever is more.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Why finite differences say nothing about this case (steps, integers, random numbers); null where they must agree.</summary>
    public string? NoGradient { get; init; }

    /// <summary>The greatest difference of a gradient from finite differences, relative to its size or 1.</summary>
    public double GradientTolerance { get; init; } = 1e-2;

    /// <summary>An Edge operator as it is.</summary>
    public static OperatorCase Of(Operator op, params OperatorInput?[] inputs) => new(op.ToString(), inputs, (inputs, tensors) =>
    {
        Graph graph = new("case");
        Value?[] values = new Value?[inputs.Length];
        int next = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is not { } input)
                continue;
            Tensor data = tensors[next++];
            values[i] = input.IsConstant ? Value.Constant($"c{i}", data) : new Value($"x{i}", data.Type, data.Shape, ValueKind.Input);
            if (!input.IsConstant)
                graph.Inputs.Add(values[i]!);
        }

        foreach (Value output in graph.Add("y", op, values).Outputs)
            graph.Outputs.Add((output.Name, output));
        return graph;
    });

    /// <summary>An ONNX node, brought in by the operator's import rule.</summary>
    public static OperatorCase Onnx(string type, int opset, (string Name, object Value)[] attributes, params OperatorInput?[] inputs) =>
        Onnx(type, opset, outputs: 1, attributes, inputs);

    /// <summary>An ONNX node with several outputs.</summary>
    public static OperatorCase Onnx(string type, int opset, int outputs, (string Name, object Value)[] attributes, params OperatorInput?[] inputs)
    {
        string name = $"{type}-{opset}({string.Join(", ", Array.ConvertAll(attributes, a => $"{a.Name}={Show(a.Value)}"))})"
            + $" of {string.Join(", ", Array.ConvertAll(inputs, i => i is null ? "-" : $"{i.Type}{i.Shape}"))}";
        return new OperatorCase(name, inputs, (inputs, tensors) =>
            OnnxImporter.Import(OnnxNodes.Model(type, opset, outputs, attributes, inputs, tensors), folder: null, new ImportOptions()))
        {
            OnnxName = type,
        };
    }

    public Graph Build(IReadOnlyList<Tensor> inputs) => build(Places, inputs);

    /// <summary>The case with its weights among the run-time inputs, where gradients reach them; a single number stays a parameter.</summary>
    public OperatorCase WithWeightsAtRunTime() => this with
    {
        Places = Array.ConvertAll(Places, i => i is { IsConstant: true, Type: ElementType.Float32, Shape.Rank: > 0 } ? i with { IsConstant = false } : i),
    };

    /// <summary>The inputs' content; the same for the same case.</summary>
    public Tensor[] MakeInputs(bool special = false)
    {
        Tensor[] tensors = new Tensor[Inputs.Length];
        for (int i = 0; i < tensors.Length; i++)
            tensors[i] = special ? Inputs[i].MakeSpecial((ulong)i + 1) : Inputs[i].Make((ulong)i + 1);
        return tensors;
    }

    public override string ToString() => Name;

    private static string Show(object value) => value is Array array ? $"[{string.Join(",", (IEnumerable<object>)[.. Boxed(array)])}]" : $"{value}";

    private static IEnumerable<object> Boxed(Array array)
    {
        foreach (object item in array)
            yield return item;
    }
}
