using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;
using Tests.Support;
using Xunit;

namespace Tests.Kernels;

public class LaneSumTests
{
    [Fact]
    public void EveryLengthHasTheSameBitsOnEverySetAndIsNearTheReference()
    {
        for (int length = 0; length <= 67; length++)
        {
            using FencedFloats a = FencedFloats.Random(length, 1), b = FencedFloats.Random(length, 2), c = FencedFloats.Random(length, 3);
            double[] reference = new double[4];
            for (int i = 0; i < length; i++)
            {
                double x = a.Span[i], difference = x - 0.25;
                reference[0] += x;
                reference[1] += difference * difference;
                reference[2] += x * b.Span[i];
                reference[3] += x * b.Span[i] * (c.Span[i] - 0.25);
            }

            InstructionSets.Check(new Sums(a, b, c), reference, 1e-5);
        }
    }

    private readonly unsafe struct Sums(FencedFloats a, FencedFloats b, FencedFloats c) : ISimdMaker<float[]>
    {
        public float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            int count = a.Length;
            return
            [
                LaneSum.Of<S, V, PlainTerm>(a.Pointer, b.Pointer, c.Pointer, 0, count),
                LaneSum.Of<S, V, SquareTerm>(a.Pointer, b.Pointer, c.Pointer, 0.25f, count),
                LaneSum.Of<S, V, ProductTerm>(a.Pointer, b.Pointer, c.Pointer, 0, count),
                LaneSum.Of<S, V, CenteredProductTerm>(a.Pointer, b.Pointer, c.Pointer, 0.25f, count),
            ];
        }
    }
}
