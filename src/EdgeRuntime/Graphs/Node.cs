using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace EdgeRuntime.Graphs;

/// <summary>One operation of the graph: an operator, what it reads and what it writes.</summary>
internal sealed class Node
{
    private readonly List<Value> declared = new(1);
    private Value[] outputs = [];
    private int inferred; // outputs that the shape rule has declared so far

    public Node(string name, Operator op, params Value?[] inputs)
    {
        (Name, Operator, Inputs) = (name, op, inputs);
        op.Infer(this);
        if (Outputs.Length == 0)
            Fail("has no output.");
    }

    public string Name { get; set; }

    public Operator Operator { get; private set; }

    /// <summary>What it reads; null where an optional input is left out.</summary>
    public Value?[] Inputs { get; }

    public Value[] Outputs => outputs.Length == declared.Count ? outputs : outputs = [.. declared];

    public Value Output => Outputs[0];

    /// <summary>How messages call it: <c>Conv 'block3/conv'</c>.</summary>
    public string Path => $"{Operator.Type} '{Name}'";

    /// <summary>An input that must be there.</summary>
    public Value Input(int index)
    {
        if (index >= Inputs.Length || Inputs[index] is not { } value)
        {
            Fail($"needs input {index}.");
            return null!;
        }

        return value;
    }

    public Value? Optional(int index) => index < Inputs.Length ? Inputs[index] : null;

    public bool Has(int index) => Optional(index) is not null;

    public Shape Shape(int index) => Input(index).Shape;

    public ElementType Type(int index) => Input(index).Type;

    /// <summary>Declares the next output; called by <see cref="Operator.Infer"/>.</summary>
    public void AddOutput(ElementType type, Shape shape)
    {
        if (inferred++ < declared.Count)
            return;
        string name = declared.Count == 0 ? Name : $"{Name}:{declared.Count}";
        declared.Add(new Value(name, type, shape) { Producer = this });
    }

    /// <summary>
    /// Gives the node an operator that computes the same outputs and further ones: what a gradient wants to be kept. The values that it
    /// has stay what they are.
    /// </summary>
    public void Extend(Operator op)
    {
        Operator = op;
        inferred = 0;
        op.Infer(this);
    }

    /// <summary>Fails unless the first <paramref name="count"/> inputs have one shape.</summary>
    public void ExpectOneShape(int count)
    {
        for (int i = 1; i < count; i++)
        {
            if (Shape(i) != Shape(0))
                Fail($"{Input(i)} must have the shape of {Input(0)}.");
        }
    }

    [DoesNotReturn]
    public void Fail(string message) => Throw.Shape($"{Path}: {message}");

    public override string ToString() =>
        $"{string.Join(", ", (object[])Outputs)} = {Operator.Type}({string.Join(", ", Array.ConvertAll(Inputs, v => v is null ? "-" : $"'{v.Name}'"))})";
}
