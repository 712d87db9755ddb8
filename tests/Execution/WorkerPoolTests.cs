using System;
using System.Threading;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using Tests.Support;
using Xunit;

namespace Tests.Execution;

public class WorkerPoolTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 16)]
    [InlineData(3, 7)]
    [InlineData(4, 1001)]
    public void EveryUnitIsRunOnceInEveryTurn(int workers, int units)
    {
        using WorkerPool pool = new(workers);
        Counting step = new(units);
        for (int turn = 1; turn <= 300; turn++)
        {
            pool.Run(step);
            Assert.All(step.Counts, count => Assert.Equal(turn, count));
        }
    }

    [Fact]
    public void StepsOfDifferentSizesDoNotMix()
    {
        using WorkerPool pool = new(3);
        Counting[] steps = [new(2), new(97), new(1), new(12)];
        for (int turn = 1; turn <= 500; turn++)
        {
            foreach (Counting step in steps)
            {
                pool.Run(step);
                Assert.All(step.Counts, count => Assert.Equal(turn, count));
            }
        }
    }

    [Fact]
    public void TheCallerFinishesWhatAStuckWorkerHasNotBegun()
    {
        using WorkerPool pool = new(2);
        Stuck step = new();
        pool.Run(step);
        Assert.True(step.AllElseWasDone, "The worker's other units waited for the worker.");
        Assert.InRange(step.LongestOfWorker, 0, (step.Units / 2) - 1);
    }

    [Fact]
    public void WaitingForASlowWorkerAllocatesNothing()
    {
        using WorkerPool pool = new(2);
        Slow step = new();
        Allocations.None(10, () => pool.Run(step));
    }

    private sealed class Counting : Step
    {
        public Counting(int units) => (Units, Counts) = (units, new int[units]);

        public int[] Counts { get; }

        public override void Run(int first, int last, int worker)
        {
            for (int i = first; i < last; i++)
                Interlocked.Increment(ref Counts[i]);
        }
    }

    /// <summary>A worker other than the caller is not through with its units until all others are done.</summary>
    private sealed class Stuck : Step
    {
        private int done;

        public Stuck() => Units = 16;

        public bool AllElseWasDone { get; private set; } = true;

        public int LongestOfWorker { get; private set; }

        public override void Run(int first, int last, int worker)
        {
            if (worker != 0)
            {
                LongestOfWorker = Math.Max(LongestOfWorker, last - first);
                AllElseWasDone &= SpinWait.SpinUntil(() => Volatile.Read(ref done) + last - first == Units, TimeSpan.FromSeconds(10));
            }

            Interlocked.Add(ref done, last - first);
        }
    }

    /// <summary>The caller is through long before the worker, and parks.</summary>
    private sealed class Slow : Step
    {
        public Slow() => Units = 2;

        public override void Run(int first, int last, int worker)
        {
            if (worker != 0)
                Thread.Sleep(2);
            else
                Thread.Sleep(1); // time for the worker to begin
        }
    }
}
