using System;

namespace EdgeRuntime.Data.Metrics;

/// <summary>
/// The area under the ROC curve by ranks: the chance that a positive sample scores above a negative one, equal scores counting one half
/// (Mann and Whitney 1947; Fawcett, "An introduction to ROC analysis", 2006).
/// </summary>
internal static class RankAuc
{
    /// <summary>The area, or NaN where one of the two kinds is missing.</summary>
    /// <param name="scores">The score of each sample; sorted on return.</param>
    /// <param name="positive">Whether each sample is positive; follows <paramref name="scores"/>.</param>
    public static double Of(float[] scores, bool[] positive)
    {
        Array.Sort(scores, positive);
        double rankSum = 0;
        long positives = 0;
        for (int start = 0; start < scores.Length;)
        {
            int end = start;
            int tiedPositives = 0;
            while (end < scores.Length && scores[end].Equals(scores[start]))
                tiedPositives += positive[end++] ? 1 : 0;
            // All of a tie share the mean of their ranks, which count from 1.
            rankSum += tiedPositives * ((start + 1 + end) / 2.0);
            positives += tiedPositives;
            start = end;
        }

        long negatives = scores.Length - positives;
        if (positives == 0 || negatives == 0)
            return double.NaN;
        return (rankSum - (positives * (positives + 1) / 2.0)) / ((double)positives * negatives);
    }
}
