using System;
using System.Collections.Generic;
using EdgeRuntime;

namespace EdgeCli.Conformance;

/// <summary>
/// Training dropout is random: the stored mask is numpy's, so that such a case is judged by what every mask must fulfil. Each element is
/// dropped or scaled by <c>1 / (1 - ratio)</c>, the share of dropped ones is the ratio within four standard deviations, and a mask that is
/// given out says the same.
/// </summary>
internal static class DropoutCheck
{
    public static bool Applies(string caseName)
    {
        string name = caseName[(caseName.LastIndexOf('/') + 1)..];
        return name.StartsWith("test_training_dropout", StringComparison.Ordinal) && !name.Contains("zero_ratio", StringComparison.Ordinal);
    }

    public static string? Difference(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> outputs)
    {
        double[] x = Comparison.Doubles(inputs[0]);
        double[] y = Comparison.Doubles(outputs[0]);
        double ratio = inputs.Count > 1 && inputs[1].Type.IsFloat() ? Comparison.Doubles(inputs[1])[0] : 0.5;
        if (outputs[0].Shape != inputs[0].Shape || outputs[0].Type != inputs[0].Type)
            return $"the output is {outputs[0]}, expected {inputs[0]}";
        int dropped = 0;
        for (int i = 0; i < y.Length; i++)
        {
            bool isDropped = y[i] == 0;
            if (!isDropped && !Comparison.IsClose(y[i], x[i] / (1 - ratio)))
                return $"element {i} is {y[i]}, expected 0 or {x[i] / (1 - ratio)}";
            if (outputs.Count > 1 && outputs[1].As<bool>()[i] == isDropped)
                return $"mask element {i} contradicts the output {y[i]}";
            dropped += isDropped ? 1 : 0;
        }

        double deviation = Math.Sqrt(y.Length * ratio * (1 - ratio));
        return Math.Abs(dropped - (y.Length * ratio)) <= 4 * deviation
            ? null
            : $"{dropped} of {y.Length} elements are dropped at a ratio of {ratio}";
    }
}
