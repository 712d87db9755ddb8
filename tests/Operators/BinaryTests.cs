using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

/// <summary>All functions of two numbers, and the sums, means and extremes of many.</summary>
public class BinaryTests : OperatorContract
{
    // Equal, scalars, one number a channel (last and second axis), both operands repeating, nothing in common, empty.
    private static readonly (int[] A, int[] B)[] Broadcasts =
    [
        ([3, 5, 17], [3, 5, 17]), ([2, 33], []), ([1], [2, 33]), ([2, 3, 19], [19]), ([2, 5, 3, 4], [1, 5, 1, 1]), ([5, 1, 1], [2, 5, 3, 4]),
        ([2, 1, 5, 1], [1, 3, 1, 7]), ([4, 1], [1, 9]), ([2, 1, 3, 1, 2], [3, 1, 2]), ([], []), ([2, 0, 3], [1, 3]), ([3, 1500], [1500]), ([1, 2100], [1]),
        ([400, 3], [3]), ([1, 20], [50, 20]), ([2, 200, 5], [2, 1, 5]),
    ];

    private protected override IEnumerable<OperatorCase> Cases
    {
        get
        {
            foreach ((int[] a, int[] b) in Broadcasts)
            {
                yield return Case("Add", 14, a, b, (x, y) => x + y);
                yield return Case("Sub", 7, a, b, (x, y) => x - y);
                yield return Case("Mul", 14, a, b, (x, y) => x * y);
                yield return Case("Max", 13, a, b, Math.Max);
                yield return Case("Min", 8, a, b, Math.Min);
            }

            yield return OperatorCase.Onnx("Div", 14, [], OperatorInput.Of(2, 3, 19), OperatorInput.Of(0.5, 3, [3, 1])) with { Reference = Pairs.Of([2, 3, 19], [3, 1], (x, y) => x / y) };
            yield return OperatorCase.Onnx("Mod", 13, [("fmod", 1)], OperatorInput.Of(2, 3, 19), OperatorInput.Of(0.25, 3, [3, 1])) with { Reference = Pairs.Of([2, 3, 19], [3, 1], (x, y) => x % y) };
            yield return OperatorCase.Onnx("Pow", 15, [], OperatorInput.Of(0.25, 3, [3, 19]), OperatorInput.Of(-3, 3, [3, 1])) with { Reference = Pairs.Of([3, 19], [3, 1], Math.Pow) };
            yield return OperatorCase.Onnx("Pow", 7, [], OperatorInput.Of(3, 19), OperatorInput.Constant(Tensor.Scalar(2))) with { Reference = x => Array.ConvertAll(x[0], v => v * v) };
            foreach (int[] slopes in (int[][])[[2, 3, 19], [3, 1], [19], [2, 1, 1], [1], []])
                yield return Case("PRelu", 9, [2, 3, 19], slopes, (x, slope) => x < 0 ? slope * x : x);
            yield return Case("PRelu", 6, [2, 3, 19], [3], null) with { Reference = Pairs.Of([2, 3, 19], [3, 1], (x, slope) => x < 0 ? slope * x : x) };
            yield return Old("Add", [2, 3, 4, 5], [3, 4], 1) with { Reference = Pairs.Of([2, 3, 4, 5], [3, 4, 1], (x, y) => x + y) };
            yield return Old("Mul", [2, 3, 4, 5], [2], 0) with { Reference = Pairs.Of([2, 3, 4, 5], [2, 1, 1, 1], (x, y) => x * y) };
            yield return OperatorCase.Onnx("Sub", 6, [("broadcast", 1)], OperatorInput.Of(2, 3, 4), OperatorInput.Of(4)) with { Reference = Pairs.Of([2, 3, 4], [4], (x, y) => x - y) };
            yield return Many("Sum", 3, x => x[0] + x[1] + x[2]);
            yield return Many("Mean", 3, x => (x[0] + x[1] + x[2]) / 3);
            yield return Many("Min", 3, x => Math.Min(x[0], Math.Min(x[1], x[2])));
            yield return Many("Sum", 1, x => x[0]) with { NoGradient = "nothing is left of it" };
            foreach (OperatorCase item in IntegerCases())
                yield return item with { NoGradient = "integers" };
        }
    }

    [Fact]
    public void ExtremesOfNaNAreNaNOnBothSides()
    {
        foreach (Operator op in (Operator[])[new Max(), new Min()])
            Assert.Equal([float.NaN, float.NaN, float.NaN], Run<float>(op, [float.NaN, 1, float.NaN], [1, float.NaN, float.NaN]));
    }

    [Fact]
    public void TheGradientOfATieBelongsToTheFirst()
    {
        foreach (string type in (string[])["Max", "Min"])
        {
            OperatorCase tie = OperatorCase.Onnx(type, 13, [], OperatorInput.Of(Tensor.Scalar(2)), OperatorInput.Of(Tensor.Scalar(2)));
            Assert.Equal([1f, 0f], GradientCheck.OfScalars(tie));
        }
    }

    [Fact]
    public void IntegerDivisionTruncatesAndNeverTraps()
    {
        Assert.Equal([-2, 0, int.MinValue, 3], Run<int>(new Div(), [-7, 5, int.MinValue, 7], [3, 0, -1, 2]));
        Assert.Equal([0u, 1u], Run<uint>(new Div(), [7, uint.MaxValue], [uint.MaxValue, uint.MaxValue]));
        Assert.Equal([0L, 0L], Run<long>(new Mod(true), [long.MinValue, 4], [-1, 0]));
    }

