using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>The whole tensor repeated along its axes.</summary>
/// <param name="Repeats">How often, for every axis.</param>
internal sealed record Tile(Axes Repeats) : Operator
{
    /// <summary>ONNX Tile 1 (one axis), 6, 13 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        int[] repeats;
        if (node.Opset < 6)
        {
            repeats = new int[x.Shape.Rank];
            Array.Fill(repeats, 1);
            (int[] tiles, int[] axis) = (node.ConstantInts(1), node.ConstantInts(2));
            if (tiles.Length != 1 || axis.Length != 1)
                Throw.Shape($"{node.Path}: {tiles.Length} repeats and {axis.Length} axes: expected one of each.");
            repeats[node.Axis(axis[0], x.Shape.Rank)] = tiles[0];
        }
        else
        {
            repeats = node.ConstantInts(1);
        }

        node.Return(Array.TrueForAll(repeats, r => r == 1) && repeats.Length == x.Shape.Rank ? x : node.Emit(new Tile(new Axes(repeats)), x));
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        Shape shape = node.Shape(0);
        if (Repeats.Count != shape.Rank)
            node.Fail($"{Repeats.Count} repeats for the {shape.Rank} axes of {node.Input(0)}.");
        int[] dims = shape.Dims.ToArray();
        for (int i = 0; i < dims.Length; i++)
        {
            if (Repeats[i] < 0 || (long)dims[i] * Repeats[i] > int.MaxValue)
                node.Fail($"{Repeats[i]} repeats of axis {i} of {node.Input(0)}: expected 0 or more, and at most 2^31 - 1 elements.");
            dims[i] *= Repeats[i];
        }

        node.AddOutput(node.Type(0), new Shape(dims));
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Value x = node.Input(0), y = node.Output;
        int[] own = x.Shape.Strides(), outer = y.Shape.Strides();
        int[] lengths = new int[2 * own.Length], from = new int[lengths.Length], to = new int[lengths.Length];
        for (int i = 0; i < own.Length; i++)
        {
            (lengths[2 * i], from[2 * i], to[2 * i]) = (Repeats[i], 0, x.Shape[i] * outer[i]);
            (lengths[(2 * i) + 1], from[(2 * i) + 1], to[(2 * i) + 1]) = (x.Shape[i], own[i], outer[i]);
        }

        steps.Add(new MoveStep(steps.Bytes(x), steps.Bytes(y), lengths, from, to, x.Type.Size()));
    }

    /// <summary>The sum over the repeats, one axis after the other.</summary>
    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (!gradient.Needs(node.Input(0)) || gradient.Of(node.Output) is not { } dy)
            return;
        Shape shape = node.Output.Shape;
        for (int i = 0; i < shape.Rank; i++)
        {
            if (Repeats[i] == 1)
                continue;
            int length = node.Shape(0)[i];
            Shape parted = new(shape.Product(0, i), Repeats[i], length * shape.Product(i + 1, shape.Rank));
            dy = gradient.Emit(new Reduce(ReduceKind.Sum, new Axes(1)), gradient.Emit(new Reshape(parted), dy));
            shape = shape.With(i, length);
        }

        gradient.Add(node.Input(0), gradient.Emit(new Reshape(shape), dy));
    }
}
