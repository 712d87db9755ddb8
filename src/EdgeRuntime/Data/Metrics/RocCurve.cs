using System;
using System.Collections.Generic;

namespace EdgeRuntime.Data.Metrics;

/// <summary>A point of a ROC curve.</summary>
/// <param name="FalsePositiveRate">Of the negative samples, the part at or above the threshold.</param>
/// <param name="TruePositiveRate">Of the positive samples, the part at or above the threshold.</param>
/// <param name="Threshold">The score; infinity for the first point, which takes no sample.</param>
internal readonly record struct RocPoint(double FalsePositiveRate, double TruePositiveRate, double Threshold);

/// <summary>The curve whose area <see cref="RankAuc"/> gives: equal scores are one step, which makes a slope of a tie (Fawcett 2006).</summary>
internal static class RocCurve
{
    /// <summary>The points from (0, 0) to (1, 1); none where one of the two kinds is missing.</summary>
    /// <param name="scores">The score of each sample; sorted on return.</param>
    /// <param name="positive">Whether each sample is positive; follows <paramref name="scores"/>.</param>
    public static List<RocPoint> Of(float[] scores, bool[] positive)
    {
        double positives = 0;
        foreach (bool is1 in positive)
            positives += is1 ? 1 : 0;
        double negatives = positive.Length - positives;
        if (positives == 0 || negatives == 0)
            return [];
        Array.Sort(scores, positive);
        List<RocPoint> points = [new RocPoint(0, 0, double.PositiveInfinity)];
        int found = 0, wrong = 0;
        for (int i = scores.Length - 1; i >= 0; i--)
        {
            found += positive[i] ? 1 : 0;
            wrong += positive[i] ? 0 : 1;
            if (i == 0 || !scores[i].Equals(scores[i - 1]))
                points.Add(new RocPoint(wrong / negatives, found / positives, scores[i]));
        }

        return points;
    }
}
