using System;
using EdgeRuntime.Kernels;
using EdgeRuntime.Random;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Data.Augmentation;

/// <summary>
/// Smooth displacements of all pixels: random ones at the knots of a coarse grid, between them cubic B-splines. Splines weigh the knots by
/// parts of 1, so that no pixel moves further than a knot may.
/// </summary>
internal sealed unsafe class ElasticField
{
    private const int Cells = 4, Knots = Cells + 3, Taps = 4;

    private readonly int _width;
    private readonly int[] _columnKnots;
    private readonly float[] _columnWeights;
    private readonly int[] _rowKnots;
    private readonly float[] _rowWeights;
    private readonly float[] _grid = new float[2 * Knots * Knots];
    private readonly float[] _knotRows;

    public ElasticField(int width, int height)
    {
        _width = width;
        (_columnKnots, _columnWeights) = Splines(width);
        (_rowKnots, _rowWeights) = Splines(height);
        _knotRows = new float[2 * Knots * width];
    }

    /// <summary>Draws a field whose knots move by up to <paramref name="pixels"/>.</summary>
    public void Draw(CounterRandom random, float pixels)
    {
        random.FillUniform(_grid, -pixels, pixels);
        for (int row = 0; row < 2 * Knots; row++)
        {
            ReadOnlySpan<float> knots = _grid.AsSpan(row * Knots, Knots);
            Span<float> target = _knotRows.AsSpan(row * _width, _width);
            for (int x = 0; x < target.Length; x++)
            {
                ReadOnlySpan<float> weights = _columnWeights.AsSpan(x * Taps, Taps);
                ReadOnlySpan<float> near = knots.Slice(_columnKnots[x * Taps], Taps);
                target[x] = (weights[0] * near[0]) + (weights[1] * near[1]) + (weights[2] * near[2]) + (weights[3] * near[3]);
            }
        }
    }

    /// <summary>The displacements of one row of pixels.</summary>
    public void Row<S, V>(int y, float* dx, float* dy)
        where S : struct, ISimd<V>
        where V : struct
    {
        fixed (float* rows = _knotRows, weights = &_rowWeights[y * Taps])
        fixed (int* knots = &_rowKnots[y * Taps])
        {
            ResampleF32.Row<S, V>(rows, knots, weights, Taps, _width, dx);
            ResampleF32.Row<S, V>(rows + (Knots * _width), knots, weights, Taps, _width, dy);
        }
    }

    // For each of size places along an axis the four knots around it and their weights.
    private static (int[] Knots, float[] Weights) Splines(int size)
    {
        int[] knots = new int[size * Taps];
        float[] weights = new float[size * Taps];
        for (int i = 0; i < size; i++)
        {
            double place = (i + 0.5) * Cells / size;
            int first = (int)place;
            double t = place - first, s = 1 - t;
            ReadOnlySpan<double> spline = [s * s * s / 6, ((3 * t * t * t) - (6 * t * t) + 4) / 6, ((3 * s * s * s) - (6 * s * s) + 4) / 6, t * t * t / 6];
            for (int k = 0; k < Taps; k++)
                (knots[(i * Taps) + k], weights[(i * Taps) + k]) = (first + k, (float)spline[k]);
        }
        return (knots, weights);
    }
}
