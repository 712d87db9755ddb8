using System;
using System.Globalization;
using EdgeRuntime;

namespace EdgeCli.Conformance;

/// <summary>Whether an output is the stored one, as the ONNX runner judges: type and shape equal, floats close, all else exact.</summary>
internal static class Comparison
{
    private const double RelativeTolerance = 1e-3;
    private const double AbsoluteTolerance = 1e-7;

    /// <summary>Null where they agree, else what differs in one line.</summary>
    public static string? Difference(string name, Tensor actual, Tensor expected)
    {
        if (actual.Type != expected.Type || actual.Shape != expected.Shape)
            return $"output '{name}' is {actual}, expected {expected}";
        return expected.Type.IsFloat() ? OfFloats(name, Doubles(actual), Doubles(expected)) : OfBytes(name, actual, expected);
    }

    public static bool IsClose(double actual, double expected) =>
        actual == expected
        || (double.IsNaN(actual) && double.IsNaN(expected))
        || (double.IsFinite(expected) && Math.Abs(actual - expected) <= AbsoluteTolerance + (RelativeTolerance * Math.Abs(expected)));

    /// <summary>Float elements of any width, widened.</summary>
    public static double[] Doubles(Tensor tensor)
    {
        double[] values = new double[tensor.Shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = tensor.Type switch
            {
                ElementType.Float64 => tensor.As<double>()[i],
                ElementType.Float16 => (double)tensor.As<Half>()[i],
                _ => tensor.As<float>()[i],
            };
        }

        return values;
    }

    private static string? OfFloats(string name, double[] actual, double[] expected)
    {
        int wrong = 0, worst = 0;
        double worstError = -1;
        for (int i = 0; i < actual.Length; i++)
        {
            if (IsClose(actual[i], expected[i]))
                continue;
            wrong++;
            double error = Math.Abs(actual[i] - expected[i]) / Math.Max(Math.Abs(expected[i]), AbsoluteTolerance);
            if (double.IsNaN(error) || error > worstError)
                (worst, worstError) = (i, double.IsNaN(error) ? double.PositiveInfinity : error);
        }

        return wrong == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"output '{name}': {wrong} of {actual.Length} elements differ, most element {worst}: {actual[worst]:G9}, expected {expected[worst]:G9}");
    }

    private static string? OfBytes(string name, Tensor actual, Tensor expected)
    {
        int same = actual.Bytes.CommonPrefixLength(expected.Bytes);
        if (same == expected.Bytes.Length)
            return null;
        int element = same / expected.Type.Size();
        return $"output '{name}': element {element} is {actual.ToInt64()[element]}, expected {expected.ToInt64()[element]}";
    }
}
