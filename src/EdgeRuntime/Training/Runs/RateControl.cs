namespace EdgeRuntime.Training;

/// <summary>The learning rate of each step of a run: the optimizer's, as the schedule bends it.</summary>
internal sealed class RateControl(Schedule? schedule, float rate, int epochs, int stepsPerEpoch)
{
    /// <summary>The rate of one step of the running epoch, from 0.</summary>
    public float Of(RunState state, int step)
    {
        if (schedule is null)
            return rate;
        RunPosition position = new()
        {
            Step = ((long)state.History.Count * stepsPerEpoch) + step,
            StepsPerEpoch = stepsPerEpoch,
            Epochs = epochs,
            Losses = state.Losses,
        };
        return (float)schedule.Rate(rate, position);
    }
}
