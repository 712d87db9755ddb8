using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Simd;
using Xunit;

namespace Tests.Support;

/// <summary>Runs a kernel on every instruction set that this CPU can run or imitate.</summary>
internal static class InstructionSets
{
    /// <summary>Neon and Avx512 are portable vectors, so that they run everywhere.</summary>
    public static IEnumerable<Isa> All => Dispatch.IsSupported(Isa.Avx2) ? [Isa.Scalar, Isa.Neon, Isa.Avx2, Isa.Avx512] : [Isa.Scalar, Isa.Neon, Isa.Avx512];

    /// <summary>The result of the scalar set, after checking that all others have the same bits and that it is near the reference.</summary>
    public static float[] Check<TMaker>(TMaker maker, double[] reference, double tolerance)
        where TMaker : ISimdMaker<float[]>
    {
        float[] scalar = Dispatch.Make<TMaker, float[]>(Isa.Scalar, maker);
        foreach (Isa isa in All)
            SameBits(scalar, Dispatch.Make<TMaker, float[]>(isa, maker), $"{isa} {maker}");
        Near(reference, scalar, tolerance, $"{maker}");
        return scalar;
    }

    /// <summary>Fails where a kernel cut into parts does not give the bits of the whole, on any set.</summary>
    public static void CheckParts<TMaker>(TMaker whole, TMaker parts)
        where TMaker : ISimdMaker<float[]>
    {
        float[] expected = Dispatch.Make<TMaker, float[]>(Isa.Scalar, whole);
        foreach (Isa isa in All)
            SameBits(expected, Dispatch.Make<TMaker, float[]>(isa, parts), $"{isa} {parts}");
    }

    public static void SameBits(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]) && !(float.IsNaN(expected[i]) && float.IsNaN(actual[i])))
                Assert.Fail($"{what}: element {i} is {actual[i]:R}, expected the bits of {expected[i]:R}.");
        }
    }

    public static void Near(double[] expected, float[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]))))
                Assert.Fail($"{what}: element {i} is {actual[i]:R}, the reference is {expected[i]:R}.");
        }
    }
}
