using System;
using System.Collections.Generic;
using EdgeRuntime;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

/// <summary>Operators that are made of others at import.</summary>
public class LoweredOperatorTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Trilu([("upper", 1)], 1, (i, j) => j >= i + 1),
        Trilu([("upper", 0)], -1, (i, j) => j <= i - 1),
        OperatorCase.Onnx("OneHot", 11, [("axis", 1)], OperatorInput.Of(Tensor.Of<int>(new Shape(2, 2), [1, -1, 3, 0])), OperatorInput.Ints(3), OperatorInput.Of(2)) with
        {
            Reference = x => Coordinates.Fill([2, 3, 2], at => x[2][(int)x[0][(at[0] * 2) + at[2]] is int i && (i == at[1] || i + 3 == at[1]) ? 1 : 0]),
        },
        OperatorCase.Onnx("Hardmax", 13, [("axis", 1)], OperatorInput.Of(2, 5, 3)) with
        {
            Reference = x => Coordinates.Fill([2, 5, 3], at => IsGreatest(5, at[1], i => Coordinates.At(x[0], [2, 5, 3], at[0], i, at[2])) ? 1 : 0),
            NoGradient = "it is flat",
        },
        OperatorCase.Onnx("Hardmax", 11, [], OperatorInput.Of(2, 3, 3)) with
        {
            Reference = x => Coordinates.Fill([2, 9], at => IsGreatest(9, at[1], i => x[0][(at[0] * 9) + i]) ? 1 : 0),
            NoGradient = "it is flat",
        },
        Norm(2, v => v * v, Math.Sqrt),
        Norm(1, Math.Abs, s => s),
        OperatorCase.Onnx("LpNormalization", 1, [], OperatorInput.Of(Tensor.Of<float>(new Shape(2, 2), [0, 0, 3, 4]))) with
        {
            Reference = _ => [0, 0, 0.6, 0.8],
            NoGradient = "a norm of 0 has none",
        },
        LpPool(2, [("kernel_shape", (int[])[3]), ("strides", (int[])[2]), ("pads", (int[])[1, 1])], [0, 2, 4, 6], -1),
        LpPool(3, [("kernel_shape", (int[])[3]), ("strides", (int[])[2]), ("p", 3)], [0, 2, 4], 0),
        LpPool(1, [("kernel_shape", (int[])[3]), ("strides", (int[])[3]), ("p", 1), ("ceil_mode", 1)], [0, 3, 6], 0),
        OperatorCase.Onnx("GlobalLpPool", 2, [], OperatorInput.Of(1, 2, 3, 2)) with { Reference = x => [Root(x[0][..6]), Root(x[0][6..])] },
        Einsum("bij,bjk->bik", [2, 3, 4], [2, 4, 5], [2, 3, 5], 4, (x, o, k) => At(x[0], [2, 3, 4], o[0], o[1], k) * At(x[1], [2, 4, 5], o[0], k, o[2])),
        Einsum("bhqd , bkhd -> bhqk", [2, 2, 3, 4], [2, 5, 2, 4], [2, 2, 3, 5], 4, (x, o, k) => At(x[0], [2, 2, 3, 4], o[0], o[1], o[2], k) * At(x[1], [2, 5, 2, 4], o[0], o[3], o[1], k)),
        Einsum("...i,ij->j...", [2, 3, 4], [4, 5], [5, 2, 3], 4, (x, o, k) => At(x[0], [2, 3, 4], o[1], o[2], k) * At(x[1], [4, 5], k, o[0])),
        Einsum("i,j", [3], [4], [3, 4], 1, (x, o, _) => x[0][o[0]] * x[1][o[1]]),
        Einsum("ab,cb->c", [3, 4], [2, 4], [2], 12, (x, o, k) => At(x[0], [3, 4], k / 4, k % 4) * At(x[1], [2, 4], o[0], k % 4)),
        OperatorCase.Onnx("Einsum", 12, [("equation", "bij->ib")], OperatorInput.Of(2, 3, 4)) with
        {
            Reference = x => Coordinates.Fill([3, 2], o => At(x[0], [2, 3, 4], o[1], o[0], 0) + At(x[0], [2, 3, 4], o[1], o[0], 1) + At(x[0], [2, 3, 4], o[1], o[0], 2) + At(x[0], [2, 3, 4], o[1], o[0], 3)),
        },
        OperatorCase.Onnx("Einsum", 12, [("equation", "i,ij,j->")], OperatorInput.Of(2), OperatorInput.Of(2, 2), OperatorInput.Of(2)) with
        {
            Reference = x => [(x[0][0] * ((x[1][0] * x[2][0]) + (x[1][1] * x[2][1]))) + (x[0][1] * ((x[1][2] * x[2][0]) + (x[1][3] * x[2][1])))],
        },
    ];

    [Theory]
    [InlineData("ii,ij->j", "names 'i' twice in one operand")]
    [InlineData("ik,kj->ij", "joins axes of 2 and 3 elements")]
    [InlineData("ij,kl->iz", "'z' in the result")]
    [InlineData("ij->i", "1 operands, the node 2")]
    [InlineData("i,ij->j", "names 1 axes")]
    public void AnEquationThatIsNotSupportedIsRefused(string equation, string reason)
    {
        OperatorCase item = OperatorCase.Onnx("Einsum", 12, [("equation", equation)], OperatorInput.Of(2, 2), OperatorInput.Of(3, 3));
        Assert.Contains(reason, Assert.Throws<EdgeException>(() => item.Build(item.MakeInputs())).Message, StringComparison.Ordinal);
    }

    private static OperatorCase Trilu((string, object)[] attributes, int k, Func<int, int, bool> kept) =>
        OperatorCase.Onnx("Trilu", 14, attributes, OperatorInput.Of(2, 4, 5), OperatorInput.Constant(Tensor.Of<long>(default, [k]))) with
        {
            Reference = x => Coordinates.Fill([2, 4, 5], at => kept(at[1], at[2]) ? At(x[0], [2, 4, 5], at[0], at[1], at[2]) : 0),
        };

    private static OperatorCase Norm(int p, Func<double, double> power, Func<double, double> root) =>
        OperatorCase.Onnx("LpNormalization", 1, [("axis", 1), ("p", p)], OperatorInput.Of(2, 4, 3)) with
        {
            Reference = x => Coordinates.Fill([2, 4, 3], at =>
            {
                double sum = 0;
                for (int i = 0; i < 4; i++)
                    sum += power(At(x[0], [2, 4, 3], at[0], i, at[2]));
                return At(x[0], [2, 4, 3], at[0], at[1], at[2]) / root(sum);
            }),
        };

    // Windows of 3 over [1, 2, 7] that start at the given places, moved by the padding.
    private static OperatorCase LpPool(int p, (string, object)[] attributes, int[] starts, int shift) =>
        OperatorCase.Onnx("LpPool", 18, attributes, OperatorInput.Of(0.25, 2, [1, 2, 7])) with
        {
            Reference = x => Coordinates.Fill([1, 2, starts.Length], at =>
            {
                double sum = 0;
                for (int i = starts[at[2]] + shift; i < starts[at[2]] + shift + 3; i++)
                    sum += i is >= 0 and < 7 ? Math.Pow(Math.Abs(x[0][(at[1] * 7) + i]), p) : 0;
                return Math.Pow(sum, 1.0 / p);
            }),
        };

    private static OperatorCase Einsum(string equation, int[] a, int[] b, int[] y, int summed, Func<double[][], int[], int, double> term) =>
        OperatorCase.Onnx("Einsum", 12, [("equation", equation)], OperatorInput.Of(a), OperatorInput.Of(b)) with
        {
            Reference = x => Coordinates.Fill(y, at =>
            {
                double sum = 0;
                for (int k = 0; k < summed; k++)
                    sum += term(x, at, k);
                return sum;
            }),
        };

    private static double At(double[] x, int[] shape, params int[] at) => Coordinates.At(x, shape, at);

    private static double Root(double[] x)
    {
        double sum = 0;
        foreach (double v in x)
            sum += v * v;
        return Math.Sqrt(sum);
    }

    private static bool IsGreatest(int count, int own, Func<int, double> of)
    {
        for (int i = 0; i < count; i++)
        {
            if (of(i) > of(own) || (of(i).Equals(of(own)) && i < own))
                return false;
        }

        return true;
    }
}
