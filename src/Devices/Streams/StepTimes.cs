using System;
using System.Diagnostics;

namespace Devices.Streams;

/// <summary>How long the steps of a loop take: median and the slow ones. Memory is allocated once; where more steps come, the last ones count.</summary>
/// <param name="capacity">How many steps are kept.</param>
public sealed class StepTimes(int capacity)
{
    private readonly long[] _ticks = new long[capacity];
    private long _count;

    /// <summary>How many steps there were.</summary>
    public long Count => _count;

    /// <summary>Adds a step.</summary>
    /// <param name="begun">The <see cref="Stopwatch"/>'s time stamp when it began; it ends now.</param>
    public void Add(long begun) => _ticks[(int)(_count++ % _ticks.Length)] = Stopwatch.GetTimestamp() - begun;

    /// <summary>The time that a part of the steps did not take longer than, in microseconds; 0 before the first.</summary>
    /// <param name="part">0.5 for the median, 0.99 for all but the slowest hundredth.</param>
    public double Microseconds(double part)
    {
        int kept = (int)Math.Min(_count, _ticks.Length);
        if (kept == 0)
            return 0;
        long[] sorted = _ticks[..kept];
        Array.Sort(sorted);
        return sorted[Math.Clamp((int)Math.Ceiling(part * kept) - 1, 0, kept - 1)] * 1e6 / Stopwatch.Frequency;
    }
}
