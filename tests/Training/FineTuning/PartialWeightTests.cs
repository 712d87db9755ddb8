using System;
using EdgeRuntime;
using EdgeRuntime.Random;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training.FineTuning;

public class PartialWeightTests
{
    [Theory]
    [InlineData("conv3", "[2:6]", 2, 6)]
    [InlineData("conv3", "%25", 0, 2)]
    [InlineData("dense7", "[100:300]", 100, 300)]
    [InlineData("conv0", "[0:1]", 0, 1)] // reads the image as planes
    public void ChosenChannelsMoveAsUnderTheDenseGradientAndOthersStay(string layer, string channels, int first, int end)
    {
        string name = $"{layer}.weight";
        Tensor start = LeNet().Initializer(name), dense = Trained($"{layer},-bias", name, steps: 1), part = Trained($"{layer}{channels},-bias", name, steps: 1);
        int inner = start.Shape.Product(2, start.Shape.Rank), inputs = start.Shape[1];
        for (int i = 0; i < start.Shape.Count; i++)
        {
            int channel = i / inner % inputs;
            if (channel >= first && channel < end)
                Assert.Equal(dense.As<float>()[i], part.As<float>()[i], 1e-7f);
            else
                Assert.Equal(start.As<float>()[i], part.As<float>()[i]);
        }

        Assert.False(start.Bytes.SequenceEqual(part.Bytes));
    }

    [Fact]
    public void AMatrixStoredByInputsIsTrainedInItsPlace()
    {
        Model model = Model.Load(Shared.Path("data/models/onnx/mnist-8/model.onnx"));
        EdgeException error = Assert.Throws<EdgeException>(() => new Trainer(model, Options("Times212[0:16]")));
        Assert.Equal(ErrorKind.Unsupported, error.Kind);
        Assert.Contains("'Parameter193'", error.Message, StringComparison.Ordinal);
        model.ReplaceHead(10); // now a matrix [256, 10] that the product reads itself
        byte[] before = model.Initializer("Parameter193").Bytes.ToArray();
        using Trainer trainer = new(model, Options("Parameter193[16:32]"));
        Step(trainer);
        trainer.Update(model);
        ReadOnlySpan<byte> after = model.Initializer("Parameter193").Bytes;
        const int Row = 10 * sizeof(float);
        Assert.True(after[..(16 * Row)].SequenceEqual(before.AsSpan(0, 16 * Row)) && after[(32 * Row)..].SequenceEqual(before.AsSpan(32 * Row)));
        Assert.False(after.SequenceEqual(before));
    }

    [Fact]
    public void MomentumOfAPartIsThatOfTheDenseTraining()
    {
        // The part is the whole: every element, with all that the rule keeps, over several steps.
        Tensor dense = Trained("conv3,-bias", "conv3.weight", 5), part = Trained("conv3[0:8],-bias", "conv3.weight", 5);
        for (int i = 0; i < dense.Shape.Count; i++)
            Assert.Equal(dense.As<float>()[i], part.As<float>()[i], 1e-6f);
    }

    [Fact]
    public void APartTakesLessMemoryAndComputesLess()
    {
        Model model = Architecture.Create("resnet8", new Shape(3, 32, 32), 10, 1);
        const string Whole = "*.weight,-norm", Part = "conv*.weight%25,dense*,-norm,-conv0";
        using Trainer dense = new(model, Options(Whole) with { Batch = 8 }), sparse = new(model, Options(Part) with { Batch = 8 });
        Assert.True(sparse.ArenaBytes < dense.ArenaBytes * 2 / 3, $"{sparse.ArenaBytes} of {dense.ArenaBytes} bytes");
        Assert.True(Macs(sparse) < Macs(dense) * 4 / 5, $"{Macs(sparse)} of {Macs(dense)}");
    }

    [Fact]
    public void EveryInstructionSetAndRuleGivesTheSameBits()
    {
        foreach (UpdateRule rule in (UpdateRule[])[new Sgd { Momentum = 0f }, new Adam()])
        {
            uint? expected = null;
            foreach (Isa isa in Enum.GetValues<Isa>())
            {
                if (!EdgeRuntime.Simd.Dispatch.IsSupported(isa))
                    continue;
                Model model = LeNet();
                using Trainer trainer = new(model, Options("conv3%50,dense7[16:48]") with { Isa = isa, Optimizer = rule, ClipNorm = 1f, Threads = 2 });
                for (int i = 0; i < 3; i++)
                    Step(trainer);
                trainer.Update(model);
                uint crc = EdgeRuntime.Data.Crc32.Of(model.ToBytes());
                Assert.Equal(expected ??= crc, crc);
            }
        }
    }

    [Theory]
    [InlineData("conv3[0:9]", "reads 8 channels")]
    [InlineData("conv*,conv0[1:2]", "reads 1 channels")]
    public void ChannelsThatAreNotThereAreRefused(string layers, string message) =>
        Assert.Contains(message, Assert.Throws<EdgeException>(() => new Trainer(LeNet(), Options(layers))).Message, StringComparison.Ordinal);

    private static Model LeNet() => Architecture.Create("lenet", new Shape(1, 28, 28), 10, seed: 3);

    private static TrainerOptions Options(string layers) =>
        new() { Batch = 1, Layers = LayerSelection.Parse(layers), BatchNorm = BatchNormMode.Frozen, Optimizer = new Sgd { LearningRate = 0.01f } };

    private static Tensor Trained(string layers, string weight, int steps)
    {
        Model model = LeNet();
        using Trainer trainer = new(model, Options(layers) with { Batch = 4 });
        for (int i = 0; i < steps; i++)
            Step(trainer);
        trainer.Update(model);
        return model.Initializer(weight);
    }

    private static void Step(Trainer trainer)
    {
        new CounterRandom(5, 1).FillUniform(trainer.Samples, 0f, 1f);
        for (int i = 0; i < trainer.Labels.Length; i++)
            trainer.Labels[i] = (i + 3) % trainer.Classes;
        trainer.Step();
    }

    private static long Macs(Trainer trainer)
    {
        long macs = 0;
        foreach (EdgeRuntime.Graphs.Node node in trainer.Executable.Graph.Nodes)
            macs += node.Operator.Macs(node);
        return macs;
    }
}
