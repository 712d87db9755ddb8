using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// What the optimizers of the domain <c>ai.onnx.preview.training</c> have in common: inputs R, T, all X, all G and then the states of each
/// weight; outputs in the same order without G. Each becomes plain arithmetic, and moves no variable of Edge's own.
/// </summary>
internal sealed class OnnxUpdate
{
    public const string Domain = "ai.onnx.preview.training";

    private readonly ImportNode node;
    private readonly float norm;

    private OnnxUpdate(ImportNode node)
    {
        this.node = node;
        norm = node.Float("norm_coefficient", 0);
        (Rate, Step) = (node.Input(0), node.Emit(new Cast(ElementType.Float32), node.Input(1)));
        if (Rate.Shape.Count != 1 || Step.Shape.Count != 1)
            Throw.Shape($"{node.Path}: the rate {Rate} and the count {node.Input(1)} must be one number each.");
        IsFirst = node.Emit(new Not(), node.Emit(new Greater(), Step, node.Scalar(0)));
    }

    /// <summary>The next weight and the next states, from a weight, its gradient with the L2 penalty, and its states.</summary>
    public delegate Value[] Rule(OnnxUpdate update, Value x, Value g, ReadOnlySpan<Value> states);

    /// <summary>The learning rate.</summary>
    public Value Rate { get; }

    /// <summary>How often the weights have moved.</summary>
    public Value Step { get; }

    /// <summary>Whether they have never moved.</summary>
    public Value IsFirst { get; }

    /// <summary>Brings in all weights of a node.</summary>
    public static void Import(ImportNode node, int states, Rule rule)
    {
        int weights = (node.InputCount - 2) / (states + 2);
        if (weights < 1 || node.InputCount != 2 + (weights * (states + 2)))
            Throw.Format($"{node.Path}: {node.InputCount} inputs are not R, T and {states + 2} for each weight.");
        OnnxUpdate update = new(node);
        Value[] results = new Value[weights * (states + 1)];
        Value[] kept = new Value[states];
        for (int i = 0; i < weights; i++)
        {
            Value x = node.Input(2 + i), g = node.Input(2 + weights + i);
            for (int k = 0; k < states; k++)
                kept[k] = node.Input(2 + ((2 + k) * weights) + i);
            if (g.Shape != x.Shape || !Array.TrueForAll(kept, state => state.Shape == x.Shape))
                Throw.Shape($"{node.Path}: the gradient {g} and the states of {x} must have its shape.");
            Value[] next = rule(update, x, update.norm == 0 ? g : update.Add(update.Times(update.norm, x), g), kept);
            for (int k = 0; k < next.Length; k++)
                results[(k * weights) + i] = next[k];
        }

        node.Return(results);
    }

    public Value Times(float factor, Value value) => node.Emit(new Scale(factor), value);

    public Value Add(Value a, Value b) => node.Emit(new Add(), a, b);

    public Value Add(Value a, float b) => node.Emit(new Add(), a, node.Scalar(b));

    public Value Subtract(Value a, Value b) => node.Emit(new Sub(), a, b);

    public Value Multiply(Value a, Value b) => node.Emit(new Mul(), a, b);

    public Value Divide(Value a, Value b) => node.Emit(new Div(), a, b);

    public Value Root(Value value) => node.Emit(new Sqrt(), value);

    /// <summary><c>1 - base^step</c>.</summary>
    public Value OneMinusPower(float of) => node.Emit(new Sub(), node.Scalar(1), node.Emit(new Pow(), node.Scalar(of), Step));

    public Value Choose(Value condition, Value yes, Value no) => node.Emit(new Where(), condition, yes, no);

    public Value Scalar(float value) => node.Scalar(value);
}
