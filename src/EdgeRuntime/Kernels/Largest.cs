using System;

namespace EdgeRuntime.Kernels;

/// <summary>Where the largest of some numbers stands.</summary>
internal static class Largest
{
    /// <summary>The first of equal ones counts; a NaN is larger than nothing, and nothing than it.</summary>
    public static int Index(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
            best = values[i] > values[best] ? i : best;
        return best;
    }
}
