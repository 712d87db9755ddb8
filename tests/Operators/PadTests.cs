using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class PadTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("Pad", 2, [("pads", new[] { 1, 0, 2, 3 }), ("value", 1.5f)], OperatorInput.Of(3, 4)) with
        {
            Reference = x => Constant(x[0], [3, 4], [1, 0], [6, 7], 1.5),
        },
        // The images of a convolution: height and width alone.
        OperatorCase.Onnx("Pad", 13, [], OperatorInput.Of(2, 5, 6, 3), OperatorInput.Ints(0, 1, 2, 0, 0, 2, 1, 0)) with
        {
            Reference = x => Constant(x[0], [2, 5, 6, 3], [0, 1, 2, 0], [2, 8, 9, 3], 0),
        },
        OperatorCase.Onnx("Pad", 18, [], OperatorInput.Of(2, 3, 4), OperatorInput.Ints(1, 2), OperatorInput.Of(Tensor.Scalar(-3)), OperatorInput.Ints(-1)) with
        {
            Reference = x => Constant(x[0], [2, 3, 4], [0, 0, 1], [2, 3, 7], x[2][0]),
        },
        // Negative pads cut off.
        OperatorCase.Onnx("Pad", 11, [], OperatorInput.Of(4, 5), OperatorInput.Ints(-1, 2, 1, -2)) with
        {
            Reference = x => Coordinates.Fill([4, 5], at => at[0] < 3 && at[1] is >= 2 ? Coordinates.At(x[0], [4, 5], at[0] + 1, at[1] - 2) : 0),
        },
        Border("edge", 11, i => Math.Clamp(i, 0, 3)),
        Border("reflect", 11, i => i < 0 ? -i : i > 3 ? 6 - i : i),
        Border("wrap", 19, i => (i + 8) % 4),
        // Further than the input is long.
        OperatorCase.Of(new Pad(PadMode.Reflect, new Axes(5), new Axes(8)), OperatorInput.Of(3)) with
        {
            Reference = x => Array.ConvertAll([1, 0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2], i => x[0][i]),
        },
        OperatorCase.Of(new Pad(PadMode.Edge, new Axes(0, 2), new Axes(1, 0)), OperatorInput.Of(2, 1)),
        OperatorCase.Of(new Pad(PadMode.Constant, new Axes(1, 1), new Axes(0, 2)), new OperatorInput(ElementType.Int16, new Shape(2, 3), -9, 9)),
        OperatorCase.Of(new Pad(PadMode.Constant, new Axes(2), new Axes(0)), new OperatorInput(ElementType.UInt8, new Shape(3), 0, 9)),
        OperatorCase.Of(new Pad(PadMode.Wrap, new Axes(1), new Axes(1)), new OperatorInput(ElementType.Float64, new Shape(3), 0, 9)),
    ];

    [Fact]
    public void AZeroThatIsWrittenOutIsNoInputOfTheNode()
    {
        OperatorCase item = OperatorCase.Onnx("Pad", 13, [], OperatorInput.Of(3), OperatorInput.Ints(1, 1), OperatorInput.Constant(Tensor.Scalar(0)));
        Assert.Single(Assert.Single(item.Build(item.MakeInputs()).Nodes).Inputs);
    }

    [Fact]
    public void CuttingMoreThanThereIsIsRefused()
    {
        OperatorCase item = OperatorCase.Onnx("Pad", 13, [], OperatorInput.Of(3), OperatorInput.Ints(-2, -2));
        Assert.Contains("cut off more than the 3", Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message);
    }

    [Fact]
    public void ReflectingNothingIsRefused() =>
        Assert.Throws<EdgeException>(() => new Node("p", new Pad(PadMode.Reflect, new Axes(1), new Axes(0)), new Value("x", ElementType.Float32, new Shape(0))));

    private static OperatorCase Border(string mode, int opset, Func<int, int> source) =>
        OperatorCase.Onnx("Pad", opset, [("mode", mode)], OperatorInput.Of(2, 4, 3), OperatorInput.Ints(0, 2, 0, 0, 3, 0)) with
        {
            Reference = x => Coordinates.Fill([2, 9, 3], at => Coordinates.At(x[0], [2, 4, 3], Coordinates.With(at, 1, source(at[1] - 2)))),
        };

    private static double[] Constant(double[] x, int[] shape, int[] before, int[] target, double value) => Coordinates.Fill(target, at =>
    {
        int[] source = new int[at.Length];
        for (int i = 0; i < at.Length; i++)
        {
            source[i] = at[i] - before[i];
            if (source[i] < 0 || source[i] >= shape[i])
                return value;
        }

        return Coordinates.At(x, shape, source);
    });
}
