using EdgeRuntime;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training;

public class MemoryFitTests
{
    private static readonly Model LeNet = Architecture.Create("lenet", new Shape(1, 28, 28), 10, 1);

    [Fact]
    public void ABudgetThatIsEnoughChangesNothing()
    {
        TrainerOptions wanted = new() { Batch = 32, MemoryBudgetBytes = 8 << 20 };
        Assert.Equal(wanted, Trainer.FitToMemory(LeNet, wanted));
    }

    [Theory]
    [InlineData(700)]
    [InlineData(400)]
    [InlineData(250)]
    [InlineData(180)]
    public void TheChosenPlanFitsAndALargerOneDoesNot(int kib)
    {
        TrainerOptions wanted = new() { Batch = 32, MemoryBudgetBytes = kib << 10 };
        TrainerOptions chosen = Trainer.FitToMemory(LeNet, wanted);
        using Trainer trainer = new(LeNet, chosen);

        Assert.InRange(trainer.ArenaBytes, 1, kib << 10);
        Assert.InRange(chosen.Batch, 1, 31);
        EdgeException e = Assert.Throws<EdgeException>(() => new Trainer(LeNet, chosen with { Batch = 2 * chosen.Batch }));
        Assert.Equal(ErrorKind.Memory, e.Kind);
        Assert.Equal(chosen.Layers == LayerSelection.All, kib >= 350);
    }

    [Fact]
    public void WhatTheUserNamedStays()
    {
        TrainerOptions wanted = new() { Batch = 8, Layers = LayerSelection.Parse("last"), MemoryBudgetBytes = 400 << 10 };
        Assert.Equal(8, Trainer.FitToMemory(LeNet, wanted, keepsBatch: true).Batch);
        Assert.Equal(wanted.Layers, Trainer.FitToMemory(LeNet, wanted, keepsLayers: true).Layers);
        Assert.Throws<EdgeException>(() => Trainer.FitToMemory(LeNet, wanted with { Batch = 512 }, keepsBatch: true, keepsLayers: true));
    }

    [Fact]
    public void ARefusalNamesTheLeastThatWouldDo()
    {
        EdgeException e = Assert.Throws<EdgeException>(() => Trainer.FitToMemory(LeNet, new TrainerOptions { MemoryBudgetBytes = 1000 }));
        int at = e.Message.IndexOf("Allow ", System.StringComparison.Ordinal) + 6;
        long least = long.Parse(e.Message[at..e.Message.IndexOf(' ', at)], System.Globalization.CultureInfo.InvariantCulture);
        TrainerOptions chosen = Trainer.FitToMemory(LeNet, new TrainerOptions { MemoryBudgetBytes = least });
        using Trainer trainer = new(LeNet, chosen);
        Assert.Equal(least, trainer.ArenaBytes);
        Assert.Equal((1, "last"), (chosen.Batch, chosen.Layers.ToString()));
        Assert.Throws<EdgeException>(() => Trainer.FitToMemory(LeNet, new TrainerOptions { MemoryBudgetBytes = least - 1 }));
    }
}
