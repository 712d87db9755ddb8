using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training.FineTuning;

public class TargetUnitsTests
{
    private const string TwoTargets = """{ "input": [3], "layers": [{ "type": "dense", "units": 4, "activation": "tanh" }, { "type": "dense", "units": 2 }] }""";
    private static readonly float[] Sample = [0.5f, -1, 2];

    [Fact]
    public void TheModelGivesTheUnitsOfTheTargetsUnderItsOldName()
    {
        Model model = Architecture.FromJson(TwoTargets, 1);
        string name = model.Proto.Graph.Output[0].Name;
        float[] scaled = Outputs(model);
        model.AddTargetUnits(Scaling());
        float[] units = Outputs(model);
        Assert.Equal(name, model.Proto.Graph.Output[0].Name);
        Assert.Equal((scaled[0] * 50_000f) + 200_000f, units[0]);
        Assert.Equal((scaled[1] * 2f) - 3f, units[1]);
    }

    [Fact]
    public void TakenOffAgainTheModelIsAsItWasAndItsScalingIsKnown()
    {
        Model model = Architecture.FromJson(TwoTargets, 1);
        byte[] before = model.ToBytes();
        Assert.Null(model.RemoveTargetUnits());
        model.AddTargetUnits(Scaling());
        TargetScaling? found = Model.Load(model.ToBytes()).RemoveTargetUnits();
        Assert.Equal(Scaling().Means, found!.Means);
        Assert.Equal(Scaling().Deviations, found.Deviations);
        Assert.NotNull(model.RemoveTargetUnits());
        Assert.Equal(before, model.ToBytes());
    }

    [Fact]
    public void ALastLayerThatKnowsUnitsGivesScaledNumbersOnceItHasAbsorbedThem()
    {
        Model model = Architecture.FromJson(TwoTargets, 1);
        float[] units = Outputs(model);
        TargetUnits.Absorb(model, Scaling());
        Assert.Equal((units[0] - 200_000f) / 50_000f, Outputs(model)[0], 1e-5f);
        model.AddTargetUnits(Scaling());
        Assert.Equal(units[0], Outputs(model)[0], 0.1f); // of 200,000
        Assert.Equal(units[1], Outputs(model)[1], 1e-5f);
    }

    [Theory]
    [InlineData("""{ "type": "dense", "units": 1 }""", "")]
    [InlineData("""{ "type": "dense", "units": 1, "activation": "relu" }""", "Relu")]
    [InlineData("""{ "type": "dense", "units": 1 }, { "type": "softplus" }""", "Softplus")]
    public void OnlyALinearEndCanGiveScaledNumbers(string end, string obstacle)
    {
        Model model = Architecture.FromJson($$"""{ "input": [3], "layers": [{{end}}] }""", 1);
        Assert.Equal(obstacle.Length == 0, TargetUnits.Fit(model, out string found));
        Assert.Contains(obstacle, found, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherNumberOfTargetsIsRefused()
    {
        Model model = Architecture.FromJson("""{ "input": [3], "layers": [{ "type": "dense", "units": 1 }] }""", 1);
        Assert.Contains("fitted on 2 targets", Assert.Throws<EdgeException>(() => model.AddTargetUnits(Scaling())).Message, StringComparison.Ordinal);
    }

    private static TargetScaling Scaling() => new([200_000f, -3f], [50_000f, 2f]);

    private static float[] Outputs(Model model)
    {
        using Session session = new(model);
        Sample.CopyTo(session.Input<float>());
        session.Run();
        return session.Output<float>().ToArray();
    }
}
