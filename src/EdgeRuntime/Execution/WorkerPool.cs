using System;
using System.Threading;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Execution;

/// <summary>
/// A fixed set of threads that share the units of one step: worker w of n takes the w-th n-th of them. Workers spin briefly for the
/// next step and then park; the caller's thread is worker 0.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private const int Spins = 2_000; // some 20 to 50 microseconds: longer than the gap between two steps of a run

    private readonly int workers;
    private readonly Thread[] threads;
    private readonly AutoResetEvent[] wakes;
    private readonly int[] parked;
    private Step? step;
    private int generation;
    private int pending;
    private volatile bool stopping;

    public WorkerPool(int workers)
    {
        this.workers = workers;
        threads = new Thread[workers - 1];
        wakes = new AutoResetEvent[workers - 1];
        parked = new int[workers - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            int index = i;
            wakes[i] = new AutoResetEvent(false);
            threads[i] = new Thread(() => Work(index)) { IsBackground = true, Name = $"Edge worker {i + 1}" };
            threads[i].Start();
        }
    }

    /// <summary>Runs all units of <paramref name="work"/> and returns when they are done.</summary>
    public void Run(Step work)
    {
        step = work;
        Volatile.Write(ref pending, threads.Length);
        Interlocked.Increment(ref generation);
        Wake();
        RunShare(work, 0);
        SpinWait spin = default;
        while (Volatile.Read(ref pending) != 0)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    public void Dispose()
    {
        stopping = true;
        Interlocked.Increment(ref generation);
        Wake();
        foreach (Thread thread in threads)
            thread.Join();
        foreach (AutoResetEvent wake in wakes)
            wake.Dispose();
    }

    private void Wake()
    {
        for (int i = 0; i < parked.Length; i++)
        {
            if (Interlocked.Exchange(ref parked[i], 0) == 1)
                wakes[i].Set();
        }
    }

    private void Work(int index)
    {
        int seen = 0;
        while (true)
        {
            WaitForGeneration(index, seen);
            seen = Volatile.Read(ref generation);
            if (stopping)
                return;
            RunShare(step!, index + 1);
            Interlocked.Decrement(ref pending);
        }
    }

    private void WaitForGeneration(int index, int seen)
    {
        for (int i = 0; i < Spins; i++)
        {
            if (Volatile.Read(ref generation) != seen)
                return;
            Thread.SpinWait(8);
        }

        while (Volatile.Read(ref generation) == seen)
        {
            Interlocked.Exchange(ref parked[index], 1);
            // Between the look and the mark the step may have come; then nobody sets the event.
            if (Volatile.Read(ref generation) != seen && Interlocked.Exchange(ref parked[index], 0) == 1)
                return;
            wakes[index].WaitOne();
        }
    }

    private void RunShare(Step work, int worker)
    {
        int first = (int)((long)work.Units * worker / workers);
        int last = (int)((long)work.Units * (worker + 1) / workers);
        if (first < last)
            work.Run(first, last, worker);
    }
}
