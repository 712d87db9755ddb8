using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class TransposeTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        OperatorCase.Onnx("Transpose", 13, [("perm", new[] { 0, 2, 3, 1 })], OperatorInput.Of(2, 3, 5, 7)),
        OperatorCase.Onnx("Transpose", 13, [], OperatorInput.Of(5, 17)) with { Reference = x => Turned(x[0], 5, 17) },
        OperatorCase.Onnx("Transpose", 1, [("perm", new[] { 1, 0, 2 })], OperatorInput.Of(1, 4, 3)),
        OperatorCase.Of(new Transpose(new Axes(3, 1, 2, 0)), OperatorInput.Of(2, 3, 4, 5)),
        // Blocks of 8 and 4 with rows and columns left over, more than one unit a matrix.
        Matrices(2, 19, 150),
        Matrices(1, 16, 64),
        Matrices(3, 3, 67),
        Matrices(3, 70, 3),
        OperatorCase.Of(new Transpose(new Axes(0, 2, 3, 1)), new OperatorInput(ElementType.Int32, new Shape(2, 9, 4, 5), -9, 9)),
        OperatorCase.Of(new Transpose(new Axes(0, 3, 1, 2)), new OperatorInput(ElementType.Int8, new Shape(1, 4, 5, 9), -9, 9)),
        OperatorCase.Of(new Transpose(new Axes(2, 0, 3, 1)), OperatorInput.Of(3, 9, 2, 10)),
    ];

    [Fact]
    public void ChannelsFirstBecomesChannelsLast()
    {
        Value x = Value.Constant("x", Tensor.Of<float>(new Shape(1, 2, 3), [0, 1, 2, 3, 4, 5]));
        Tensor y = Evaluator.Run(new Node("t", new Transpose(new Axes(0, 2, 1)), x))[0];
        Assert.Equal(new Shape(1, 3, 2), y.Shape);
        Assert.Equal([0f, 3, 1, 4, 2, 5], y.As<float>().ToArray());
    }

    private static OperatorCase Matrices(int count, int rows, int columns) => OperatorCase.Of(new Transpose(new Axes(0, 2, 1)), OperatorInput.Of(count, rows, columns)) with
    {
        Reference = x => Coordinates.Fill([count, columns, rows], at => Coordinates.At(x[0], [count, rows, columns], at[0], at[2], at[1])),
    };

    private static double[] Turned(double[] x, int rows, int columns)
    {
        double[] y = new double[x.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                y[(j * rows) + i] = x[(i * columns) + j];
        }

        return y;
    }
}
