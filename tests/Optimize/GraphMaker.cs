using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace Tests.Optimize;

/// <summary>Writes small graphs in few words.</summary>
internal sealed class GraphMaker
{
    private readonly System.Random random = new(7);
    private int count;

    public Graph Graph { get; } = new("test");

    public Value Input(params int[] dims)
    {
        Value input = new($"x{Graph.Inputs.Count}", ElementType.Float32, new Shape(dims), ValueKind.Input);
        Graph.Inputs.Add(input);
        return input;
    }

    /// <summary>A constant of seeded noise in [-scale, scale).</summary>
    public Value Constant(float scale, params int[] dims) => Value.Constant($"c{count++}", GraphRun.Noise(random, new Shape(dims), scale));

    public Value Scalar(float value) => Value.Constant($"c{count++}", Tensor.Scalar(value));

    /// <summary>A weight that is being trained.</summary>
    public Value Variable(params int[] dims)
    {
        Tensor data = GraphRun.Noise(random, new Shape(dims), 1);
        return new Value($"v{count++}", data.Type, data.Shape, ValueKind.Variable, data);
    }

    public Value Add(Operator op, params Value?[] inputs) => Graph.Add($"n{count++}", op, inputs).Output;

    public Value[] AddAll(Operator op, params Value?[] inputs) => Graph.Add($"n{count++}", op, inputs).Outputs;

    public Value Transpose(Value x, params int[] order) => Add(new Transpose(new Axes(order)), x);

    public Value Reshape(Value x, params int[] dims) => Add(new Reshape(new Shape(dims)), x);

    public Value ToChannelsLast(Value x) => Transpose(x, 0, 2, 3, 1);

    public Value ToChannelsFirst(Value x) => Transpose(x, 0, 3, 1, 2);

    /// <summary>A convolution of an NHWC image with constant weights.</summary>
    public Value Conv(Value x, int outputs, int kernel, int padding = 0, int groups = 1, bool bias = true) =>
        Conv(x, Constant(1, outputs, x.Shape[^1] / groups, kernel, kernel), bias ? Constant(1, outputs) : null, padding, groups);

    public Value Conv(Value x, Value weights, Value? bias, int padding = 0, int groups = 1) =>
        Add(new Conv(Window(weights.Shape[2], 1, padding), groups, Bounds.None), x, weights, bias);

    public Value MaxPool(Value x, int kernel, int stride, int padding = 0) => Add(new MaxPool(Window(kernel, stride, padding)), x);

    public Value AveragePool(Value x, int kernel, int stride, int padding = 0, bool countPadding = false) =>
        Add(new AveragePool(Window(kernel, stride, padding), countPadding), x);

    public Value Pad(Value x, float fill, int rows, int columns) =>
        Add(new Pad(PadMode.Constant, new Axes(0, rows, columns, 0), new Axes(0, rows, columns, 0)), x, Scalar(fill));

    /// <summary>A matrix product with constant weights [N, K].</summary>
    public Value Gemm(Value x, int outputs, bool bias = true) =>
        Add(new Gemm(true, Bounds.None), x, Constant(1, outputs, x.Shape[1]), bias ? Constant(1, outputs) : null);

    private static Window Window(int kernel, int stride, int padding) =>
        new(new Axes(kernel, kernel), new Axes(stride, stride), new Axes(1, 1), new Axes(padding, padding), new Axes(padding, padding));

    public Graph Return(params Value[] values)
    {
        foreach (Value value in values)
            Graph.Outputs.Add(($"y{Graph.Outputs.Count}", value));
        return Graph;
    }
}
