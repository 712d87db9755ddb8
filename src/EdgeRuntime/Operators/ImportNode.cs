using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Thrown by <see cref="ImportNode.Refuse"/>; collected, so that all unsupported nodes are reported at once.</summary>
/// <param name="reason">Why the node is not supported.</param>
/// <param name="mustBeConstant">The input that would have to be a constant, where that is the reason.</param>
internal sealed class RefusedException(string reason, Value? mustBeConstant = null) : Exception(reason)
{
    public Value? MustBeConstant { get; } = mustBeConstant;
}

/// <summary>
/// One node of a model file on its way into the graph. An operator's <c>Import</c> reads inputs and attributes from it, emits
/// Edge operators and returns the values that stand for the node's outputs. An attribute that nobody read is an error.
/// </summary>
internal sealed class ImportNode(
    string type, string name, int opset, ulong? trainingSeed, Graph graph,
    Value?[] inputs, string[] outputNames, IReadOnlyDictionary<string, object> attributes)
{
    private readonly HashSet<string> read = [];
    private int emitted;
    private bool named;
    private bool isComposed;

    /// <summary>The operator's name in the file.</summary>
    public string Type { get; } = type;

    /// <summary>The version of the operator set that the file asks for.</summary>
    public int Opset { get; } = opset;

    /// <summary>Whether the graph is to be trained: dropout drops, batch normalization takes batch statistics.</summary>
    public bool Training => trainingSeed is not null;

    /// <summary>What random operators of a training graph draw from.</summary>
    public ulong Seed => trainingSeed ?? 0;

    /// <summary>The number of the training step: what moves random operators on from run to run.</summary>
    public Value StepCounter => graph.Counter ??= new Value("step counter", ElementType.Int64, default, ValueKind.Variable);

    /// <summary>Who wrote the model file.</summary>
    public string Producer => graph.Producer;

    /// <summary>A number that no other node of the graph has: tells random streams apart.</summary>
    public uint Stream => (uint)graph.Nodes.Count;

    public string Path => $"{Type} '{name}'";

    public int InputCount => inputs.Length;

    public int OutputCount => outputNames.Length;

    /// <summary>What <see cref="Return"/> was given.</summary>
    public Value[]? Results { get; private set; }

    /// <summary>Attributes that no rule has read, other than those that say nothing about the result.</summary>
    public IEnumerable<string> UnreadAttributes
    {
        get
        {
            foreach (string attribute in attributes.Keys)
            {
                if (!read.Contains(attribute))
                    yield return attribute;
            }
        }
    }

    /// <summary>Whether the file asks for output <paramref name="index"/>.</summary>
    public bool Wants(int index) => index < outputNames.Length && outputNames[index].Length > 0;

    public bool Has(int index) => Optional(index) is not null;

    public Value? Optional(int index) => index < inputs.Length ? inputs[index] : null;

    public Value Input(int index)
    {
        if (Optional(index) is not { } value)
        {
            Throw.Format($"{Path}: input {index} is missing, it has {inputs.Length}.");
            return null!;
        }

        return value;
    }

    /// <summary>The content of an input that must be known when the model is loaded, or null where the input is left out.</summary>
    public Tensor? OptionalConstant(int index)
    {
        if (Optional(index) is not { } value)
            return null;
        if (value.Kind == ValueKind.Variable)
            value.Kind = ValueKind.Constant; // a parameter of the operator, not a weight to train
        if (!value.IsConstant)
            throw new RefusedException($"input {index} ('{value.Name}') must be a constant, but it is computed at run time", value);
        return value.Data!;
    }

    public Tensor Constant(int index)
    {
        Input(index);
        return OptionalConstant(index)!;
    }

    public int[] ConstantInts(int index) => ToInts(Constant(index).ToInt64());

    public int[]? OptionalConstantInts(int index) => Has(index) ? ConstantInts(index) : null;

    public float? OptionalConstantFloat(int index) => OptionalConstant(index) is { } t ? OneFloat(t, index) : null;

    public bool HasAttribute(string attribute) => attributes.ContainsKey(attribute);

    public int Int(string attribute, int fallback) => Get<long>(attribute) is { } v ? ToInt(v) : fallback;

    public long Long(string attribute, long fallback) => Get<long>(attribute) ?? fallback;

    public bool Flag(string attribute, bool fallback)
    {
        long value = Long(attribute, fallback ? 1 : 0);
        if (value is not (0 or 1))
            Throw.Format($"{Path}: {attribute} is {value}: it is 0 or 1.");
        return value == 1;
    }

    public float Float(string attribute, float fallback) => Get<float>(attribute) ?? fallback;

    public string String(string attribute, string fallback) => GetReference<string>(attribute) ?? fallback;

    public int[]? Ints(string attribute) => GetReference<long[]>(attribute) is { } v ? ToInts(v) : null;

    public long[]? Longs(string attribute) => GetReference<long[]>(attribute);

    public float[]? Floats(string attribute) => GetReference<float[]>(attribute);

    public string[]? Strings(string attribute) => GetReference<string[]>(attribute);

    public Tensor? TensorAttribute(string attribute) => GetReference<Tensor>(attribute);

    /// <summary>Integers that older operator sets hold in an attribute and newer ones in an input.</summary>
    public int[]? IntsOrInput(string attribute, int index) => Ints(attribute) ?? OptionalConstantInts(index);

    /// <summary>Says that an attribute was looked at and does not matter.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (string attribute in names)
            read.Add(attribute);
    }

    /// <summary>A negative axis counted from the end; checked.</summary>
    public int Axis(int axis, int rank)
    {
        if (axis < -rank || axis >= rank)
            Throw.Shape($"{Path}: axis {axis} is not one of the {rank} axes: use {-rank} to {rank - 1}.");
        return axis < 0 ? axis + rank : axis;
    }

    /// <summary>Says that several operators stand for the node; the first of its own type has its name.</summary>
    public void Compose() => isComposed = true;

    /// <summary>Says that the node is odd though it can be run.</summary>
    public void Warn(string text) => graph.Warnings.Add($"{Path}: {text}");

    [DoesNotReturn]
    public void Refuse(string reason) => throw new RefusedException(reason);

    /// <summary>Appends an Edge operator and gives its first output; folded at once where all inputs are constants.</summary>
    public Value Emit(Operator op, params Value?[] operands) => EmitAll(op, operands)[0];

    /// <summary>Appends an Edge operator and gives all its outputs.</summary>
    public Value[] EmitAll(Operator op, params Value?[] operands)
    {
        ElementType? narrowed = CastOperands(op, operands);

        // The operator that computes has the name of the file's node, not what moves its operands into place.
        bool isMain = !named && (op.Type == Type || !(isComposed || op.Type is "Transpose" or "Reshape" or "Cast"));
        string nodeName = isMain ? name : $"{name}/{op.Type}.{++emitted}";
        named |= isMain;
        Node node = new(nodeName, op, operands);
        Value[] results = [.. node.Outputs]; // a copy: the casts back replace its values, not those of the node
        bool isConstant = Array.TrueForAll(operands, v => v is null || v.IsConstant) && !op.IsRandom;
        if (isConstant && MayFold(results) && Evaluator.TryRun(node, graph) is { } folded)
        {
            for (int i = 0; i < results.Length; i++)
                results[i] = Value.Constant(results[i].Name, folded[i]);
        }
        else
        {
            graph.Nodes.Add(node);
        }

        if (narrowed is { } type)
        {
            for (int i = 0; i < results.Length; i++)
            {
                if (results[i].Type == ElementType.Float32)
                    results[i] = Emit(new Cast(type), results[i]);
            }
        }

        return results;
    }

    /// <summary>A tensor that stands in the file: as an initializer's, its casts and permutations may be computed at load.</summary>
    public Value Stored(Tensor tensor)
    {
        graph.Stored(tensor.Bytes.Length);
        return Constant(tensor);
    }

    /// <summary>Whether so many bytes may be computed at load; counts them if so.</summary>
    public bool MayFold(long bytes)
    {
        if (bytes > graph.FoldBudget)
            return false;
        graph.FoldBudget -= bytes;
        return true;
    }

    public Value Constant(Tensor tensor) => Value.Constant($"{name}/constant.{emitted++}", tensor);

    public Value Scalar(float value) => Constant(Tensor.Scalar(value));

    public Value Reshape(Value value, Shape shape) => value.Shape == shape ? value : Emit(new Reshape(shape), value);

    public Value Transpose(Value value, params int[] order) => Emit(new Transpose(new Axes(order)), value);

    /// <summary>[N, C, ...] to [N, ..., C], the layout of all spatial kernels.</summary>
    public Value ToChannelsLast(Value value)
    {
        int rank = value.Shape.Rank;
        int[] order = new int[rank];
        for (int i = 1; i < rank - 1; i++)
            order[i] = i + 1;
        order[rank - 1] = 1;
        return Transpose(value, order);
    }

    /// <summary>[N, ..., C] back to [N, C, ...].</summary>
    public Value ToChannelsFirst(Value value)
    {
        int rank = value.Shape.Rank;
        int[] order = new int[rank];
        order[1] = rank - 1;
        for (int i = 2; i < rank; i++)
            order[i] = i - 1;
        return Transpose(value, order);
    }

    /// <summary>Ends the rule: the values that stand for the node's outputs, in order.</summary>
    public void Return(params Value[] values) => Results = values;

    /// <summary>Casts 16- and 64-bit floats that the operator does not take to 32 bits; gives the type to cast back to.</summary>
    private ElementType? CastOperands(Operator op, Value?[] operands)
    {
        ElementType? narrowed = null;
        for (int i = 0; i < operands.Length; i++)
        {
            if (operands[i] is not { } operand || op.Takes(operand.Type))
                continue;
            if (operand.Type is not (ElementType.Float16 or ElementType.Float64))
                Refuse($"{op.Type} of {operand.Type} (input '{operand.Name}') is not supported");
            narrowed = operand.Type;
            operands[i] = Emit(new Cast(ElementType.Float32), operand);
        }

        return narrowed;
    }

    private bool MayFold(Value[] results)
    {
        long bytes = 0;
        foreach (Value result in results)
            bytes += result.Bytes;
        return MayFold(bytes);
    }

    private float OneFloat(Tensor tensor, int index)
    {
        if (tensor.Shape.Count != 1)
            Throw.Shape($"{Path}: input {index} must be one number, got {tensor}.");
        return tensor.Type.IsFloat() ? tensor.ToFloat32()[0] : tensor.ToInt64()[0];
    }

    private int[] ToInts(long[] values) => Array.ConvertAll(values, ToInt);

    // Slices write "to the end" as the largest or smallest 64-bit number: saturating keeps that meaning.
    private static int ToInt(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);

    private T? Get<T>(string attribute)
        where T : struct => Find(attribute) switch
        {
            null => null,
            T value => value,
            object other => throw new EdgeException(ErrorKind.Format, $"{Path}: attribute '{attribute}' is {KindOf(other.GetType())}, expected {KindOf(typeof(T))}."),
        };

    private T? GetReference<T>(string attribute)
        where T : class => Find(attribute) switch
        {
            null => null,
            T value => value,
            object other => throw new EdgeException(ErrorKind.Format, $"{Path}: attribute '{attribute}' is {KindOf(other.GetType())}, expected {KindOf(typeof(T))}."),
        };

    private static string KindOf(Type kind) => kind switch
    {
        _ when kind == typeof(long) => "an integer",
        _ when kind == typeof(float) => "a float",
        _ when kind == typeof(string) => "a text",
        _ when kind == typeof(long[]) => "a list of integers",
        _ when kind == typeof(float[]) => "a list of floats",
        _ when kind == typeof(string[]) => "a list of texts",
        _ when kind == typeof(Tensor) => "a tensor",
        _ => "of a kind that is not supported",
    };

    private object? Find(string attribute)
    {
        read.Add(attribute);
        return attributes.GetValueOrDefault(attribute);
    }
}
