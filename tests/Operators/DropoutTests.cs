using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Operators;
using EdgeRuntime.Random;
using Google.Protobuf;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class DropoutTests : OperatorContract
{
    private static readonly Tensor StepThree = Tensor.Of<long>(default, [3]);

    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Of(new Dropout(0.25f, 5, 9), OperatorInput.Of(3, 701), OperatorInput.Constant(StepThree)) with { Reference = Dropped },
        OperatorCase.Of(new Dropout(0.5f, 5, 9, WithMask: true), OperatorInput.Of(1030), OperatorInput.Constant(StepThree)),
        OperatorCase.Onnx("Dropout", 7, [("ratio", 0.3f)], OperatorInput.Of(2, 3)) with { Reference = x => x[0], NoGradient = "nothing is computed" },
    ];

    [Fact]
    public void AnotherStepDropsOthers()
    {
        bool[] third = Mask(0.5f, 3), fourth = Mask(0.5f, 4);
        Assert.NotEqual(third, fourth);
        Assert.Equal(third, Mask(0.5f, 3));
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void AsManyAreDroppedAsTheRatioSays(float ratio)
    {
        int kept = Array.FindAll(Mask(ratio, 0), k => k).Length;
        Assert.InRange(kept / 20_000f, 1 - ratio - 0.02f, 1 - ratio + 0.02f);
    }

    [Fact]
    public void InferenceKeepsEverything()
    {
        OperatorCase item = OperatorCase.Onnx("Dropout", 13, 2, [], OperatorInput.Of(2, 3), OperatorInput.Constant(Tensor.Scalar(0.5f)));
        Assert.Equal([true, true, true, true, true, true], Run(item, item.MakeInputs(), Isa.Scalar)[1].As<bool>().ToArray());
    }

    [Fact]
    public void ARatioOfOneIsRefused()
    {
        OperatorCase item = OperatorCase.Onnx("Dropout", 7, [("ratio", 1f)], OperatorInput.Of(2));
        Assert.Contains("a ratio of 1", Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message);
    }

    [Fact]
    public void ASessionThatDropsOutDropsOthersInEachRunAndTheSameInEachSession()
    {
        ModelProto model = OnnxNodes.Model(
            "Dropout", 13, 1, [("seed", 7)], [OperatorInput.Of(1000), OperatorInput.Constant(Tensor.Scalar(0.5f)), OperatorInput.Constant(Yes)],
            [new Tensor(ElementType.Float32, new Shape(1000)), Tensor.Scalar(0.5f), Yes]);
        using Session one = new(Model.Load(model.ToByteArray())), other = new(Model.Load(model.ToByteArray()));
        float[] first = Run(one), second = Run(one);
        Assert.NotEqual(first, second);
        Assert.Equal(first, Run(other));
        Assert.Equal(second, Run(other));

        static float[] Run(Session session)
        {
            session.Input<float>().Fill(1);
            session.Run();
            return session.Output<float>().ToArray();
        }
    }

    private static Tensor Yes => Tensor.Of<bool>(default, [true]);

    private static bool[] Mask(float ratio, long step)
    {
        Value x = Value.Constant("x", new Tensor(ElementType.Float32, new Shape(20_000)));
        Value counter = Value.Constant("step", Tensor.Of<long>(default, [step]));
        return Evaluator.Run(new Node("d", new Dropout(ratio, 1, 2, WithMask: true), x, counter))[1].As<bool>().ToArray();
    }

    private static double[] Dropped(double[][] x) => Coordinates.Fill(
        [x[0].Length], at => new CounterRandom(5, 9).Uniform((3UL << 34) + (ulong)at[0]) >= 0.25f ? x[0][at[0]] / 0.75 : 0);
}
