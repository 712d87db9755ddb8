using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training.Runs;

public class RateControlTests
{
    [Theory]
    [InlineData("one-cycle:0.1")]
    [InlineData("cosine")]
    [InlineData("warmup:3")]
    [InlineData("step:1,0.5")]
    public void StepsOfOneUpdateHaveTheRateOfTheLargeBatch(string schedule)
    {
        RateControl whole = new(Schedule.Parse(schedule), 0.02f, epochs: 3, stepsPerEpoch: 5, accumulate: 1);
        RateControl parts = new(Schedule.Parse(schedule), 0.02f, epochs: 3, stepsPerEpoch: 20, accumulate: 4);
        RunState state = new();
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            for (int step = 0; step < 20; step++)
                Assert.Equal(whole.Of(state, step / 4), parts.Of(state, step));
            state.Add(new EdgeRuntime.EpochResult(epoch, 1.0 / epoch, 0.5, null, null, 1));
        }
    }
}
