using System;
using System.Collections.Generic;

namespace EdgeRuntime.Data.Metrics;

/// <content>Precision, recall, F1 and ROC: by class and over all.</content>
internal sealed partial class ClassMetrics
{
    // Areas take a sort of all samples for each class: they are made once, after the last sample.
    private ClassScore[] scores = [];
    private bool scoresAreStale = true;

    /// <summary>The scores of one class.</summary>
    /// <param name="label">The class.</param>
    public ClassScore Of(int label)
    {
        if (scoresAreStale)
        {
            scores = new ClassScore[Classes];
            for (int i = 0; i < Classes; i++)
                scores[i] = Score(i);
            scoresAreStale = false;
        }

        return scores[label];
    }

    /// <summary>The scores of all classes as one.</summary>
    /// <param name="averaging">How; classes that neither occur nor were predicted are left out.</param>
    public AverageScore Average(Averaging averaging)
    {
        if (averaging == Averaging.Micro)
            return new AverageScore(Accuracy, Accuracy, Accuracy, PooledAuc());
        double precision = 0, recall = 0, f1 = 0, auc = 0, weights = 0, aucWeights = 0;
        for (int label = 0; label < Classes; label++)
        {
            ClassScore score = Of(label);
            if (double.IsNaN(score.F1))
                continue;
            double weight = averaging == Averaging.Macro ? 1 : score.Count;
            weights += weight;
            precision += weight * OrZero(score.Precision);
            recall += weight * OrZero(score.Recall);
            f1 += weight * score.F1;
            if (!double.IsNaN(score.Auc))
                (auc, aucWeights) = (auc + (weight * score.Auc), aucWeights + weight);
        }

        return new AverageScore(precision / weights, recall / weights, f1 / weights, auc / aucWeights);
    }

    /// <summary>The ROC curve of one class against all others, by its probability: from (0, 0) to (1, 1), a point for each different score.</summary>
    /// <param name="label">The class.</param>
    /// <returns>The points; none where all samples or none are of the class.</returns>
    public IReadOnlyList<RocPoint> Roc(int label)
    {
        (float[] ranked, bool[] positive) = Column(label);
        return RocCurve.Of(ranked, positive);
    }

    private ClassScore Score(int label)
    {
        (int there, int predicted) = Totals(label);
        int right = confusion[label, label];
        double precision = predicted == 0 ? double.NaN : (double)right / predicted;
        double recall = there == 0 ? double.NaN : (double)right / there;
        double f1 = there + predicted == 0 ? double.NaN : 2.0 * right / (there + predicted);
        return new ClassScore(label, there, precision, recall, f1, Auc(label));
    }

    private static double OrZero(double value) => double.IsNaN(value) ? 0 : value;

    private (int There, int Predicted) Totals(int label)
    {
        int there = 0, predicted = 0;
        for (int other = 0; other < Classes; other++)
        {
            there += confusion[label, other];
            predicted += confusion[other, label];
        }

        return (there, predicted);
    }

    private double Auc(int label)
    {
        (float[] ranked, bool[] positive) = Column(label);
        return RankAuc.Of(ranked, positive);
    }

    private double PooledAuc()
    {
        bool[] positive = new bool[Count * Classes];
        for (int i = 0; i < Count; i++)
            positive[(i * Classes) + labels[i]] = true;
        return RankAuc.Of(probabilities.AsSpan(0, Count * Classes).ToArray(), positive);
    }

    private (float[] Scores, bool[] Positive) Column(int label)
    {
        float[] ranked = new float[Count];
        bool[] positive = new bool[Count];
        for (int i = 0; i < Count; i++)
        {
            // Of two classes, 1 - p near 1 keeps fewer digits than p near 0: both classes are ranked by the probability of class 1.
            float score = Classes == 2 && label == 0 ? -probabilities[(i * Classes) + 1] : probabilities[(i * Classes) + label];
            (ranked[i], positive[i]) = (score, labels[i] == label);
        }

        return (ranked, positive);
    }
}
