using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>
/// Notices a loss that is NaN, infinite or exploded and finds out where it began. It keeps a copy of the variables that is at most
/// <see cref="Interval"/> steps old; since a step is a pure function of variables, batch and rate, the steps since then can be repeated
/// node by node.
/// </summary>
internal sealed class DivergenceWatch(Trainer trainer, BatchLoader loader, SampleOrder order, RateControl rates)
{
    private const int Interval = 32;
    private const float Explosion = 1000f;

    private readonly Snapshot snapshot = new(trainer, trainer.Variables);
    private int snapshotStep = -1;
    private long snapshotCount;

    /// <summary>To be called at the start of each epoch, and after a run was resumed.</summary>
    public void Begin() => snapshotStep = -1;

    /// <summary>To be called before each step.</summary>
    public void BeforeStep(RunState state)
    {
        if (snapshotStep >= 0 && state.Step - snapshotStep < Interval)
            return;
        snapshot.Take();
        (snapshotStep, snapshotCount) = (state.Step, trainer.StepCount);
    }

    /// <summary>Whether there is no use in going on.</summary>
    /// <param name="loss">Of the last step.</param>
    /// <param name="first">Of the run's first step.</param>
    public static bool IsDiverged(float loss, float first) => !float.IsFinite(loss) || loss > Explosion * Math.Max(first, 1f);

    /// <summary>Repeats the steps since the last copy and looks at what each node writes. The trainer's variables are those of the failure then.</summary>
    public Divergence Find(RunState state, float loss)
    {
        snapshot.Restore();
        trainer.StepCount = snapshotCount;
        NodeInspector inspector = new(trainer);
        int step = snapshotStep;
        for (; step <= state.Step && inspector.FirstPlace is null; step++)
        {
            loader.Load(order, step, state.Epoch);
            trainer.LearningRate = rates.Of(state, step);
            inspector.Step();
        }

        IReadOnlyList<GradientNorm> norms = inspector.FirstPlace is null || inspector.Before.Count == 0 ? inspector.Gradients : inspector.Before;
        float highest = 0f; // a schedule may have lowered the rate since the step that did the harm
        for (int i = 0; i <= state.Step; i++)
            highest = Math.Max(highest, rates.Of(state, i));
        return new Divergence(state.Epoch, state.Step + 1, loss, highest, inspector.FirstPlace is null ? null : step, inspector.FirstPlace, norms);
    }
}
