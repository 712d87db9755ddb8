using System;
using EdgeRuntime;

namespace Tests.Support;

/// <summary>References of operators that broadcast, straight from the definition.</summary>
internal static class Pairs
{
    public static Func<double[][], double[]> Of(int[] a, int[] b, Func<double, double, double> function) => x =>
    {
        int[] shape = Shape.Broadcast(new Shape(a), new Shape(b))!.Value.Dims.ToArray();
        double[] y = new double[new Shape(shape).Count];
        for (int i = 0; i < y.Length; i++)
            y[i] = function(x[0][Index(i, shape, a)], x[1][Index(i, shape, b)]);
        return y;
    };

    /// <summary>Where element <paramref name="i"/> of <paramref name="shape"/> lies in an operand that broadcasts to it.</summary>
    public static int Index(int i, int[] shape, int[] operand)
    {
        int index = 0, stride = 1;
        for (int axis = 1; axis <= shape.Length; axis++)
        {
            (i, int at) = Math.DivRem(i, shape[^axis]);
            if (axis > operand.Length)
                continue;
            if (operand[^axis] != 1)
                index += at * stride;
            stride *= operand[^axis];
        }

        return index;
    }
}
