namespace EdgeRuntime.Training;

/// <summary>
/// The learning rate of each step of a run: the optimizer's, as the schedule bends it. A schedule goes by updates: steps whose gradients make
/// one update together have one rate, that of the planned large batch.
/// </summary>
internal sealed class RateControl(Schedule? schedule, float rate, int epochs, int stepsPerEpoch, int accumulate)
{
    /// <summary>The rate of one step of the running epoch, from 0.</summary>
    public float Of(RunState state, int step)
    {
        if (schedule is null)
            return rate;
        int updates = (stepsPerEpoch + accumulate - 1) / accumulate;
        RunPosition position = new()
        {
            Step = ((long)state.History.Count * updates) + (step / accumulate),
            StepsPerEpoch = updates,
            Epochs = epochs,
            Losses = state.Losses,
        };
        return (float)schedule.Rate(rate, position);
    }
}
