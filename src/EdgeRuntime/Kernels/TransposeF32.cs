using System;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>A matrix of 32-bit elements turned over: NCHW to NHWC and back, one image at a time.</summary>
internal static unsafe class TransposeF32
{
    /// <summary>Columns of the source that are done together: four cache lines of each row.</summary>
    public const int Columns = 64;

    /// <summary><c>y[c, r] = x[r, c]</c> for all rows and at most <see cref="Columns"/> columns; strides in elements.</summary>
    public static void Run(float* x, long xStride, float* y, long yStride, int rows, int columns)
    {
        int side = TransposeBlock.Side;
        int wholeRows = rows / side * side;
        int c = 0;
        for (; c <= columns - side; c += side)
        {
            for (int r = 0; r < wholeRows; r += side)
                TransposeBlock.Turn(x + (r * xStride) + c, xStride, y + (c * yStride) + r, yStride);
        }

        Single(x + c, xStride, y + (c * yStride), yStride, wholeRows, columns - c);
        if (rows - wholeRows == 3)
            Three(x + (wholeRows * xStride), xStride, y + wholeRows, yStride, columns);
        else
            Single(x + (wholeRows * xStride), xStride, y + wholeRows, yStride, rows - wholeRows, columns);
    }

    /// <summary>The planes of a colour image: whole pixels, so that each line of y is written once.</summary>
    private static void Three(float* x, long xStride, float* y, long yStride, int columns)
    {
        float* second = x + xStride;
        float* third = second + xStride;
        for (int c = 0; c < columns; c++, y += yStride)
        {
            y[0] = x[c];
            y[1] = second[c];
            y[2] = third[c];
        }
    }

    private static void Single(float* x, long xStride, float* y, long yStride, int rows, int columns)
    {
        for (int r = 0; r < rows; r++)
        {
            float* from = x + (r * xStride);
            float* to = y + r;
            for (int c = 0; c < columns; c++)
                to[c * yStride] = from[c];
        }
    }
}
