using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Operators;
using Google.Protobuf;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class ResizeTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("Upsample", 7, [("scales", new[] { 1f, 1, 2, 3 })], OperatorInput.Of(2, 5, 3, 4)) with
        {
            Reference = x => Coordinates.Fill([2, 5, 6, 12], at => Coordinates.At(x[0], [2, 5, 3, 4], at[0], at[1], at[2] / 2, at[3] / 3)),
        },
        OperatorCase.Onnx("Upsample", 9, [("mode", "linear")], OperatorInput.Of(1, 1, 3, 4), Scales(1, 1, 2, 1)) with
        {
            Reference = x => Coordinates.Fill([1, 1, 6, 4], at => Between(x[0], [1, 1, 3, 4], at, 2, at[2] / 2.0)),
        },
        OperatorCase.Onnx("Resize", 10, [], OperatorInput.Of(4, 6), Scales(0.5f, 2)) with
        {
            Reference = x => Coordinates.Fill([2, 12], at => Coordinates.At(x[0], [4, 6], at[0] * 2, at[1] / 2)),
        },
        Sized([("mode", "linear")], [3, 7], [5, 7], at => (at[0] + 0.5) * 3 / 5 - 0.5, 0),
        Sized([("mode", "linear"), ("coordinate_transformation_mode", "align_corners")], [2, 8, 4, 5], [2, 8, 7, 5], at => at[2] * 3 / 6.0, 2),
        Sized([("mode", "linear"), ("coordinate_transformation_mode", "asymmetric")], [4, 20], [9, 20], at => at[0] * 4 / 9.0, 0),
        Sized([("mode", "linear"), ("coordinate_transformation_mode", "pytorch_half_pixel")], [4, 20], [1, 20], _ => 0, 0),
        OperatorCase.Onnx("Resize", 19, [("mode", "cubic"), ("cubic_coeff_a", -0.5f), ("exclude_outside", 1)], OperatorInput.Of(1, 2, 5, 6), null, Scales(1, 1, 1.7f, 0.6f)),
        OperatorCase.Onnx("Resize", 19, [("mode", "cubic")], OperatorInput.Of(1, 2, 5, 6), null, Scales(1, 1, 1.7f, 0.6f)),
        OperatorCase.Onnx("Resize", 19, [("mode", "linear"), ("antialias", 1)], OperatorInput.Of(3, 16), null, Scales(1, 0.3f)),
        OperatorCase.Onnx(
            "Resize", 11, [("mode", "linear"), ("coordinate_transformation_mode", "tf_crop_and_resize"), ("extrapolation_value", 7f)],
            OperatorInput.Of(4, 5), Scales(-0.4f, 0, 1.2f, 1), Scales(), OperatorInput.Ints(6, 5)),
        OperatorCase.Onnx(
            "Resize", 18, [("coordinate_transformation_mode", "tf_crop_and_resize"), ("extrapolation_value", 7f), ("axes", new[] { 1 })],
            OperatorInput.Of(4, 5), Scales(-0.4f, 1.2f), null, OperatorInput.Ints(9)),
        OperatorCase.Onnx("Resize", 13, [], new OperatorInput(ElementType.UInt8, new Shape(1, 3, 2, 2), 0, 255), null, null, OperatorInput.Ints(1, 3, 4, 5)),
    ];

    [Theory]
    [InlineData("round_prefer_floor", new[] { 0, 0, 1, 1, 2, 2, 3, 3 })]
    [InlineData("round_prefer_ceil", new[] { 0, 1, 1, 2, 2, 3, 3, 3 })]
    [InlineData("floor", new[] { 0, 0, 1, 1, 2, 2, 3, 3 })]
    [InlineData("ceil", new[] { 0, 1, 1, 2, 2, 3, 3, 3 })]
    public void HalvesAreRoundedAsAsked(string rounding, int[] expected) =>
        Assert.Equal(expected, new ResizeAxis(4, 8, 2, "asymmetric").Nearest(rounding)); // coordinates 0, 0.5, 1, ... 3.5

    [Fact]
    public void CoordinatesBetweenHalvesGoToTheNearest()
    {
        ResizeAxis axis = new(5, 3, 3 / 5.0, "asymmetric"); // coordinates 0, 1.67, 3.33
        Assert.Equal([0, 2, 3], axis.Nearest("round_prefer_floor"));
        Assert.Equal([0, 1, 3], axis.Nearest("floor"));
        Assert.Equal([0, 2, 4], axis.Nearest("ceil"));
    }

    [Fact]
    public void TapsOfAStretchedFilterAddUpToOne()
    {
        Taps taps = new ResizeAxis(40, 7, 7 / 40.0, "half_pixel") { Antialias = true }.Interpolated(cubic: true);
        for (int i = 0; i < taps.Length; i++)
        {
            (int start, int count) = taps[i];
            double sum = 0;
            foreach (float weight in taps.Weights.AsSpan(start, count))
                sum += weight;
            Assert.Equal(1, sum, 1e-6);
        }
    }

    [Theory]
    [InlineData("not_larger", 4, 6)]
    [InlineData("not_smaller", 6, 9)]
    public void TheAspectRatioIsKept(string policy, int height, int width)
    {
        OperatorCase item = OperatorCase.Onnx("Resize", 18, [("keep_aspect_ratio_policy", policy), ("axes", new[] { 2, 3 })], OperatorInput.Of(1, 1, 2, 3), null, null, OperatorInput.Ints(6, 6));
        Assert.Equal(new Shape(1, 1, height, width), item.Build(item.MakeInputs()).Outputs[0].Value.Shape);
    }

    [Fact]
    public void LengthsAreScaledInFloatAsOnnxInfersThem()
    {
        OperatorCase item = OperatorCase.Onnx("Resize", 13, [], OperatorInput.Of(5, 10), null, Scales(2.6f, 0.7f));
        Assert.Equal(new Shape(13, 7), item.Build(item.MakeInputs()).Outputs[0].Value.Shape);
    }

    [Theory]
    [InlineData("mode", "lanczos")]
    [InlineData("nearest_mode", "random")]
    [InlineData("coordinate_transformation_mode", "polar")]
    [InlineData("keep_aspect_ratio_policy", "wide")]
    public void UnknownModesAreRefused(string attribute, string value)
    {
        OperatorCase item = OperatorCase.Onnx("Resize", 13, [(attribute, value)], OperatorInput.Of(2, 2), null, Scales(2, 2));
        EdgeException e = Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs()));
        Assert.Equal(ErrorKind.Unsupported, e.Kind);
        Assert.Contains(value, e.Message);
    }

    [Theory]
    [InlineData("linear", 1, 1, 1e9f, 0)] // a long output
    [InlineData("linear", 1, 2_000_000_000, 1e-9f, 1)] // one output of all inputs
    [InlineData("cubic", 1, 30_000_000, 0.002f, 1)]
    [InlineData("nearest", 2_000_000_000, 1, 0.5f, 0)] // a long axis beside the one that is resized
    public void ATinyFileCannotAskForGigabytesOfTables(string mode, int rows, int columns, float scale, int antialias)
    {
        ModelProto model = OnnxNodes.Model("Resize", 18, 1, [("mode", mode), ("antialias", antialias)], [OperatorInput.Of(1), null, Scales(1, scale)], [new Tensor(ElementType.Float32, new Shape(1)), Tensor.Of<float>(new Shape(2), [1, scale])]);
        model.Graph.Input[0] = OnnxNodes.Describe("x0", ElementType.Float32, new Shape(rows, columns));
        long before = GC.GetAllocatedBytesForCurrentThread();
        EdgeException e = Assert.Throws<EdgeException>(() => new Session(Model.Load(model.ToByteArray())).Dispose());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 << 20);
        Assert.Contains("Resize", e.Message);
    }

    [Fact]
    public void TablesOfAllNodesTogetherStayInProportion()
    {
        ModelProto model = OnnxNodes.Model("Resize", 18, 1, [("mode", "linear")], [OperatorInput.Of(1, 4), null, Scales(1, 50_000)], [new Tensor(ElementType.Float32, new Shape(1, 4)), Tensor.Of<float>(new Shape(2), [1, 50_000])]);
        using (Session one = new(Model.Load(model.ToByteArray())))
            Assert.Equal(new Shape(1, 200_000), one.Outputs[0].Shape);
        for (int i = 1; i < 40; i++)
        {
            NodeProto node = model.Graph.Node[0].Clone();
            (node.Name, node.Output[0]) = ($"again{i}", $"again{i}");
            model.Graph.Node.Add(node);
        }

        EdgeException e = Assert.Throws<EdgeException>(() => new Session(Model.Load(model.ToByteArray())).Dispose());
        Assert.Equal(ErrorKind.Unsupported, e.Kind);
        Assert.Contains("takes a table of 400000 taps", e.Message);
    }

    private static OperatorInput Scales(params float[] scales) => OperatorInput.Constant(Tensor.Of<float>(new Shape(scales.Length), scales));

    /// <summary>A case that is linear along one axis and leaves the others.</summary>
    private static OperatorCase Sized((string, object)[] attributes, int[] shape, int[] sizes, Func<int[], double> coordinate, int axis) =>
        OperatorCase.Onnx("Resize", 13, attributes, OperatorInput.Of(shape), null, null, OperatorInput.Ints(sizes)) with
        {
            Reference = x => Coordinates.Fill(sizes, at => Between(x[0], shape, at, axis, coordinate(at))),
        };

    private static double Between(double[] x, int[] shape, int[] at, int axis, double position)
    {
        position = Math.Clamp(position, 0, shape[axis] - 1);
        int lower = Math.Min((int)position, shape[axis] - 1), upper = Math.Min(lower + 1, shape[axis] - 1);
        double a = Coordinates.At(x, shape, Coordinates.With(at, axis, lower)), b = Coordinates.At(x, shape, Coordinates.With(at, axis, upper));
        return a + ((position - lower) * (b - a));
    }
}
