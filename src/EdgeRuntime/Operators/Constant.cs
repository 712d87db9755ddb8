using System;

namespace EdgeRuntime.Operators;

/// <summary>ONNX Constant: a tensor in an attribute; never a node of the graph.</summary>
internal static class Constant
{
    /// <summary>ONNX Constant 1, 9, 11, 12, 13 and newer, in all forms but strings and sparse tensors.</summary>
    public static void Import(ImportNode node)
    {
        if (Tensor(node) is not { } tensor)
        {
            node.Refuse("it holds strings or a sparse tensor, or nothing: save the model with a dense tensor of numbers");
            return;
        }

        node.Return(node.Stored(tensor));
    }

    private static Tensor? Tensor(ImportNode node)
    {
        if (node.HasAttribute("value"))
            return node.TensorAttribute("value");
        if (node.HasAttribute("value_float"))
            return EdgeRuntime.Tensor.Scalar(node.Float("value_float", 0));
        if (node.Floats("value_floats") is { } floats)
            return EdgeRuntime.Tensor.Of<float>(new Shape(floats.Length), floats);
        if (node.HasAttribute("value_int"))
            return EdgeRuntime.Tensor.Of<long>(default, [node.Long("value_int", 0)]);
        return node.Longs("value_ints") is { } longs ? EdgeRuntime.Tensor.Of<long>(new Shape(longs.Length), longs) : null;
    }
}
