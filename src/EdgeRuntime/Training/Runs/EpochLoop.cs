using System;
using System.Diagnostics;

namespace EdgeRuntime.Training;

/// <summary>The steps of one epoch; the last batch may be a part of one. Allocates nothing in a step.</summary>
internal sealed class EpochLoop(Trainer trainer, BatchLoader loader, SampleOrder order, RateControl rates, int epochs)
{
    private readonly DivergenceWatch watch = new(trainer, loader, order, rates);

    public Action<FitProgress>? AfterStep { get; init; }

    /// <summary>Does the steps of the running epoch that are left.</summary>
    /// <param name="state">Where the run is; it moves on.</param>
    /// <param name="checkpoints">Where the run is saved in between; null for nowhere.</param>
    /// <returns>What went wrong; null where nothing did.</returns>
    public Divergence? Run(RunState state, CheckpointFolder? checkpoints)
    {
        order.Shuffle(state.Epoch);
        watch.Begin();
        long started = Stopwatch.GetTimestamp();
        while (state.Step < order.Steps)
        {
            watch.BeforeStep(state);
            loader.Load(order, state.Step, state.Epoch);
            trainer.LearningRate = rates.Of(state, state.Step);
            float loss = trainer.Step();
            if (float.IsNaN(state.FirstLoss))
                state.FirstLoss = loss;
            if (DivergenceWatch.IsDiverged(loss, state.FirstLoss))
                return watch.Find(state, loss);
            state.LossSum += (double)loss * trainer.Filled / trainer.Batch;
            state.Step++;
            state.Correct += trainer.CorrectCount;
            AfterStep?.Invoke(new FitProgress(state.Epoch, epochs, state.Step, order.Steps, loss, state.LossSum / order.Batches(state.Step), trainer.LearningRate));
            if (checkpoints is not null && state.Step < order.Steps && checkpoints.IsDue)
            {
                state.Seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
                checkpoints.Write(state);
                started = Stopwatch.GetTimestamp();
            }
        }

        state.Seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        return null;
    }
}
