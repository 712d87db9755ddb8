using System;
using EdgeRuntime.Random;

namespace EdgeRuntime.Data.Digits;

/// <summary>How a camera sees a sheet: grain and ruling of the paper, uneven light, vignette, and the noise of the sensor.</summary>
internal sealed class PageCamera
{
    private const int CoarseCell = 40, FineCell = 5;
    private const ulong CoarsePosition = 1 << 14, FinePosition = 1 << 15;

    private readonly int _width, _height;
    private readonly float[] _coarse, _fine, _row, _grain;

    public PageCamera(int width, int height)
    {
        (_width, _height) = (width, height);
        _coarse = new float[Cells(width, CoarseCell) * Cells(height, CoarseCell)];
        _fine = new float[Cells(width, FineCell) * Cells(height, FineCell)];
        (_row, _grain) = (new float[width], new float[width]);
    }

    /// <summary>Turns ink into grey values, 0 black to 255 white.</summary>
    public void Expose(ReadOnlySpan<float> ink, CounterRandom layout, ulong position, CounterRandom noise, ulong noisePosition, ref RandomDraws draws, Span<byte> frame)
    {
        float paper = draws.Uniform(150f, 235f), darkness = draws.Uniform(0.45f, 0.9f);
        float lightX = draws.Normal(0f, 0.10f), lightY = draws.Normal(0f, 0.10f), vignette = draws.Uniform(0f, 0.3f);
        float coarse = draws.Uniform(0f, 0.03f), fine = draws.Uniform(0f, 0.02f), sensor = draws.Uniform(1f, 5f);
        bool ruled = draws.Chance(0.3f);
        int pitch = 18 + draws.Below(14), first = draws.Below(18);
        float ruling = ruled ? draws.Uniform(0.03f, 0.09f) : 0f;
        layout.FillNormal(_coarse, coarse, position + CoarsePosition);
        layout.FillNormal(_fine, fine, position + FinePosition);
        for (int y = 0; y < _height; y++)
        {
            noise.FillNormal(_row, sensor, noisePosition + (ulong)(y * _width));
            _grain.AsSpan().Fill(1f);
            AddLattice(_coarse, CoarseCell, y);
            AddLattice(_fine, FineCell, y);
            float v = ((float)y / _height * 2f) - 1f;
            float line = y >= first && (y - first) % pitch == 0 ? 1f - ruling : 1f;
            for (int x = 0; x < _width; x++)
            {
                float u = ((float)x / _width * 2f) - 1f;
                float light = 1f + (lightX * u) + (lightY * v) - (vignette * 0.5f * ((u * u) + (v * v)));
                float value = paper * light * _grain[x] * line * (1f - (darkness * ink[(y * _width) + x]));
                frame[(y * _width) + x] = (byte)Math.Clamp(value + _row[x] + 0.5f, 0f, 255f);
            }
        }
    }

    private static int Cells(int size, int cell) => (size / cell) + 2;

    // Value noise: linear between the lattice's numbers. One row, cell by cell.
    private void AddLattice(float[] values, int cell, int y)
    {
        ReadOnlySpan<float> upper = values.AsSpan(y / cell * Cells(_width, cell)), lower = upper[Cells(_width, cell)..];
        float v = (float)(y % cell) / cell;
        for (int start = 0, at = 0; start < _width; start += cell, at++)
        {
            Span<float> part = _grain.AsSpan(start, Math.Min(cell, _width - start));
            for (int i = 0; i < part.Length; i++)
            {
                float u = (float)i / cell;
                float top = upper[at] + (u * (upper[at + 1] - upper[at]));
                float bottom = lower[at] + (u * (lower[at + 1] - lower[at]));
                part[i] += top + (v * (bottom - top));
            }
        }
    }
}
