using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>What is known about the numbers of a value without running it.</summary>
internal static class Range
{
    /// <summary>Whether no element can be below zero (NaN may come).</summary>
    public static bool IsNonNegative(Value value)
    {
        while (value.Producer is { } node)
        {
            if (Clamp.Of(node) is { Low: >= 0 })
                return true;
            switch (node.Operator)
            {
                case Conv { Bounds.Low: >= 0 } or Gemm { Bounds.Low: >= 0 } or ConvTranspose { Bounds.Low: >= 0 } or Sigmoid or Exp or Abs:
                    return true;
                case Transpose or Reshape or Slice or MaxPool or AveragePool:
                    value = node.Input(0);
                    break;
                default:
                    return false;
            }
        }

        return false;
    }
}
