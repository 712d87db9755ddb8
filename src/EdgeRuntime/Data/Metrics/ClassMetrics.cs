using System;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Data.Metrics;

/// <summary>
/// Measures a classifier, a sample at a time: accuracy, top-k accuracy, log loss and confusion here; precision, recall, F1 and areas under
/// ROC curves by class and averaged; calibration of its probabilities; and its worst mistakes.
/// </summary>
/// <remarks>Figures that scikit-learn has follow its definitions, with its <c>zero_division=0</c> in averages.</remarks>
internal sealed partial class ClassMetrics
{
    private readonly int[,] confusion;
    private readonly float[] probabilities; // [sample, class]
    private readonly int[] labels;
    private readonly int[] predictions;
    private readonly int[] ranks; // of the label among the scores of its sample, from 0
    private double lossSum;

    /// <summary>Makes room for the results.</summary>
    /// <param name="classes">At least 2.</param>
    /// <param name="capacity">The most samples that will be added.</param>
    public ClassMetrics(int classes, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Classes = classes;
        confusion = new int[classes, classes];
        probabilities = new float[(long)classes * capacity];
        labels = new int[capacity];
        predictions = new int[capacity];
        ranks = new int[capacity];
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>Samples added so far.</summary>
    public int Count { get; private set; }

    /// <summary>Of them, those with a score that is NaN: their label ranks last, so they count as wrong.</summary>
    public int NotANumberCount { get; private set; }

    /// <summary>The part of samples whose largest score is that of their label; the first of equal scores counts.</summary>
    public double Accuracy => TopAccuracy(1);

    /// <summary>The log loss: the mean of <c>-ln p(label)</c>.</summary>
    public double Loss => lossSum / Count;

    /// <summary>The part of samples whose label is among the <paramref name="k"/> largest scores; the first of equal scores count.</summary>
    /// <param name="k">1 for accuracy; the number of classes or more gives 1.</param>
    public double TopAccuracy(int k)
    {
        int among = 0;
        for (int i = 0; i < Count; i++)
            among += ranks[i] < k ? 1 : 0;
        return (double)among / Count;
    }

    /// <summary>Samples of class <paramref name="label"/> that were taken for <paramref name="predicted"/>.</summary>
    /// <param name="label">The true class.</param>
    /// <param name="predicted">The class with the largest score.</param>
    public int Confusion(int label, int predicted) => confusion[label, predicted];

    /// <summary>Adds one sample.</summary>
    /// <param name="label">Its class.</param>
    /// <param name="scores">One number a class; a single number speaks for class 1 of two (the other has logit 0).</param>
    /// <param name="areProbabilities">Whether the scores went through a softmax (a single one: a sigmoid) already; else they are logits.</param>
    public void Add(int label, ReadOnlySpan<float> scores, bool areProbabilities)
    {
        if (scores.Length == 1 && Classes == 2)
        {
            Add(label, stackalloc float[] { areProbabilities ? 1 - scores[0] : 0, scores[0] }, areProbabilities);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Classes);
        Span<float> row = probabilities.AsSpan(Count * Classes, Classes);
        if (areProbabilities)
            scores.CopyTo(row);
        else
            Softmax(scores, row);
        (int rank, bool isNumber) = Rank(scores, label);
        NotANumberCount += isNumber ? 0 : 1;
        int predicted = isNumber ? Largest.Index(scores) : (label + 1) % Classes;
        confusion[label, predicted]++;
        // A probability that was rounded to zero would make the mean infinite: it counts as the least float above zero.
        lossSum -= areProbabilities ? Math.Log(Math.Max(scores[label], float.Epsilon)) : LogSoftmax(scores, label);
        (labels[Count], predictions[Count], ranks[Count]) = (label, predicted, rank);
        Count++;
        scoresAreStale = true;
    }

    /// <summary>The softmax of logits, in double precision.</summary>
    /// <param name="logits">One number a class.</param>
    /// <param name="target">As many probabilities.</param>
    public static void Softmax(ReadOnlySpan<float> logits, Span<float> target)
    {
        float most = logits[Largest.Index(logits)];
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp((double)logit - most);
        for (int i = 0; i < logits.Length; i++)
            target[i] = (float)(Math.Exp((double)logits[i] - most) / sum);
    }

    private static double LogSoftmax(ReadOnlySpan<float> logits, int label)
    {
        float most = logits[Largest.Index(logits)];
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp((double)logit - most);
        return (double)logits[label] - most - Math.Log(sum);
    }

    private static (int Rank, bool IsNumber) Rank(ReadOnlySpan<float> scores, int label)
    {
        int rank = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i]))
                return (scores.Length, false);
            rank += scores[i] > scores[label] || (i < label && scores[i].Equals(scores[label])) ? 1 : 0;
        }

        return (rank, true);
    }
}
