using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

/// <summary>Comparisons, logic and predicates.</summary>
public class ComparisonTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases
    {
        get
        {
            foreach (ElementType type in (ElementType[])[ElementType.Float32, ElementType.Float16, ElementType.Float64, ElementType.Int16, ElementType.Int64, ElementType.UInt8])
            {
                yield return Case("Equal", 13, type, (a, b) => a == b);
                yield return Case("Greater", 13, type, (a, b) => a > b);
                yield return Case("GreaterOrEqual", 16, type, (a, b) => a >= b);
                yield return Case("Less", 9, type, (a, b) => a < b);
                yield return Case("LessOrEqual", 12, type, (a, b) => a <= b);
            }

            foreach ((int[] a, int[] b) in ((int[], int[])[])[([3, 35], [3, 35]), ([2, 50], []), ([], [49]), ([3, 1], [3, 37]), ([2, 34], [34])])
            {
                yield return Case("Less", 13, ElementType.Float32, (x, y) => x < y, a, b);
                yield return Case("GreaterOrEqual", 16, ElementType.Int16, (x, y) => x >= y, a, b);
                yield return Case("Equal", 13, ElementType.Int64, (x, y) => x == y, a, b);
                yield return Case("Greater", 13, ElementType.UInt8, (x, y) => x > y, a, b);
                yield return Case("LessOrEqual", 16, ElementType.Int32, (x, y) => x <= y, a, b);
                yield return Case("And", 7, ElementType.Bool, (x, y) => x != 0 && y != 0, a, b);
                yield return Case("Or", 7, ElementType.Bool, (x, y) => x != 0 || y != 0, a, b);
                yield return Case("Xor", 7, ElementType.Bool, (x, y) => x != y, a, b);
            }

            yield return Case("And", 7, ElementType.Bool, (a, b) => a != 0 && b != 0);
            yield return Case("Or", 7, ElementType.Bool, (a, b) => a != 0 || b != 0);
            yield return Case("Xor", 7, ElementType.Bool, (a, b) => a != b);
            yield return Case("Equal", 13, ElementType.Bool, (a, b) => a == b);
            yield return OperatorCase.Onnx("Not", 1, [], new OperatorInput(ElementType.Bool, new Shape(37), 0, 1)) with { Reference = x => Array.ConvertAll(x[0], v => 1 - v), NoGradient = "bools" };
            yield return Predicate("IsNaN", 13, [], double.IsNaN);
            yield return Predicate("IsInf", 10, [], double.IsInfinity);
            yield return Predicate("IsInf", 20, [("detect_negative", 0)], double.IsPositiveInfinity);
            yield return Predicate("IsInf", 20, [("detect_positive", 0)], double.IsNegativeInfinity);
        }
    }

    [Fact]
    public void NothingComparesWithNaN()
    {
        float[] nans = new float[17]; // 16 at once and one alone
        Array.Fill(nans, float.NaN);
        EdgeRuntime.Graphs.Value nan = EdgeRuntime.Graphs.Value.Constant("nan", Tensor.Of<float>(new Shape(17), nans));
        foreach (EdgeRuntime.Graphs.Operator op in (EdgeRuntime.Graphs.Operator[])[new Equal(), new Less(), new LessOrEqual(), new Greater(), new GreaterOrEqual()])
            Assert.False(EdgeRuntime.Graphs.Evaluator.Run(new EdgeRuntime.Graphs.Node("n", op, nan, nan))[0].As<bool>().Contains(true), op.Type);
    }

    private static OperatorCase Case(string type, int opset, ElementType element, Func<double, double, bool> reference) =>
        Case(type, opset, element, reference, [2, 5, 1], [1, 9]);

    private static OperatorCase Case(string type, int opset, ElementType element, Func<double, double, bool> reference, int[] a, int[] b)
    {
        int high = element == ElementType.Bool ? 1 : 4;
        return OperatorCase.Onnx(type, opset, [], new OperatorInput(element, new Shape(a), 0, high), new OperatorInput(element, new Shape(b), 0, high)) with
        {
            Reference = Pairs.Of(a, b, (x, y) => reference(x, y) ? 1 : 0),
            Tolerance = 0,
            NoGradient = "bools",
        };
    }

    private static OperatorCase Predicate(string type, int opset, (string, object)[] attributes, Func<double, bool> reference)
    {
        Tensor x = Tensor.Of<float>(new Shape(6), [1, float.NaN, float.PositiveInfinity, -0f, float.NegativeInfinity, float.MaxValue]);
        return OperatorCase.Onnx(type, opset, attributes, OperatorInput.Of(x)) with { Reference = v => Array.ConvertAll(v[0], d => reference(d) ? 1d : 0), Tolerance = 0, NoGradient = "bools" };
    }
}