    [Fact]
    public void TheRemainderHasTheSignOfTheDivisorOrWithFmodOfTheDividend()
    {
        Assert.Equal([2, -2, 1, -1], Run<int>(new Mod(false), [-7, 7, 7, -7], [3, -3, 3, -3]));
        Assert.Equal([-1, 1, 1, -1], Run<int>(new Mod(true), [-7, 7, 7, -7], [3, -3, 3, -3]));
        Assert.Equal([-0.5f, 1.5f], Run<float>(new Mod(true), [-4.5f, 5.5f], [2, -2]));
    }

    [Fact]
    public void IntegerPowersWrapAndNegativeOnesAreZeroUnlessTheBaseIsOne() =>
        Assert.Equal([1, 0, 1, -1, 1024, -27, 0, 1, unchecked((int)1977326743)], Run<int>(new Pow(), [0, 5, 1, -1, 2, -3, 0, 9, 7], [0, -2, -3, -3, 10, 3, 4, 0, 11]));

    [Fact]
    public void OperandsThatDoNotBroadcastAreAnErrorThatNamesThem()
    {
        EdgeException e = Assert.Throws<EdgeException>(() => Case("Add", 14, [2, 3], [2, 4], (x, y) => x + y).Build([new(ElementType.Float32, new(2, 3)), new(ElementType.Float32, new(2, 4))]));
        Assert.Equal(ErrorKind.Shape, e.Kind);
        Assert.Contains("[2, 3]", e.Message, StringComparison.Ordinal);
        Assert.Contains("[2, 4]", e.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<OperatorCase> IntegerCases()
    {
        foreach (ElementType type in (ElementType[])[ElementType.Int8, ElementType.UInt8, ElementType.Int32, ElementType.Int64, ElementType.Float64])
        {
            OperatorInput a = new(type, new Shape(2, 3, 5), 0, 11), b = new(type, new Shape(3, 1), 1, 7);
            bool whole = type != ElementType.Float64;
            yield return OperatorCase.Onnx("Add", 14, [], a, b) with { Reference = Pairs.Of([2, 3, 5], [3, 1], (x, y) => x + y), Tolerance = 0 };
            yield return OperatorCase.Onnx("Mul", 14, [], a, b) with { Reference = Pairs.Of([2, 3, 5], [3, 1], (x, y) => x * y), Tolerance = 0 };
            yield return OperatorCase.Onnx("Div", 14, [], a, b) with { Reference = Pairs.Of([2, 3, 5], [3, 1], (x, y) => whole ? Math.Truncate(x / y) : x / y), Tolerance = 0 };
            yield return OperatorCase.Onnx("Min", 13, [], a, b) with { Reference = Pairs.Of([2, 3, 5], [3, 1], Math.Min), Tolerance = 0 };
            yield return OperatorCase.Onnx("Mod", 13, [("fmod", 1)], a, b) with { Reference = Pairs.Of([2, 3, 5], [3, 1], (x, y) => x % y), Tolerance = 0 };
            yield return OperatorCase.Onnx("Clip", 13, [], a, OperatorInput.Constant(Two(type, 2)), OperatorInput.Constant(Two(type, 6))) with { Reference = x => Array.ConvertAll(x[0], v => Math.Clamp(v, 2, 6)), Tolerance = 0 };
        }

        yield return OperatorCase.Onnx("Pow", 15, [], new OperatorInput(ElementType.Int32, new Shape(7), -4, 5), new OperatorInput(ElementType.Float32, new Shape(1), 3, 3))
            with { Reference = x => Array.ConvertAll(x[0], v => v * v * v), Tolerance = 0 };
    }

    private static Tensor Two(ElementType type, int value) => Evaluator.Run(new Node("c", new Cast(type), Value.Constant("v", Tensor.Scalar(value))))[0];

    private static OperatorCase Case(string type, int opset, int[] a, int[] b, Func<double, double, double>? reference) =>
        OperatorCase.Onnx(type, opset, [], OperatorInput.Of(a), OperatorInput.Of(b)) with
        {
            Reference = reference is null ? null : Pairs.Of(a, b, reference),
            NoGradient = new Shape(a).Count + new Shape(b).Count > 1000 ? "too long for differences" : null,
            GradientTolerance = 1e-4,
        };

    private static OperatorCase Old(string type, int[] a, int[] b, int axis) =>
        OperatorCase.Onnx(type, 6, [("broadcast", 1), ("axis", axis)], OperatorInput.Of(a), OperatorInput.Of(b));

    private static OperatorCase Many(string type, int count, Func<double[], double> reference)
    {
        OperatorInput[] inputs = new OperatorInput[count];
        Array.Fill(inputs, OperatorInput.Of(3, 7));
        return OperatorCase.Onnx(type, 8, [], inputs) with
        {
            Reference = x =>
            {
                double[] y = new double[21];
                for (int i = 0; i < y.Length; i++)
                    y[i] = reference(Array.ConvertAll(x, v => v[i]));
                return y;
            },
        };
    }

    private static T[] Run<T>(Operator op, T[] a, T[] b)
        where T : unmanaged
    {
        Value va = Value.Constant("a", Tensor.Of<T>(new Shape(a.Length), a)), vb = Value.Constant("b", Tensor.Of<T>(new Shape(b.Length), b));
        return Evaluator.Run(new Node("n", op, va, vb))[0].As<T>().ToArray();
    }
}
