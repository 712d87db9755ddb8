using System;

namespace EdgeRuntime.Data.Metrics;

/// <summary>How one class was told apart from the others; NaN where nothing can be said (a class without samples or predictions).</summary>
/// <param name="Label">The class.</param>
/// <param name="Count">Samples of the class.</param>
/// <param name="Precision"><c>right / predicted</c>.</param>
/// <param name="Recall"><c>right / there</c>.</param>
/// <param name="F1"><c>2 precision recall / (precision + recall)</c>.</param>
/// <param name="Auc">Area under the ROC curve of this class against all others, by its probability.</param>
public readonly record struct ClassScore(int Label, int Count, double Precision, double Recall, double F1, double Auc);

/// <summary>Counts what a classifier got right: accuracy, cross entropy, confusion, and scores of each class.</summary>
public sealed class ClassMetrics
{
    private readonly int[,] confusion;
    private readonly float[] probabilities; // [sample, class]
    private readonly int[] labels;
    private double lossSum;
    private int correct;

    /// <summary>Makes room for the results.</summary>
    /// <param name="classes">At least 2.</param>
    /// <param name="capacity">The most samples that will be added.</param>
    public ClassMetrics(int classes, int capacity)
    {
        Classes = classes;
        confusion = new int[classes, classes];
        probabilities = new float[(long)classes * capacity];
        labels = new int[capacity];
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>Samples added so far.</summary>
    public int Count { get; private set; }

    /// <summary>The part of samples whose largest score is that of their label; the first of equal scores counts.</summary>
    public double Accuracy => (double)correct / Count;

    /// <summary>The mean of <c>-ln p(label)</c>.</summary>
    public double Loss => lossSum / Count;

    /// <summary>Samples of class <paramref name="label"/> that were taken for <paramref name="predicted"/>.</summary>
    /// <param name="label">The true class.</param>
    /// <param name="predicted">The class with the largest score.</param>
    public int Confusion(int label, int predicted) => confusion[label, predicted];

    /// <summary>Adds one sample.</summary>
    /// <param name="label">Its class.</param>
    /// <param name="scores">One number a class.</param>
    /// <param name="areProbabilities">Whether the scores went through a softmax already; else they are logits.</param>
    public void Add(int label, ReadOnlySpan<float> scores, bool areProbabilities)
    {
        Span<float> row = probabilities.AsSpan(Count * Classes, Classes);
        if (areProbabilities)
            scores.CopyTo(row);
        else
            Softmax(scores, row);
        int best = Best(scores);
        confusion[label, best]++;
        correct += best == label ? 1 : 0;
        // A probability that was rounded to zero would make the mean infinite: it counts as the least float above zero.
        lossSum -= areProbabilities ? Math.Log(Math.Max(scores[label], float.Epsilon)) : LogSoftmax(scores, label);
        labels[Count++] = label;
    }

    /// <summary>The scores of one class.</summary>
    /// <param name="label">The class.</param>
    public ClassScore Of(int label)
    {
        int there = 0, predicted = 0, right = confusion[label, label];
        for (int other = 0; other < Classes; other++)
        {
            there += confusion[label, other];
            predicted += confusion[other, label];
        }

        double precision = predicted == 0 ? double.NaN : (double)right / predicted;
        double recall = there == 0 ? double.NaN : (double)right / there;
        double f1 = there + predicted == 0 ? double.NaN : 2.0 * right / (there + predicted);
        return new ClassScore(label, there, precision, recall, f1, Auc(label));
    }

    /// <summary>The mean of the classes' areas under the ROC curve, of those that have one; NaN where none has.</summary>
    public double MeanAuc()
    {
        double sum = 0;
        int counted = 0;
        for (int label = 0; label < Classes; label++)
        {
            double auc = Auc(label);
            if (!double.IsNaN(auc))
                (sum, counted) = (sum + auc, counted + 1);
        }

        return counted == 0 ? double.NaN : sum / counted;
    }

    /// <summary>The softmax of logits, in double precision.</summary>
    /// <param name="logits">One number a class.</param>
    /// <param name="target">As many probabilities.</param>
    public static void Softmax(ReadOnlySpan<float> logits, Span<float> target)
    {
        float most = logits[Best(logits)];
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp((double)logit - most);
        for (int i = 0; i < logits.Length; i++)
            target[i] = (float)(Math.Exp((double)logits[i] - most) / sum);
    }

    private static double LogSoftmax(ReadOnlySpan<float> logits, int label)
    {
        float most = logits[Best(logits)];
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp((double)logit - most);
        return (double)logits[label] - most - Math.Log(sum);
    }

    private static int Best(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
            best = scores[i] > scores[best] ? i : best;
        return best;
    }

    private double Auc(int label)
    {
        float[] scores = new float[Count];
        bool[] positive = new bool[Count];
        for (int i = 0; i < Count; i++)
            (scores[i], positive[i]) = (probabilities[(i * Classes) + label], labels[i] == label);
        return RankAuc.Of(scores, positive);
    }
}
