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

    public Graph Return(params Value[] values)
    {
        foreach (Value value in values)
            Graph.Outputs.Add(($"y{Graph.Outputs.Count}", value));
        return Graph;
    }
}
