using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;
using Tests.Support;
using Xunit;

namespace Tests.Kernels;

/// <summary>Every function against double precision over floats spread evenly over all bit patterns, and bit by bit between the sets.</summary>
public unsafe partial class VectorMathTests
{
    private const int Step = 4001; // of the bit pattern: 1.07 million floats

    public static TheoryData<string> Functions => [.. All.Keys];

    private static readonly Dictionary<string, Function> All = new()
    {
        ["Exp"] = Function.Of<Exp>(0xa99af309, Math.Exp, 1.1, -150, 100),
        ["ExpOfNegative"] = Function.Of<ExpOfNegative>(0x0fb5c5f7, Math.Exp, 1.1, float.NegativeInfinity, 0),
        ["ExpM1"] = Function.Of<ExpM1>(0x4fe9380e, SpecialFunctions.ExpM1, 1.5, float.NegativeInfinity, 80),
        ["Log"] = Function.Of<Log>(0xb6f20fb6, Math.Log, 1.0),
        ["Log1POfUnit"] = Function.Of<Log1POfUnit>(0x8f587f2b, SpecialFunctions.Log1P, 2.0, 0, 1),
        ["Sigmoid"] = Function.Of<Sigmoid>(0x61bfa4ae, x => 1 / (1 + Math.Exp(-x)), 2.5),
        ["Tanh"] = Function.Of<Tanh>(0xf7b995b0, Math.Tanh, 2.5),
        ["Softplus"] = Function.Of<Softplus>(0x1c3cbe53, x => Math.Max(x, 0) + SpecialFunctions.Log1P(Math.Exp(-Math.Abs(x))), 2.5),
        ["TanhOfSoftplus"] = Function.Of<TanhOfSoftplus>(0x1333b69f, SpecialFunctions.TanhOfSoftplus, 4.0),
        ["Erf"] = Function.Of<Erf>(0xbccd4ebf, SpecialFunctions.Erf, 1.5),
        ["Sin"] = Function.Of<Sin>(0xe13291ed, Math.Sin, 2.0, -6.5e6f, 6.5e6f),
        ["Cos"] = Function.Of<Cos>(0x00879760, Math.Cos, 2.0, -6.5e6f, 6.5e6f),
        ["Tan"] = Function.Of<Tan>(0x643a680f, Math.Tan, 3.0, -6.5e6f, 6.5e6f),
        ["Asin"] = Function.Of<Asin>(0x0b1b9b8d, Math.Asin, 2.5),
        ["Acos"] = Function.Of<Acos>(0x718a4174, Math.Acos, 1.5),
        ["Atan"] = Function.Of<Atan>(0x5ea5fa05, Math.Atan, 2.0),
        ["Sinh"] = Function.Of<Sinh>(0xf6a065ca, Math.Sinh, 3.5),
        ["Cosh"] = Function.Of<Cosh>(0x1343fc73, Math.Cosh, 3.0),
        ["Asinh"] = Function.Of<Asinh>(0xd700d2a8, SpecialFunctions.Asinh, 3.0),
        ["Acosh"] = Function.Of<Acosh>(0x93582270, SpecialFunctions.Acosh, 2.5),
        ["Atanh"] = Function.Of<Atanh>(0xc5c65fc4, SpecialFunctions.Atanh, 3.0),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void TheErrorStaysWithinTheStatedBound(string name)
    {
        Function function = All[name];
        float[] x = Spread(function.From, function.To);
        float[] y = function.Run(Dispatch.Default, x);
        double worst = 0;
        float worstAt = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double error = Ulps(y[i], function.Reference(x[i]));
            if (error > worst)
                (worst, worstAt) = (error, x[i]);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {worst:F3} ulp at {worstAt:R} of {x.Length} floats");
        Assert.True(worst <= function.MostUlps, $"{name} is {worst} ulp off at {worstAt:R}");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void EverySetGivesTheSameBits(string name)
    {
        Function function = All[name];
        float[] x = Spread(float.NegativeInfinity, float.PositiveInfinity, Step * 16);
        float[] expected = function.Run(Isa.Scalar, x);
        foreach (Isa isa in InstructionSets.All)
        {
            float[] y = function.Run(isa, x);
            for (int i = 0; i < x.Length; i++)
                Assert.True(SameBits(expected[i], y[i]), $"{name}({x[i]:R}) is {expected[i]:R} on scalar and {y[i]:R} on {isa}");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void TheBitsAreTheSameOnEveryMachineAndInEveryRelease(string name)
    {
        float[] x = Spread(float.NegativeInfinity, float.PositiveInfinity, Step * 16);
        Assert.Equal($"{All[name].Bits:x8}", $"{Hash(All[name].Run(Dispatch.Default, x)):x8}");
    }

    [Fact]
    public void LimitsAndNaNAreExact()
    {
        const float Inf = float.PositiveInfinity, NaN = float.NaN;
        Check<Exp>([-Inf, -0f, 0, 89, Inf, NaN, -104], [0, 1, 1, Inf, Inf, NaN, 0]);
        Check<ExpM1>([-Inf, 0, NaN, 1e-45f], [-1, 0, NaN, 1e-45f]);
        Check<Log>([-1, -0f, 0, 1, Inf, NaN, -Inf], [NaN, -Inf, -Inf, 0, Inf, NaN, NaN]);
        Check<Sigmoid>([-Inf, 0, Inf, NaN], [0, 0.5f, 1, NaN]);
        Check<Tanh>([-Inf, -20, -0f, 0, 20, Inf, NaN, 1e-45f], [-1, -1, -0f, 0, 1, 1, NaN, 1e-45f]);
        Check<Softplus>([-Inf, Inf, NaN, 200], [0, Inf, NaN, 200]);
        Check<TanhOfSoftplus>([-Inf, 30, Inf, NaN], [0, 1, 1, NaN]);
        Check<Sin>([-0f, 0, 6.6e6f, Inf, -Inf, NaN, 1e-45f], [-0f, 0, NaN, NaN, NaN, NaN, 1e-45f]);
        Check<Cos>([-0f, 0, -6.6e6f, Inf, NaN], [1, 1, NaN, NaN, NaN]);
        Check<Tan>([-0f, 0, 6.6e6f, -Inf, NaN, 1e-45f], [-0f, 0, NaN, NaN, NaN, 1e-45f]);
        Check<Asin>([-0f, 0, 1, -1, 1.0000001f, Inf, NaN], [-0f, 0, 1.57079637f, -1.57079637f, NaN, NaN, NaN]);
        Check<Acos>([1, 0, -1, 1.0000001f, -Inf, NaN], [0, 1.57079637f, 3.14159274f, NaN, NaN, NaN]);
        Check<Atan>([-0f, 1, Inf, -Inf, NaN, 1e-45f], [-0f, 0.785398185f, 1.57079637f, -1.57079637f, NaN, 1e-45f]);
        Check<Sinh>([-0f, 90, -90, Inf, -Inf, NaN, 1e-45f], [-0f, Inf, -Inf, Inf, -Inf, NaN, 1e-45f]);
        Check<Cosh>([-0f, 90, -90, Inf, -Inf, NaN], [1, Inf, Inf, Inf, Inf, NaN]);
        Check<Asinh>([-0f, Inf, -Inf, NaN, 1e-45f], [-0f, Inf, -Inf, NaN, 1e-45f]);
        Check<Acosh>([1, 0.99999994f, -5, Inf, -Inf, NaN], [0, NaN, NaN, Inf, NaN, NaN]);
        Check<Atanh>([-0f, 1, -1, 1.0000001f, Inf, NaN, 1e-45f], [-0f, Inf, -Inf, NaN, NaN, NaN, 1e-45f]);
        Check<Erf>([-Inf, -4, -0f, 0, 4, Inf, NaN], [-1, -1, -0f, 0, 1, 1, NaN]);
    }

    [Fact]
    public void PowIsWithinThreeUlpOfDouble()
    {
        System.Random random = new(7);
        const int Count = 400_000;
        float[] x = new float[Count], y = new float[Count];
        for (int i = 0; i < Count; i++)
        {
            x[i] = i % 3 == 0 ? 0.5f + random.NextSingle() : MathF.Pow(2, (random.NextSingle() * 280) - 149);
            double reach = Math.Min(150 / Math.Max(Math.Abs(Math.Log2(x[i])), 1e-4), 1000);
            y[i] = (float)(((random.NextDouble() * 2) - 1) * reach);
        }

        float[] actual = RunPow(Dispatch.Default, x, y);
        double worst = 0;
        int at = 0;
        for (int i = 0; i < Count; i++)
        {
            double error = Ulps(actual[i], Math.Pow(x[i], y[i]));
            if (error > worst)
                (worst, at) = (error, i);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"Pow: {worst:F3} ulp at {x[at]:R}^{y[at]:R}");
        Assert.True(worst <= 3, $"{x[at]:R}^{y[at]:R} is {actual[at]:R}, {worst} ulp off");
        foreach (Isa isa in InstructionSets.All)
            Assert.Equal(actual, RunPow(isa, x, y));
        float[] spread = Spread(float.NegativeInfinity, float.PositiveInfinity, Step * 16);
        Assert.Equal("a933fb53", $"{Hash(RunPow(Dispatch.Default, spread, [.. spread.AsSpan(1), 1])):x8}");
    }

    [Fact]
    public void PowKnowsTheSpecialCasesOfIeee754()
    {
        float[] values = [float.NegativeInfinity, -3, -2.5f, -2, -1, -0.5f, -0f, 0, 0.5f, 1, 2, 2.5f, 3, 16777215, 16777217, 1e30f, float.PositiveInfinity, float.NaN];
        List<float> x = [], y = [];
        foreach (float a in values)
        {
            foreach (float b in values)
            {
                x.Add(a);
                y.Add(b);
            }
        }

        float[] actual = RunPow(Dispatch.Default, [.. x], [.. y]);
        for (int i = 0; i < actual.Length; i++)
        {
            float expected = (float)Math.Pow(x[i], y[i]);
            bool near = float.IsFinite(expected) && expected != 0 && Ulps(actual[i], Math.Pow(x[i], y[i])) <= 3;
            Assert.True(near || SameBits(expected, actual[i]), $"{x[i]:R}^{y[i]:R} is {actual[i]:R}, expected {expected:R}");
        }
    }

    private static void Check<TMap>(float[] x, float[] expected)
        where TMap : struct, IMap
    {
        foreach (Isa isa in InstructionSets.All)
        {
            float[] y = Apply(isa, default(TMap), x);
            for (int i = 0; i < x.Length; i++)
                Assert.True(SameBits(expected[i], y[i]), $"{typeof(TMap).Name}({x[i]:R}) is {y[i]:R} on {isa}, expected {expected[i]:R}");
        }
    }

    /// <summary>FNV-1a over the bits; every NaN counts as the same one.</summary>
    private static uint Hash(float[] y)
    {
        uint hash = 2166136261;
        foreach (float value in y)
            hash = (hash ^ (float.IsNaN(value) ? 0x7FC00000 : BitConverter.SingleToUInt32Bits(value))) * 16777619;
        return hash;
    }

    private static bool SameBits(float a, float b) =>
        (float.IsNaN(a) && float.IsNaN(b)) || BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b);

    /// <summary>Every <paramref name="step"/>th bit pattern whose float lies in the range.</summary>
    private static float[] Spread(float from, float to, int step = Step)
    {
        List<float> floats = [];
        for (long bits = 0; bits < 1L << 32; bits += step)
        {
            float x = BitConverter.UInt32BitsToSingle((uint)bits);
            if (x >= from && x <= to)
                floats.Add(x);
        }

        return [.. floats];
    }

    /// <summary>The distance in units of the last place of the float next to the true value.</summary>
    internal static double Ulps(float actual, double expected)
    {
        if (double.IsNaN(expected))
            return float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        float rounded = (float)expected;
        if (float.IsInfinity(rounded) || float.IsInfinity(actual))
            return rounded == actual ? 0 : double.PositiveInfinity;
        int exponent = Math.Max(Math.ILogB(rounded == 0 ? float.Epsilon : rounded), -126);
        return Math.Abs(actual - expected) / Math.ScaleB(1, exponent - 23);
    }

    private static float[] Apply<TMap>(Isa isa, TMap map, float[] x)
        where TMap : struct, IMap => Dispatch.Make<MapRun<TMap>, float[]>(isa, new MapRun<TMap>(map, x));

    private static float[] RunPow(Isa isa, float[] x, float[] y) => Dispatch.Make<PowRun, float[]>(isa, new PowRun(x, y));

    private readonly struct MapRun<TMap>(TMap map, float[] x) : ISimdMaker<float[]>
        where TMap : struct, IMap
    {
        public float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            float[] y = new float[x.Length];
            fixed (float* px = x, py = y)
                Map.Run<S, V, TMap>(map, px, py, x.Length);
            return y;
        }
    }

    private readonly struct PowRun(float[] x, float[] y) : ISimdMaker<float[]>
    {
        public float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            float[] result = new float[x.Length];
            fixed (float* px = x, py = y, pr = result)
                Map.Run<S, V, Pow>(default, px, py, pr, x.Length);
            return result;
        }
    }

    private sealed record Function(uint Bits, Func<Isa, float[], float[]> Run, Func<double, double> Reference, double MostUlps, float From, float To)
    {
        public static Function Of<TMap>(uint bits, Func<double, double> reference, double mostUlps, float from = float.NegativeInfinity, float to = float.PositiveInfinity)
            where TMap : struct, IMap => new(bits, (isa, x) => Apply(isa, default(TMap), x), reference, mostUlps, from, to);
    }
}
