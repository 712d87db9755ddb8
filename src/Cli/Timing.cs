using System;
using System.Diagnostics;

namespace EdgeCli;

/// <summary>Times of one action, in microseconds.</summary>
/// <param name="Median">The middle one.</param>
/// <param name="P10">A tenth were shorter.</param>
/// <param name="P90">A tenth were longer.</param>
/// <param name="P99">A hundredth were longer.</param>
/// <param name="Max">The longest.</param>
/// <param name="Samples">How many samples.</param>
/// <param name="AllocatedBytes">What all of them together allocated on the managed heap, on all threads.</param>
internal readonly record struct Timing(double Median, double P10, double P90, double P99, double Max, int Samples, long AllocatedBytes)
{
    // A tick of the clock and the call around a sample must not show: short actions are repeated within one.
    private const double SampleMicroseconds = 20;
    private const int MostSamples = 2_000_000;

    /// <summary>Times an action for so many seconds, or exactly so many runs, after a warm-up.</summary>
    /// <param name="action">What is timed; it should allocate nothing.</param>
    /// <param name="seconds">How long, where <paramref name="runs"/> is null.</param>
    /// <param name="runs">How many samples.</param>
    /// <param name="warmupRuns">Runs before the first sample; null for a tenth of the seconds.</param>
    public static Timing Measure(Action action, double seconds, int? runs, int? warmupRuns)
    {
        int repeats = WarmUp(action, seconds, warmupRuns);
        int capacity = runs ?? (int)Math.Clamp(seconds * 1e6 / SampleMicroseconds, 1, MostSamples);
        double[] samples = new double[capacity];
        int count = 0;
        long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        long begin = Stopwatch.GetTimestamp();
        while (count < capacity && (runs is not null || count == 0 || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds))
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < repeats; i++)
                action();
            samples[count++] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / repeats;
        }

        long allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        Array.Resize(ref samples, count);
        Array.Sort(samples);
        return new Timing(At(samples, 0.5), At(samples, 0.1), At(samples, 0.9), At(samples, 0.99), samples[^1], count, allocated);
    }

    private static int WarmUp(Action action, double seconds, int? warmupRuns)
    {
        double shortest = double.PositiveInfinity;
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < 3 || (warmupRuns is { } wanted ? i < wanted : Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds / 10); i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            shortest = Math.Min(shortest, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return shortest >= SampleMicroseconds ? 1 : (int)Math.Ceiling(SampleMicroseconds / Math.Max(shortest, 0.05));
    }

    private static double At(double[] sorted, double part) => sorted[(int)Math.Round(part * (sorted.Length - 1))];
}
