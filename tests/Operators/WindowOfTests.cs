using System;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using Tests.Support;
using Xunit;

namespace Tests.Operators;

public class WindowOfTests
{
    [Theory]
    [InlineData("HannWindow", 0.5, 0.5, 0)]
    [InlineData("HammingWindow", 25d / 46, 21d / 46, 0)]
    [InlineData("BlackmanWindow", 0.42, 0.5, 0.08)]
    public void WindowsAreSumsOfCosines(string type, double a0, double a1, double a2)
    {
        foreach (int size in (int[])[1, 2, 9, 16])
        {
            foreach (bool periodic in (bool[])[true, false])
            {
                double[] expected = new double[size];
                int turn = periodic ? size : size - 1;
                for (int i = 0; i < size; i++)
                    expected[i] = turn == 0 ? 1 : a0 - (a1 * Math.Cos(2 * Math.PI * i / turn)) + (a2 * Math.Cos(4 * Math.PI * i / turn));
                InstructionSets.Near(expected, Make(type, size, periodic, 1).As<float>().ToArray(), 1e-7, $"{type} {size}");
            }
        }
    }

    [Fact]
    public void OtherElementTypesAreCast()
    {
        Tensor window = Make("HannWindow", 8, periodic: true, 11);
        Assert.Equal(ElementType.Float64, window.Type);
        Assert.Equal(0.5, window.As<double>()[2], 1e-7);
        Assert.Equal([0L, 0, 0, 0, 1, 0, 0, 0], Make("HannWindow", 8, periodic: true, 7).As<long>().ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void WildSizesAreRefused(int size) => Assert.Equal(ErrorKind.Shape, Assert.Throws<EdgeException>(() => Make("HannWindow", size, true, 1)).Kind);

    private static Tensor Make(string type, int size, bool periodic, int dataType)
    {
        OperatorCase item = OperatorCase.Onnx(type, 17, [("periodic", periodic ? 1 : 0), ("output_datatype", dataType)], OperatorInput.Constant(Tensor.Of<long>(default, [size])));
        Value output = item.Build(item.MakeInputs()).Outputs[0].Value;
        Assert.True(output.IsConstant);
        return output.Data!;
    }
}
