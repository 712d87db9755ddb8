using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;
using Tests.Support;
using Xunit;

namespace Tests.Kernels;

public class ColumnMomentsTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 16)]
    [InlineData(255, 7)]
    [InlineData(256, 1)]
    [InlineData(257, 25)]
    [InlineData(1030, 49)]
    public void MomentsAreNearTheReferenceOnEverySet(int rows, int channels) => Check(rows, channels, offset: 0, tolerance: 1e-5);

    [Fact]
    public void AVarianceFarFromZeroKeepsItsDigits() => Check(4000, 9, offset: 1000, tolerance: 1e-4);

    private static void Check(int rows, int channels, float offset, double tolerance)
    {
        using FencedFloats x = FencedFloats.Random((long)rows * channels, 5);
        foreach (ref float value in x.Span)
            value += offset;
        double[] reference = new double[2 * channels];
        for (int c = 0; c < channels; c++)
        {
            for (int r = 0; r < rows; r++)
                reference[c] += x.Span[(r * channels) + c] / (double)rows;
            for (int r = 0; r < rows; r++)
            {
                double difference = x.Span[(r * channels) + c] - reference[c];
                reference[channels + c] += difference * difference;
            }
        }

        InstructionSets.Check(new Moments(x, rows, channels), reference, tolerance);
    }

    private readonly unsafe struct Moments(FencedFloats x, int rows, int channels) : ISimdMaker<float[]>
    {
        public float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            float[] result = new float[2 * channels];
            fixed (float* target = result)
                ColumnMoments.Of<S, V>(x.Pointer, rows, channels, channels, target, target + channels);
            return result;
        }
    }
}
