using System;
using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>The source of a row of pixels, <c>(X + x StepX + dx[x], Y + x StepY + dy[x])</c> for pixel x.</summary>
/// <param name="X">The source column of pixel 0.</param>
/// <param name="StepX">How far the source column moves from pixel to pixel.</param>
/// <param name="Y">The source row of pixel 0.</param>
/// <param name="StepY">How far the source row moves from pixel to pixel.</param>
internal readonly record struct WarpLine(float X, float StepX, float Y, float StepY);

/// <summary>
/// Bilinear warps: where each pixel of a row comes from is found once, with vectors across the row, and used for every channel. What
/// lies outside of the picture is its nearest edge. Planes have at most 2^24 pixels, so that places are exact as floats.
/// </summary>
internal static unsafe class WarpF32
{
    /// <summary>Finds for each pixel of a row the upper left one of its four sources and how far it lies from it.</summary>
    /// <param name="line">Where the row comes from.</param>
    /// <param name="ramp">0, 1, 2 ... <paramref name="width"/> - 1.</param>
    /// <param name="dx">What is added to the source columns, [width].</param>
    /// <param name="dy">What is added to the source rows, [width].</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="places">The upper left source as a place in the plane, [width].</param>
    /// <param name="right">The weight of the sources to the right, 0 to 1, [width].</param>
    /// <param name="below">The weight of the sources below, 0 to 1, [width].</param>
    public static void Sources<S, V>(WarpLine line, float* ramp, float* dx, float* dy, int width, int height, int* places, float* right, float* below)
        where S : struct, ISimd<V>
        where V : struct
    {
        int i = 0;
        for (; i <= width - S.Count; i += S.Count)
            SourcesOf<S, V>(line, ramp + i, dx + i, dy + i, width, height, places + i, right + i, below + i);
        for (; i < width; i++)
            SourcesOf<ScalarSet, float>(line, ramp + i, dx + i, dy + i, width, height, places + i, right + i, below + i);
    }

    /// <summary>One row of one plane from the sources that <see cref="Sources"/> found.</summary>
    /// <param name="plane">The source, [height, width].</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="places">The upper left sources.</param>
    /// <param name="right">The weights of the sources to the right.</param>
    /// <param name="below">The weights of the sources below.</param>
    /// <param name="y">The row, [width]; no part of the source.</param>
    public static void Row(float* plane, int width, int height, int* places, float* right, float* below, float* y)
    {
        // A single column or row has no neighbour: its own pixel stands in, with a weight of 0.
        int toRight = width > 1 ? 1 : 0, toBelow = height > 1 ? width : 0;
        for (int i = 0; i < width; i++)
        {
            float* source = plane + places[i];
            float above = Between(source[0], source[toRight], right[i]), under = Between(source[toBelow], source[toBelow + toRight], right[i]);
            y[i] = Between(above, under, below[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SourcesOf<S, V>(WarpLine line, float* ramp, float* dx, float* dy, int width, int height, int* places, float* right, float* below)
        where S : struct, ISimd<V>
        where V : struct
    {
        V x = S.Add(S.Fma(S.Load(ramp), S.Set(line.StepX), S.Set(line.X)), S.Load(dx));
        V y = S.Add(S.Fma(S.Load(ramp), S.Set(line.StepY), S.Set(line.Y)), S.Load(dy));
        x = S.Min(S.Max(x, S.Zero), S.Set(width - 1));
        y = S.Min(S.Max(y, S.Zero), S.Set(height - 1));
        V column = S.Min(S.Floor(x), S.Set(Math.Max(width - 2, 0))), row = S.Min(S.Floor(y), S.Set(Math.Max(height - 2, 0)));
        S.Store(right, S.Subtract(x, column));
        S.Store(below, S.Subtract(y, row));
        S.Store((float*)places, S.ToIntBits(S.Fma(row, S.Set(width), column)));
    }

    // Exact at both ends: a weight of 0 gives a, a weight of 1 gives b.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Between(float a, float b, float weight) => ScalarSet.Fma(weight, b, ScalarSet.Fnma(weight, a, a));
}
