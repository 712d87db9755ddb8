namespace EdgeRuntime.Operators;

/// <summary>ONNX Squeeze: axes of length 1 removed; a <see cref="Reshape"/>.</summary>
internal static class Squeeze
{
    /// <summary>ONNX Squeeze 1, 11 (attribute <c>axes</c>), 13 and newer (input); without axes, all of length 1.</summary>
    public static void Import(ImportNode node)
    {
        Shape shape = node.Input(0).Shape;
        bool[] dropped = new bool[shape.Rank];
        if (node.IntsOrInput("axes", 1) is { } axes)
        {
            foreach (int wanted in axes)
            {
                int axis = node.Axis(wanted, shape.Rank);
                if (shape[axis] != 1)
                    Throw.Shape($"{node.Path}: axis {wanted} of {node.Input(0)} has length {shape[axis]}: only axes of length 1 can be removed.");
                dropped[axis] = true;
            }
        }
        else
        {
            for (int i = 0; i < dropped.Length; i++)
                dropped[i] = shape[i] == 1;
        }

        Shape result = shape;
        for (int i = dropped.Length - 1; i >= 0; i--)
        {
            if (dropped[i])
                result = result.RemoveAt(i);
        }

        node.Return(node.Reshape(node.Input(0), result));
    }
}
