using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace EdgeRuntime.Execution;

/// <summary>
/// The chunks of one worker's part of a step that nobody has claimed: their number and the step's turn in one word, so that a claim
/// that succeeds is one of that very step. While any chunk is unclaimed the step is not over, so that who claims it reads the right step.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 128)] // two cache lines each: claims of one worker do not slow down the others
internal struct Share
{
    // Begun chunks of a descheduled worker are waited for: the smaller, the shorter; but each one costs a kernel's preparations.
    private const int MostChunks = 4;

    [FieldOffset(0)]
    private long word;

    public static int ChunksOf(int units, int worker, int workers) =>
        Math.Min(MostChunks, Start(units, worker + 1, workers) - Start(units, worker, workers));

    /// <summary>The units of the chunk that was claimed when <paramref name="left"/> of the share's chunks were left.</summary>
    public static (int First, int Last) Chunk(int units, int worker, int workers, int left)
    {
        int first = Start(units, worker, workers);
        int count = Start(units, worker + 1, workers) - first;
        int chunks = Math.Min(MostChunks, count);
        return (first + Start(count, chunks - left, chunks), first + Start(count, chunks - left + 1, chunks));
    }

    public void Offer(int turn, int chunks) => Volatile.Write(ref word, ((long)turn << 32) | (uint)chunks);

    public bool TryClaim(out int left)
    {
        while (true)
        {
            long seen = Volatile.Read(ref word);
            left = (int)seen;
            if (left == 0)
                return false;
            if (Interlocked.CompareExchange(ref word, seen - 1, seen) == seen)
                return true;
        }
    }

    private static int Start(int units, int part, int parts) => (int)((long)units * part / parts);
}
