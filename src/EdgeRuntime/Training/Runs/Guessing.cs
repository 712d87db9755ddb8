using System;
using EdgeRuntime.Data;

namespace EdgeRuntime.Training;

/// <summary>The loss of who looks at no sample and knows only how often each class comes: what a classifier has to beat.</summary>
internal static class Guessing
{
    /// <summary>The mean loss of the best constant output; ln(classes) of cross entropy where all classes come as often. NaN where there are no classes, or samples have weights.</summary>
    /// <param name="loss">What is made small.</param>
    /// <param name="data">What is trained on.</param>
    /// <param name="outputs">The numbers that the model gives for a sample.</param>
    public static double Loss(Loss loss, Dataset data, int outputs)
    {
        if (!loss.Classifies || loss.WeightsSamples || (loss is ClassLoss { ClassWeights: not null, TakesLabels: false }))
            return double.NaN;
        double[] shares = Shares(loss as ClassLoss, data, Math.Max(outputs, 2));
        float[] output = new float[outputs], truth = new float[outputs];
        for (int c = 0; c < outputs; c++)
            output[c] = (float)loss.Guess(shares[outputs == 1 ? 1 : c]);
        double sum = 0;
        for (int c = 0; c < shares.Length; c++)
        {
            truth.AsSpan().Clear();
            if (outputs == 1)
                truth[0] = c;
            else
                truth[c] = 1f;
            sum += shares[c] == 0 ? 0 : shares[c] * loss.Of(output, c, truth);
        }

        return sum;
    }

    private static double[] Shares(ClassLoss? loss, Dataset data, int classes)
    {
        double[] shares = new double[classes];
        double total = 0;
        for (int i = 0; i < data.Count; i++)
        {
            double weight = loss?.ClassWeights?[data.Label(i)] ?? 1;
            shares[data.Label(i)] += weight;
            total += weight;
        }

        for (int c = 0; c < classes; c++)
            shares[c] /= total;
        return shares;
    }
}
