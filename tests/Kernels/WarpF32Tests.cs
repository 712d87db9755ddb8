using System;
using EdgeRuntime;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;
using Tests.Support;
using Xunit;

namespace Tests.Kernels;

public unsafe class WarpF32Tests
{
    private static readonly WarpLine[] Lines = [new(0, 1, 0, 0), new(-3.3f, 0.93f, 1.2f, 0.31f), new(40, -1.5f, 9, -0.7f), new(-1e6f, 3e4f, 1e6f, -1e5f)];

    [Fact]
    public void EverySizeIsNearTheReferenceAndHasTheSameBitsOnEveryInstructionSet()
    {
        for (int width = 1; width <= 35; width++)
        {
            foreach (int height in (int[])[1, 2, 5])
            {
                foreach (WarpLine line in Lines)
                    InstructionSets.Check(new Run(line, width, height), Reference(line, width, height), 1e-4);
            }
        }
    }

    [Fact]
    public void WholePlacesGiveTheirPixelExactly()
    {
        float[] mirrored = Dispatch.Make<Run, float[]>(Isa.Scalar, new Run(new WarpLine(18, -1, 2, 0), 19, 3, Displaced: false));
        using FencedFloats plane = FencedFloats.Random(19 * 3, 1);
        for (int x = 0; x < 19; x++)
            Assert.Equal(plane.Span[(2 * 19) + 18 - x], mirrored[x]);
    }

    private static double[] Reference(WarpLine line, int width, int height)
    {
        using FencedFloats plane = FencedFloats.Random(width * height, 1), moves = FencedFloats.Random(2 * width, 2);
        double[] row = new double[width];
        for (int i = 0; i < width; i++)
        {
            // The kernel's own float places: what is checked is the choice of pixels and weights, not the rounding of a sum.
            double x = Math.Clamp(MathF.FusedMultiplyAdd(i, line.StepX, line.X) + moves.Span[i], 0f, width - 1), y = Math.Clamp(MathF.FusedMultiplyAdd(i, line.StepY, line.Y) + moves.Span[width + i], 0f, height - 1);
            for (int r = 0; r < height; r++)
            {
                for (int c = 0; c < width; c++)
                    row[i] += Math.Max(0, 1 - Math.Abs(x - c)) * Math.Max(0, 1 - Math.Abs(y - r)) * plane.Span[(r * width) + c];
            }
        }

        return row;
    }

    private readonly record struct Run(WarpLine Line, int Width, int Height, bool Displaced = true) : ISimdMaker<float[]>
    {
        public float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            using FencedFloats plane = FencedFloats.Random(Width * Height, 1), moves = FencedFloats.Random(2 * Width, 2), ramp = new(Width), places = new(Width), right = new(Width), below = new(Width), y = new(Width);
            for (int i = 0; i < Width; i++)
                ramp.Span[i] = i;
            if (!Displaced)
                moves.Span.Clear();
            WarpF32.Sources<S, V>(Line, ramp.Pointer, moves.Pointer, moves.Pointer + Width, Width, Height, (int*)places.Pointer, right.Pointer, below.Pointer);
            WarpF32.Row(plane.Pointer, Width, Height, (int*)places.Pointer, right.Pointer, below.Pointer, y.Pointer);
            return y.Span.ToArray();
        }
    }
}
