using System;
using System.Threading;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Execution;

/// <summary>
/// A fixed set of threads that share the units of one step: worker w of n has the w-th n-th of them, in chunks that are claimed one by
/// one. Who is through with its own claims those of the others, so that nobody waits for a worker whose core is busy elsewhere; only a
/// chunk that was begun is waited for. Who has nothing to do spins briefly and then parks. The caller's thread is worker 0.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private const int Spins = 150; // of 8 x 37 ns: 45 microseconds, longer than most gaps between two steps of a run, too short to steal from a busy core

    private readonly Thread[] threads;
    private readonly Share[] shares;
    private readonly Seat[] seats; // of all workers, the caller's first
    private Step? step;
    private int generation;
    private int pending; // chunks that are not done
    private volatile bool stopping;

    public WorkerPool(int workers)
    {
        shares = new Share[workers];
        seats = new Seat[workers];
        threads = new Thread[workers - 1];
        for (int i = 0; i < workers; i++)
            seats[i] = new Seat();
        for (int i = 0; i < threads.Length; i++)
        {
            int worker = i + 1;
            threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"Edge worker {worker}" };
            threads[i].Start();
        }
    }

    /// <summary>Runs all units of <paramref name="work"/> and returns when they are done.</summary>
    public void Run(Step work)
    {
        step = work;
        int chunks = 0;
        for (int i = 0; i < shares.Length; i++)
            chunks += Share.ChunksOf(work.Units, i, shares.Length);
        Volatile.Write(ref pending, chunks);
        int turn = generation + 1;
        for (int i = 0; i < shares.Length; i++)
            shares[i].Offer(turn, Share.ChunksOf(work.Units, i, shares.Length));
        Interlocked.Increment(ref generation);
        for (int i = 1; i < seats.Length; i++)
            seats[i].Wake();
        RunChunks(0);
        Await(0, static (pool, _) => Volatile.Read(ref pool.pending) == 0, 0);
    }

    public void Dispose()
    {
        stopping = true;
        Interlocked.Increment(ref generation);
        for (int i = 1; i < seats.Length; i++)
            seats[i].Wake();
        foreach (Thread thread in threads)
            thread.Join();
        foreach (Seat seat in seats)
            seat.Dispose();
    }

    private void Work(int worker)
    {
        int seen = 0;
        while (true)
        {
            Await(worker, static (pool, seen) => Volatile.Read(ref pool.generation) != seen, seen);
            seen = Volatile.Read(ref generation);
            if (stopping)
                return;
            RunChunks(worker);
        }
    }

    /// <summary>Spins, then parks, until <paramref name="come"/> holds.</summary>
    private void Await(int worker, Func<WorkerPool, int, bool> come, int argument)
    {
        for (int i = 0; i < Spins; i++)
        {
            if (come(this, argument))
                return;
            Thread.SpinWait(8);
        }

        while (!come(this, argument))
        {
            seats[worker].Mark();
            // What is waited for may have come between the look and the mark; then nobody sets the event.
            if (come(this, argument) && seats[worker].Unmark())
                return;
            seats[worker].Sleep();
        }
    }

    private void RunChunks(int worker)
    {
        for (int i = 0; i < shares.Length; i++)
        {
            int owner = (worker + i) % shares.Length;
            while (shares[owner].TryClaim(out int left))
            {
                Step work = step!;
                (int first, int last) = Share.Chunk(work.Units, owner, shares.Length, left);
                work.Run(first, last, worker);
                if (Interlocked.Decrement(ref pending) == 0)
                    seats[0].Wake();
            }
        }
    }
}
