using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// The import rule that ONNX's RNN, GRU and LSTM share: for each direction the products of all steps' inputs as one <see cref="Gemm"/>, then
/// a <see cref="RecurrentScan"/>; states and outputs brought from and to ONNX's shapes.
/// </summary>
internal sealed class RecurrentImport
{
    private readonly ImportNode node;
    private readonly int gates;
    private readonly int directions;
    private readonly bool batchFirst;
    private readonly int hidden;
    private readonly Value x; // [T, B, I]

    /// <summary>Makes the scan of one direction.</summary>
    public delegate RecurrentScan MakeScan(CellActivation[] functions, float clip, bool reverse);

    private RecurrentImport(ImportNode node, int gates, string direction)
    {
        (this.node, this.gates) = (node, gates);
        directions = direction == "bidirectional" ? 2 : 1;
        batchFirst = node.Flag("layout", false);
        Value input = node.Input(0);
        if (input.Shape.Rank != 3 || node.Input(1).Shape.Rank != 3 || node.Input(2).Shape.Rank != 3)
            Throw.Shape($"{node.Path}: an input {(batchFirst ? "[batch, time, features]" : "[time, batch, features]")} and weights of 3 axes are needed, got {input}, {node.Input(1)} and {node.Input(2)}.");
        hidden = node.Input(2).Shape[2];
        if (node.Long("hidden_size", hidden) != hidden || hidden < 1 || hidden > int.MaxValue / (2 * gates))
            Throw.Shape($"{node.Path}: hidden_size is {node.Long("hidden_size", hidden)}, the recurrent weights (input 2) are {node.Input(2)}: [directions, {gates} * hidden_size, hidden_size] is needed.");
        if (input.Shape[batchFirst ? 1 : 0] == 0)
            Throw.Shape($"{node.Path}: {input} has no steps of time: a sequence has at least one.");
        x = batchFirst ? node.Transpose(input, 1, 0, 2) : input;
        Expect(1, new Shape(directions, gates * hidden, x.Shape[2]), "weights");
        Expect(2, new Shape(directions, gates * hidden, hidden), "recurrent weights");
        Expect(3, new Shape(directions, 2 * gates * hidden), "biases");
        Expect(4, new Shape(Batch), "lengths of the sequences");
        Expect(5, StateShape, "initial state");
    }

    private int Batch => x.Shape[1];

    private Shape StateShape => batchFirst ? new Shape(Batch, directions, hidden) : new Shape(directions, Batch, hidden);

    public static void Run(ImportNode node, int gates, string[] usual, bool hasCell, MakeScan make)
    {
        node.Compose();
        node.Ignore("output_sequence"); // of version 1: whether the first output is wanted, which its name says too
        string direction = node.String("direction", "forward").ToLowerInvariant();
        if (direction is not ("forward" or "reverse" or "bidirectional"))
            Throw.Format($"{node.Path}: direction '{direction}' is not forward, reverse or bidirectional.");
        RecurrentImport import = new(node, gates, direction);
        float clip = node.Float("clip", 0);
        if (clip < 0 || float.IsNaN(clip))
            Throw.Format($"{node.Path}: a clip of {clip}: use a positive number, or leave it out.");
        CellActivation[] functions = import.Functions(usual);
        Value[][] outputs = new Value[import.directions][];
        for (int d = 0; d < outputs.Length; d++)
        {
            RecurrentScan scan = make(functions[(d * usual.Length)..], clip == 0 ? float.PositiveInfinity : clip, direction == "reverse" || d == 1);
            outputs[d] = import.Scan(scan, d, hasCell);
        }

        List<Value> results = [import.Sequences(outputs), import.States(outputs, 1)];
        if (hasCell)
            results.Add(import.States(outputs, 2));
        node.Return([.. results]);
    }

    private void Expect(int input, Shape shape, string what)
    {
        if (node.Optional(input) is { } value && value.Shape != shape)
            Throw.Shape($"{node.Path}: the {what} (input {input}) must be {shape}, got {value}.");
    }

