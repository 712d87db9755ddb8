using System;
using Xunit;

namespace Tests.Support;

/// <summary>Checks that something allocates nothing on the managed heap.</summary>
internal static class Allocations
{
    private const int Attempts = 3;

    /// <summary>
    /// Runs <paramref name="action"/> so many times, at least once without a byte. A collection that another test triggers in the middle can
    /// be booked on this thread, so that up to two attempts are repeated; what allocates at each run fails all of them.
    /// </summary>
    public static void None(int runs, Action action, string what = "The code")
    {
        action();
        long allocated = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < runs; i++)
                action();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated == 0)
                return;
        }

        Assert.Fail($"{what} allocated {allocated} bytes in {runs} runs.");
    }
}
