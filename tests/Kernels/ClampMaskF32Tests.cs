using System;
using EdgeRuntime.Kernels;
using Tests.Support;
using Xunit;

namespace Tests.Kernels;

public class ClampMaskF32Tests
{
    private static readonly float[] Special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 0f, float.Epsilon, -float.Epsilon, 6f, 5.9999995f];

    [Theory]
    [InlineData(0f, float.PositiveInfinity)]
    [InlineData(0f, 6f)]
    [InlineData(-1f, 1f)]
    public unsafe void EveryLengthLetsThroughWhatLiesBetweenTheBounds(float low, float high)
    {
        for (int count = 0; count <= 40; count++)
        {
            using FencedFloats y = FencedFloats.Random(count, 1), dy = FencedFloats.Random(count, 2), dx = FencedFloats.Random(count, 3);
            for (int i = 0; i < count; i += 3)
                y.Span[i] = Special[i / 3 % Special.Length];
            using FencedBytes mask = new((int)ClampMaskF32.Bytes(count));
            ClampMaskF32.Write(y.Pointer, low, high, mask.Pointer, 0, count);
            ClampMaskF32.Apply(mask.Pointer, dy.Pointer, dx.Pointer, 0, count);
            for (int i = 0; i < count; i++)
                Assert.Equal(y.Span[i] > low && y.Span[i] < high ? dy.Span[i] : 0f, dx.Span[i]);
        }
    }
}
