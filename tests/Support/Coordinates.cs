using System;

namespace Tests.Support;

/// <summary>Row-major arithmetic for references that are written coordinate by coordinate.</summary>
internal static class Coordinates
{
    /// <summary>A tensor whose element at each coordinate is what <paramref name="value"/> says.</summary>
    public static double[] Fill(int[] shape, Func<int[], double> value)
    {
        int count = 1;
        foreach (int length in shape)
            count *= length;
        double[] filled = new double[count];
        int[] at = new int[shape.Length];
        for (int i = 0; i < count; i++)
        {
            filled[i] = value(at);
            for (int axis = shape.Length - 1; axis >= 0 && ++at[axis] == shape[axis]; axis--)
                at[axis] = 0;
        }

        return filled;
    }

    /// <summary>The element of a row-major tensor.</summary>
    public static double At(double[] tensor, int[] shape, params int[] at)
    {
        int offset = 0;
        for (int i = 0; i < shape.Length; i++)
            offset = (offset * shape[i]) + at[i];
        return tensor[offset];
    }

    /// <summary>The coordinate with one axis moved.</summary>
    public static int[] With(int[] at, int axis, int index)
    {
        int[] moved = [.. at];
        moved[axis] = index;
        return moved;
    }
}
