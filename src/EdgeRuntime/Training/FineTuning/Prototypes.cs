using System;
using System.Collections.Generic;

namespace EdgeRuntime.Training;

/// <summary>Rows of a last layer from means of embeddings; computed in double precision, rounded once.</summary>
internal static class Prototypes
{
    /// <summary>Angles are cosines: a factor makes them probabilities that are neither all alike nor all certain.</summary>
    private const double AngleScale = 10;

    /// <summary>The part of a new class's own samples that is to win where no samples of the old classes say what would be lost.</summary>
    private const double Won = 0.5;

    /// <summary>The mean of embeddings; with <paramref name="unit"/> of those brought to length 1, and of length 1 itself.</summary>
    public static double[] Mean(List<float[]> shots, int length, bool unit)
    {
        double[] mean = new double[length];
        foreach (float[] shot in shots)
        {
            double norm = unit ? Norm(shot) : 1;
            for (int i = 0; i < length; i++)
                mean[i] += shot[i] / (norm * shots.Count);
        }

        if (!unit)
            return mean;
        double all = Math.Max(Math.Sqrt(Dot(mean, mean)), double.Epsilon);
        return Array.ConvertAll(mean, x => x / all);
    }

    /// <summary><c>(m x - |m|^2 / 2) / spread</c>: largest where the distance to m is least.</summary>
    public static (float[] Rows, float[] Bias) Distances(List<double[]> means, List<List<float[]>> shots, int length)
    {
        double spread = Spread(means, shots);
        float[] rows = new float[means.Count * length], bias = new float[means.Count];
        for (int c = 0; c < means.Count; c++)
        {
            for (int i = 0; i < length; i++)
                rows[(c * length) + i] = (float)(means[c][i] / spread);
            bias[c] = (float)(-Dot(means[c], means[c]) / (2 * spread));
        }

        return (rows, bias);
    }

    /// <summary>The mean directions: the length of the embedding is the same for all classes and decides nothing.</summary>
    public static (float[] Rows, float[] Bias) Angles(List<double[]> means, int length)
    {
        float[] rows = new float[means.Count * length];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = (float)(AngleScale * means[i / length][i % length]);
        return (rows, new float[means.Count]);
    }

    /// <summary>
    /// Rows beside old ones: the direction of a class, away from samples of the old classes where there are any, in the scale of the old rows
    /// around their mean. The bias balances the new samples that win against the old ones that are kept; without old ones half of the new win.
    /// </summary>
    public static (float[] Rows, float[] Bias) Beside(float[] old, float[] oldBias, List<List<float[]>> shots, List<float[]> oldShots, int length)
    {
        double[] middle = new double[length];
        for (int i = 0; i < old.Length; i++)
            middle[i % length] += old[i] / (double)oldBias.Length;
        double scale = 0;
        for (int c = 0; c < oldBias.Length; c++)
        {
            double square = 0;
            for (int i = 0; i < length; i++)
                square += (old[(c * length) + i] - middle[i]) * (old[(c * length) + i] - middle[i]);
            scale += Math.Sqrt(square) / oldBias.Length;
        }

        float[] rows = new float[shots.Count * length], bias = new float[shots.Count];
        for (int c = 0; c < shots.Count; c++)
        {
            double[] direction = Direction(shots[c], oldShots, length);
            Span<float> row = rows.AsSpan(c * length, length);
            for (int i = 0; i < length; i++)
                row[i] = (float)(middle[i] + (scale * direction[i]));
            double[] lacks = Lacks(old, oldBias, row, shots[c]);
            bias[c] = (float)(oldShots.Count == 0 ? Within(lacks, Won) : Balanced(lacks, Lacks(old, oldBias, row, oldShots)));
        }

        return (rows, bias);
    }

    private static double[] Direction(List<float[]> shots, List<float[]> oldShots, int length)
    {
        double[] direction = Mean(shots, length, unit: true);
        if (oldShots.Count == 0)
            return direction;
        double[] away = Mean(oldShots, length, unit: true);
        for (int i = 0; i < length; i++)
            direction[i] -= away[i];
        double norm = Math.Max(Math.Sqrt(Dot(direction, direction)), double.Epsilon);
        return Array.ConvertAll(direction, x => x / norm);
    }

    /// <summary>The bias that a share of the samples lacks, at most.</summary>
    private static double Within(double[] lacks, double share)
    {
        double least = lacks[Math.Min(lacks.Length - 1, (int)(share * lacks.Length))];
        return least + (1e-3 * Math.Max(1, Math.Abs(least))); // a tie goes to the older class
    }

    /// <summary>The bias that is enough for the most new samples and too little for the most old ones, in the middle of its room.</summary>
    private static double Balanced(double[] lacks, double[] spare)
    {
        double[] all = [.. lacks, .. spare];
        Array.Sort(all);
        double best = all[^1], most = -1;
        for (int i = 0; i < all.Length; i++)
        {
            double bias = i == 0 ? all[0] - 1 : (all[i - 1] + all[i]) / 2;
            int won = Below(lacks, bias), kept = spare.Length - Below(spare, bias);
            double gain = ((double)won / lacks.Length) + ((double)kept / spare.Length);
            if (gain > most)
                (most, best) = (gain, bias);
        }

        return best;
    }

    /// <summary>What a row lacks to win against the best old one, of each sample, ascending.</summary>
    private static double[] Lacks(float[] old, float[] oldBias, ReadOnlySpan<float> row, List<float[]> shots)
    {
        double[] lacks = new double[shots.Count];
        for (int s = 0; s < lacks.Length; s++)
        {
            double best = double.NegativeInfinity;
            for (int c = 0; c < oldBias.Length; c++)
                best = Math.Max(best, Dot(old.AsSpan(c * row.Length, row.Length), shots[s]) + oldBias[c]);
            lacks[s] = best - Dot(row, shots[s]);
        }

        Array.Sort(lacks);
        return lacks;
    }

    /// <summary>How many of ascending numbers are below a limit.</summary>
    private static int Below(double[] ascending, double limit)
    {
        int at = Array.BinarySearch(ascending, limit);
        return at < 0 ? ~at : at;
    }

    /// <summary>The mean squared distance of samples to their class; of classes to their middle where each has one sample.</summary>
    private static double Spread(List<double[]> means, List<List<float[]>> shots)
    {
        double inside = 0, between = 0;
        int count = 0, length = means[0].Length;
        double[] middle = new double[length];
        foreach (double[] mean in means)
        {
            for (int i = 0; i < length; i++)
                middle[i] += mean[i] / means.Count;
        }

        for (int c = 0; c < means.Count; c++)
        {
            for (int i = 0; i < length; i++)
                between += (means[c][i] - middle[i]) * (means[c][i] - middle[i]) / means.Count;
            foreach (float[] shot in shots[c])
            {
                count++;
                for (int i = 0; i < length; i++)
                    inside += (shot[i] - means[c][i]) * (shot[i] - means[c][i]);
            }
        }

        double spread = inside > 0 ? inside / count : between;
        return spread > 0 ? spread : 1;
    }

    private static double Norm(float[] x) => Math.Max(Math.Sqrt(Dot(x, x)), double.Epsilon);

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}
