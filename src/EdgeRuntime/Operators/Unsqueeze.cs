using System.Collections.Generic;

namespace EdgeRuntime.Operators;

/// <summary>ONNX Unsqueeze: axes of length 1 inserted; a <see cref="Reshape"/>.</summary>
internal static class Unsqueeze
{
    /// <summary>ONNX Unsqueeze 1, 11 (attribute <c>axes</c>), 13 and newer (input); axes count in the output's shape.</summary>
    public static void Import(ImportNode node)
    {
        Shape shape = node.Input(0).Shape;
        int[]? axes = node.IntsOrInput("axes", 1);
        if (axes is null)
            Throw.Format($"{node.Path}: it names no axes.");
        int rank = shape.Rank + axes.Length;
        SortedSet<int> inserted = [];
        foreach (int axis in axes)
        {
            if (!inserted.Add(node.Axis(axis, rank)))
                Throw.Shape($"{node.Path}: axis {axis} is inserted twice.");
        }

        foreach (int axis in inserted)
            shape = shape.Insert(axis, 1);
        node.Return(node.Reshape(node.Input(0), shape));
    }
}