    /// <summary>The functions of all directions; the parameters of the list go to those that take one, in order.</summary>
    private CellActivation[] Functions(string[] usual)
    {
        string[] names = node.Strings("activations") ?? [];
        if (names.Length == 0)
            names = directions == 2 ? [.. usual, .. usual] : usual;
        if (names.Length != directions * usual.Length)
            Throw.Format($"{node.Path}: {names.Length} activations, expected {usual.Length} for each of {directions} direction(s).");
        float[] alphas = node.Floats("activation_alpha") ?? [], betas = node.Floats("activation_beta") ?? [];
        int alpha = 0, beta = 0;
        CellActivation[] functions = new CellActivation[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            if (CellActivation.Find(names[i]) is not { } kind)
            {
                node.Refuse($"activation '{names[i]}' is unknown: ONNX has {string.Join(", ", Enum.GetNames<CellActivationKind>())}");
                return functions;
            }

            functions[i] = new CellActivation(kind, Next(alphas, ref alpha, CellActivation.DefaultAlpha(kind)), Next(betas, ref beta, CellActivation.DefaultBeta(kind)));
        }

        if (alpha < alphas.Length || beta < betas.Length)
            node.Refuse($"its activations take {alpha} alpha and {beta} beta values, got {alphas.Length} and {betas.Length}");
        return functions;
    }

    private static float Next(float[] values, ref int next, float? fallback)
    {
        if (fallback is not { } value)
            return 0;
        return next < values.Length ? values[next++] : value;
    }

    private Value[] Scan(RecurrentScan scan, int direction, bool hasCell)
    {
        int all = gates * hidden, features = x.Shape[2];
        Value w = Part(node.Input(1), 0, direction, new Shape(all, features)), r = Part(node.Input(2), 0, direction, new Shape(all, hidden));
        Value? bias = node.Optional(3) is { } biases ? Part(biases, 0, direction, new Shape(2 * all)) : null;
        Value? inputBias = bias is null ? null : node.Emit(Slice.Of(bias.Shape, 0, 0, all), bias);
        Value? stateBias = bias is null ? null : node.Emit(Slice.Of(bias.Shape, 0, all, all), bias);
        Value rows = node.Reshape(x, new Shape(x.Shape[0] * Batch, features));
        Value projected = node.Emit(new Gemm(TransB: true, Bounds.None), rows, w, inputBias);
        List<Value?> operands = [node.Reshape(projected, new Shape(x.Shape[0], Batch, all)), r, stateBias, Initial(5, direction), node.Optional(4)];
        if (hasCell)
        {
            Expect(6, StateShape, "initial cell state");
            Expect(7, new Shape(directions, 3 * hidden), "peepholes");
            operands.Add(Initial(6, direction));
            operands.Add(node.Optional(7) is { } peepholes ? Part(peepholes, 0, direction, new Shape(3 * hidden)) : null);
        }

        return node.EmitAll(scan, [.. operands]);
    }

    private Value Part(Value value, int axis, int index, Shape shape)
    {
        if (value.Shape[axis] > 1)
            value = node.Emit(Slice.Of(value.Shape, axis, index, 1), value);
        return node.Reshape(value, shape);
    }

    /// <summary>A direction's state before the first step; null for zeros, which exporters like to write out.</summary>
    private Value? Initial(int input, int direction)
    {
        if (node.Optional(input) is not { } value || (value.IsConstant && !value.Data!.Bytes.ContainsAnyExcept((byte)0)))
            return null;
        return Part(value, batchFirst ? 1 : 0, direction, new Shape(Batch, hidden));
    }

    /// <summary>[T, B, H] of each direction to [T, D, B, H], or [B, T, D, H].</summary>
    private Value Sequences(Value[][] outputs)
    {
        Shape shape = new(x.Shape[0], 1, Batch, hidden);
        Value y = node.Reshape(outputs[0][0], shape);
        if (directions == 2)
            y = node.Emit(new Concat(1), y, node.Reshape(outputs[1][0], shape));
        return batchFirst ? node.Transpose(y, 2, 0, 1, 3) : y;
    }

    /// <summary>[B, H] of each direction to [D, B, H], or [B, D, H].</summary>
    private Value States(Value[][] outputs, int index)
    {
        Shape shape = new(1, Batch, hidden);
        Value y = node.Reshape(outputs[0][index], shape);
        if (directions == 2)
            y = node.Emit(new Concat(0), y, node.Reshape(outputs[1][index], shape));
        return batchFirst ? node.Transpose(y, 1, 0, 2) : y;
    }
}
