using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeCli.Report;

/// <summary>Where an axis is marked: at 1, 2 or 5 times a power of ten.</summary>
internal static class Ticks
{
    /// <summary>Marks from the first at or below <paramref name="low"/> to the first at or above <paramref name="high"/>.</summary>
    /// <param name="low">The least value.</param>
    /// <param name="high">The largest value.</param>
    /// <param name="wanted">About how many distances between marks.</param>
    /// <param name="leastStep">The least distance; 1 where only whole numbers make sense.</param>
    public static List<double> Linear(double low, double high, int wanted, double leastStep = 0)
    {
        double step = Math.Max(NiceStep((high - low) / wanted), leastStep);
        List<double> marks = [];
        long first = (long)Math.Floor((low / step) + 1e-9), last = Math.Max((long)Math.Ceiling((high / step) - 1e-9), first + 1);
        for (long i = first; i <= last; i++)
            marks.Add(i * step);
        return marks;
    }

    /// <summary>The powers of ten around positive values, with 2 and 5 between them where there are few.</summary>
    public static List<double> Logarithmic(double low, double high)
    {
        int first = (int)Math.Floor(Math.Log10(low)), last = (int)Math.Ceiling(Math.Log10(high));
        List<double> marks = [];
        double[] between = last - first <= 2 ? [1, 2, 5] : [1];
        for (int power = first; power <= last; power++)
        {
            foreach (double factor in between)
            {
                if (power < last || factor == 1)
                    marks.Add(factor * Math.Pow(10, power));
            }
        }

        while (marks.Count > 2 && marks[1] <= low)
            marks.RemoveAt(0);
        while (marks.Count > 2 && marks[^2] >= high)
            marks.RemoveAt(marks.Count - 1);
        return marks;
    }

    /// <summary>A mark's value in few letters: 0.05, 20, 30000, 1e5, 2e-5.</summary>
    public static string Label(double value)
    {
        double size = Math.Abs(value);
        if (size >= 100_000 || (size > 0 && size < 0.0001))
            return value.ToString("0.#e-0", CultureInfo.InvariantCulture);
        return value.ToString("0.#####", CultureInfo.InvariantCulture);
    }

    private static double NiceStep(double rough)
    {
        if (!(rough > 0))
            return 1;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double digits = rough / power;
        return power * (digits <= 1.0001 ? 1 : digits <= 2.0001 ? 2 : digits <= 5.0001 ? 5 : 10);
    }
}
