using System;
using EdgeRuntime.Data;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Training;

/// <summary>What is to be learnt of a sample, as a loss takes it: a class, the targets of the data, or the sample itself (an autoencoder).</summary>
internal static class Truth
{
    /// <summary>Refuses data whose truths the model cannot give.</summary>
    /// <param name="loss">What is made small.</param>
    /// <param name="data">Training or validation data.</param>
    /// <param name="outputs">The numbers that the model gives for a sample.</param>
    public static void Check(Loss loss, Dataset data, int outputs)
    {
        if (!loss.Classifies)
        {
            int length = data.TargetLength > 0 ? data.TargetLength : data.SampleLength;
            if (length != outputs)
                Throw.Data($"{data.Name} has {length} target values a sample{(data.TargetLength > 0 ? "" : ", the sample itself")}, the model gives {outputs}: use another network, or a loss for classes.");
            return;
        }

        if (outputs == 1 && data.ClassNames.Count > 2)
            Throw.Data($"{data.Name} has {data.ClassNames.Count} classes, the model's one output tells yes from no: use a network with an output for each class.");
        outputs = Math.Max(outputs, 2); // one output tells class 1 from class 0
        if (data.ClassNames.Count > outputs)
            Throw.Data($"{data.Name} has {data.ClassNames.Count} classes, the model tells {outputs} apart.");
        for (int i = 0; i < data.Count; i++)
        {
            if ((uint)data.Label(i) >= (uint)outputs)
                Throw.Data($"Label {data.Label(i)} of sample {i} of {data.Name} is not a class of the model: it has classes 0 to {outputs - 1}.");
        }
    }

    /// <summary>Writes the truth of one sample as a row of numbers, a class as 1 at its place.</summary>
    public static void Copy(Loss loss, Dataset data, int index, Span<float> row)
    {
        if (loss.Classifies && row.Length == 1)
        {
            row[0] = data.Label(index);
        }
        else if (loss.Classifies)
        {
            row.Clear();
            row[data.Label(index)] = 1f;
        }
        else if (data.TargetLength > 0)
        {
            data.CopyTarget(index, row);
        }
        else
        {
            data.CopySample(index, row);
        }
    }

    /// <summary>Whether an output, before its last activation, is right about the class of a truth.</summary>
    public static bool IsRight(ReadOnlySpan<float> output, ReadOnlySpan<float> truth) =>
        output.Length == 1 ? output[0] > 0f == truth[0] > 0.5f : Largest.Index(output) == Largest.Index(truth);
}
