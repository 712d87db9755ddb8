using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Elements copied by one table an axis, <c>y[i, j, ...] = x[map0[i], map1[j], ...]</c>: nearest-neighbour resizing.</summary>
/// <param name="Target">The shape of the output.</param>
/// <param name="Maps">The tables of all axes behind each other, as long as the output's axes; -1 stands for <paramref name="Outside"/>.</param>
/// <param name="Outside">The value of outputs that copy nothing; other than 0 for 32-bit floats alone.</param>
internal sealed record Remap(Shape Target, Axes Maps, float Outside = 0) : Operator
{
    public override bool Takes(ElementType type) => Outside == 0 || type == ElementType.Float32;

    public override void Infer(Node node)
    {
        Shape shape = node.Shape(0);
        int at = 0;
        for (int axis = 0; axis < Target.Rank; axis++)
        {
            for (int i = 0; i < Target[axis]; i++)
            {
                if (shape.Rank != Target.Rank || at >= Maps.Count || Maps[at] < -1 || Maps[at] >= shape[axis])
                    node.Fail($"the table of axis {axis} leads outside of {node.Input(0)}.");
                at++;
            }
        }

        node.AddOutput(node.Type(0), Target);
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape shape = node.Shape(0);
        int[]?[] tables = new int[]?[shape.Rank];
        ReadOnlySpan<int> rest = Maps.Span;
        for (int axis = 0; axis < tables.Length; axis++)
        {
            tables[axis] = IsIdentity(rest[..Target[axis]], shape[axis]) ? null : rest[..Target[axis]].ToArray();
            rest = rest[Target[axis]..];
        }

        byte[]? outside = Outside == 0 ? null : BitConverter.GetBytes(Outside);
        steps.Add(new RemapStep(steps.Bytes(node.Input(0)), steps.Bytes(node.Output), shape, tables, outside, node.Type(0).Size()));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(new RemapGradient(node.Shape(0), Maps), dy));
    }

    private static bool IsIdentity(ReadOnlySpan<int> map, int length)
    {
        for (int i = 0; i < map.Length; i++)
        {
            if (map[i] != i)
                return false;
        }

        return map.Length == length;
    }
}
