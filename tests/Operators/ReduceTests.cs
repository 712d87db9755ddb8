using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class ReduceTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases
    {
        get
        {
            foreach (ReduceKind kind in Enum.GetValues<ReduceKind>())
            {
                yield return Case(kind, [3, 37], 1); // runs with a tail
                yield return Case(kind, [5, 75], 0); // columns: a whole block, and a part of one
                yield return Case(kind, [2, 3, 4, 5], 1, 3); // runs here and there
                yield return Case(kind, [3, 2, 4, 9], 0, 2); // columns here and there
                yield return Case(kind, [2, 7]); // nothing at all
                yield return OperatorCase.Onnx($"Reduce{kind}", 11, [("axes", new[] { 1 })], OperatorInput.Of(0.5, 2, [3, 5])) with
                {
                    Reference = x => Reference(kind, x[0], [3, 5], [1]),
                };
                yield return OperatorCase.Of(new ReduceGradient(kind, new Axes(1)), OperatorInput.Of(2, 5, 3), OperatorInput.Of(2, 1, 3), OperatorInput.Of(2, 1, 3)) with
                {
                    NoGradient = "it is one itself",
                };
            }

            yield return OperatorCase.Onnx("ReduceSum", 13, [("keepdims", 0)], OperatorInput.Of(2, 3, 4), OperatorInput.Ints(-1, 0)) with
            {
                Reference = x => Reference(ReduceKind.Sum, x[0], [2, 3, 4], [0, 2]),
            };
            yield return OperatorCase.Onnx("ReduceMean", 11, [("axes", new[] { 1, 2 })], OperatorInput.Of(2, 3, 4)) with
            {
                Reference = x => Reference(ReduceKind.Mean, x[0], [2, 3, 4], [1, 2]),
            };
            yield return OperatorCase.Onnx("ReduceMax", 18, [], OperatorInput.Of(2, 3)) with { Reference = x => Reference(ReduceKind.Max, x[0], [2, 3], [0, 1]) };
            yield return OperatorCase.Onnx("ReduceL2", 18, [], new OperatorInput(ElementType.Int32, new Shape(2, 3), -9, 9)) with
            {
                Reference = x => [Math.Floor(Reference(ReduceKind.L2, x[0], [2, 3], [0, 1])[0])],
            };
            yield return OperatorCase.Onnx("ReduceMin", 20, [], new OperatorInput(ElementType.Bool, new Shape(4, 3), 0, 1), OperatorInput.Ints(0)) with
            {
                Reference = x => Reference(ReduceKind.Min, x[0], [4, 3], [0]),
            };
            yield return OperatorCase.Onnx("ReduceProd", 18, [], new OperatorInput(ElementType.Int64, new Shape(2, 3), 1, 9), OperatorInput.Ints(1)) with
            {
                Reference = x => Reference(ReduceKind.Prod, x[0], [2, 3], [1]),
            };
        }
    }

    [Theory]
    [InlineData(ReduceKind.Sum, 0f)]
    [InlineData(ReduceKind.Prod, 1f)]
    [InlineData(ReduceKind.Max, float.NegativeInfinity)]
    [InlineData(ReduceKind.Min, float.PositiveInfinity)]
    [InlineData(ReduceKind.LogSumExp, float.NegativeInfinity)]
    [InlineData(ReduceKind.Mean, float.NaN)]
    internal void EmptySetsHaveTheValueOfTheSpecification(ReduceKind kind, float expected)
    {
        foreach (Shape shape in (Shape[])[new(2, 0, 3), new(2, 0)])
        {
            Value x = Value.Constant("x", new Tensor(ElementType.Float32, shape));
            float[] y = Evaluator.Run(new Node("r", new Reduce(kind, new Axes(1)), x))[0].As<float>().ToArray();
            Assert.All(y, value => Assert.Equal(expected, value));
            Assert.Equal(shape.Rank == 3 ? 6 : 2, y.Length);
        }
    }

    [Fact]
    public void EmptyAxesMayMeanThatNothingIsReduced()
    {
        OperatorCase item = OperatorCase.Onnx("ReduceSum", 13, [("noop_with_empty_axes", 1)], OperatorInput.Of(2, 3), OperatorInput.Ints());
        Assert.Equal(item.MakeInputs()[0].As<float>().ToArray(), Run(item, item.MakeInputs(), Isa.Scalar)[0].As<float>().ToArray());
    }

    [Fact]
    public void EqualMaximaShareTheirGradient()
    {
        Value x = Value.Constant("x", Tensor.Of<float>(new Shape(4), [3, 1, 3, 2])), y = Value.Constant("y", Tensor.Of<float>(new Shape(1), [3]));
        Value dy = Value.Constant("dy", Tensor.Of<float>(new Shape(1), [10]));
        Assert.Equal([5, 0, 5, 0], Evaluator.Run(new Node("r", new ReduceGradient(ReduceKind.Max, new Axes(0)), x, y, dy))[0].As<float>().ToArray());
    }

    [Theory]
    [InlineData(new[] { 2f, 0, 3 }, new[] { 0f, 6, 0 })]
    [InlineData(new[] { 0f, 0, 3 }, new[] { 0f, 0, 0 })]
    public void AFactorOfZeroHasTheGradientOfTheOthers(float[] factors, float[] expected)
    {
        Value x = Value.Constant("x", Tensor.Of<float>(new Shape(3), factors)), one = Value.Constant("1", Tensor.Of<float>(new Shape(1), [1]));
        Assert.Equal(expected, Evaluator.Run(new Node("r", new ReduceGradient(ReduceKind.Prod, new Axes(0)), x, one, one))[0].As<float>().ToArray());
    }

    [Fact]
    public void NaNIsNeitherLostInTheMaximumNorInTheMinimum()
    {
        Value x = Value.Constant("x", Tensor.Of<float>(new Shape(3, 3), [1, float.NaN, 2, float.NaN, 1, 2, 1, 2, float.NaN]));
        foreach (ReduceKind kind in (ReduceKind[])[ReduceKind.Max, ReduceKind.Min])
            Assert.All(Evaluator.Run(new Node("r", new Reduce(kind, new Axes(1)), x))[0].As<float>().ToArray(), y => Assert.True(float.IsNaN(y)));
    }

    private static OperatorCase Case(ReduceKind kind, int[] shape, params int[] axes)
    {
        // Logarithms and products of positive numbers; the others of both signs.
        OperatorInput x = kind is ReduceKind.LogSum or ReduceKind.Prod ? OperatorInput.Of(0.5, 1.5, shape) : OperatorInput.Of(shape);
        return OperatorCase.Of(new Reduce(kind, new Axes(axes)), x) with { Reference = inputs => Reference(kind, inputs[0], shape, axes) };
    }

    private static double[] Reference(ReduceKind kind, double[] x, int[] shape, int[] axes)
    {
        int[] target = [.. shape];
        int size = 1;
        foreach (int axis in axes)
        {
            size *= shape[axis];
            target[axis] = 1;
        }

        List<double>[] sets = new List<double>[x.Length / size];
        int next = 0;
        Coordinates.Fill(shape, at =>
        {
            int set = 0;
            for (int i = 0; i < shape.Length; i++)
                set = (set * target[i]) + (target[i] == 1 ? 0 : at[i]);
            (sets[set] ??= []).Add(x[next++]);
            return 0;
        });
        return Array.ConvertAll(sets, set => Reduced(kind, set));
    }

    private static double Reduced(ReduceKind kind, List<double> set)
    {
        double sum = 0, product = 1, l1 = 0, squares = 0, exponentials = 0;
        foreach (double x in set)
        {
            sum += x;
            product *= x;
            l1 += Math.Abs(x);
            squares += x * x;
            exponentials += Math.Exp(x);
        }

        set.Sort();
        return kind switch
        {
            ReduceKind.Sum => sum,
            ReduceKind.Mean => sum / set.Count,
            ReduceKind.Max => set[^1],
            ReduceKind.Min => set[0],
            ReduceKind.Prod => product,
            ReduceKind.L1 => l1,
            ReduceKind.L2 => Math.Sqrt(squares),
            ReduceKind.LogSum => Math.Log(sum),
            ReduceKind.LogSumExp => Math.Log(exponentials),
            _ => squares,
        };
    }
}
