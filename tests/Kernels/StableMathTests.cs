using System;
using EdgeRuntime.Data;
using EdgeRuntime.Kernels;
using EdgeRuntime.Random;
using Xunit;

namespace Tests.Kernels;

public class StableMathTests
{
    private static readonly CounterRandom Draws = new(3, 0);

    [Fact]
    public void CosinesAreRight()
    {
        Assert.Equal(1, StableMath.CosOfPi(0));
        Assert.Equal(0, StableMath.CosOfPi(0.5));
        Assert.Equal(-1, StableMath.CosOfPi(1));
        for (int i = 0; i <= 10_000; i++)
            Assert.Equal(Math.Cos(Math.PI * i / 10_000), StableMath.CosOfPi(i / 10_000d), 1e-15);
    }

    [Fact]
    public void ExponentialsAreRight()
    {
        Assert.Equal(1, StableMath.Exp(0));
        for (uint i = 0; i < 20_000; i++)
        {
            double x = (Draws.Uniform(i) - 0.5) * (i % 2 == 0 ? 1400 : 4);
            Assert.Equal(1, StableMath.Exp(x) / Math.Exp(x), 1e-15);
        }

        Assert.Equal(0, StableMath.Exp(double.NegativeInfinity));
        Assert.Equal(0, StableMath.Exp(-800));
        Assert.Equal(double.PositiveInfinity, StableMath.Exp(800));
        Assert.True(double.IsNaN(StableMath.Exp(double.NaN)));
        Assert.True(StableMath.Exp(-745) > 0);
    }

    [Fact]
    public void LogarithmsAreRight()
    {
        Assert.Equal(0, StableMath.Log(1));
        for (uint i = 0; i < 20_000; i++)
        {
            double x = i % 2 == 0 ? Math.Exp((Draws.Uniform(i) - 0.5) * 1400) : 1 + ((Draws.Uniform(i) - 0.5) * 1e-6);
            Assert.Equal(Math.Log(x), StableMath.Log(x), 1e-15 * Math.Max(1, Math.Abs(Math.Log(x))));
        }

        // Near 1 the relative error counts: losses of samples that are surely right.
        Assert.Equal(1, StableMath.Log(1 + 1e-9) / Math.Log(1 + 1e-9), 1e-15);
        Assert.Equal(double.NegativeInfinity, StableMath.Log(0));
        Assert.Equal(double.PositiveInfinity, StableMath.Log(double.PositiveInfinity));
        Assert.True(double.IsNaN(StableMath.Log(-1)));
        Assert.True(double.IsNaN(StableMath.Log(double.NaN)));
        Assert.Equal(Math.Log(double.Epsilon), StableMath.Log(double.Epsilon), 1e-12);
    }

    [Fact]
    public void PowersAreRight()
    {
        for (int n = 0; n < 2000; n++)
            Assert.Equal(1, StableMath.Power(0.999, n) / Math.Pow(0.999, n), 1e-13);
    }

    [Fact]
    [Trait("arm", "yes")]
    public void EveryMachineHasTheSameBits()
    {
        uint crc = 0;
        for (uint i = 0; i < 3000; i++)
        {
            double x = Draws.Uniform(i);
            foreach (double value in (ReadOnlySpan<double>)[StableMath.CosOfPi(x), StableMath.Exp(20 * (x - 0.5)), StableMath.Log(100 * x), StableMath.Power(x, i)])
                crc = Crc32.Of(BitConverter.GetBytes(value), crc);
        }

        Assert.Equal(934677204u, crc);
    }
}
