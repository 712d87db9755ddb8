using System;
using System.Text.Json;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;
using Tests.Support;
using Xunit;

namespace Tests.Kernels;

public sealed class FftF32Tests
{
    [Fact]
    public void SpectraAreThoseOfNumpyOnEverySet()
    {
        foreach (JsonElement golden in SignalGolden.Root.GetProperty("spectra").EnumerateArray())
        {
            int n = golden.GetProperty("length").GetInt32();
            double[] expected = [.. golden.GetProperty("re").Deserialize<double[]>()!, .. golden.GetProperty("im").Deserialize<double[]>()!];
            InstructionSets.Check(new Transform(n, Inverse: false), expected, 1e-5);
        }
    }

    [Fact]
    public void EveryLengthIsNearTheSumThatDefinesIt()
    {
        for (int n = 1; n <= 70; n++)
        {
            foreach (bool inverse in (bool[])[false, true])
                InstructionSets.Check(new Transform(n, inverse), Reference(n, inverse), 1e-5);
        }
    }

    [Fact]
    public void LongTransformsComeBackByTheirInverse()
    {
        foreach (int n in (int[])[1024, 4096, 1000, 6000, 1009, 4099])
        {
            double[] signal = [.. Array.ConvertAll(SignalGolden.Samples(2 * n), x => (double)x)];
            InstructionSets.Check(new ThereAndBack(n), signal, 2e-5);
        }
    }

    [Fact]
    public void RealTransformsAreHalfOfTheComplexOne()
    {
        for (int n = 1; n <= 66; n++)
        {
            int bins = RealFftF32.Bins(n);
            double[] full = Reference(n, inverse: false, real: true), expected = new double[2 * bins];
            Array.Copy(full, expected, bins);
            Array.Copy(full, n, expected, bins, bins);
            InstructionSets.Check(new RealTransform(n), expected, 1e-5);
        }
    }

    private static double[] Reference(int n, bool inverse, bool real = false)
    {
        float[] x = SignalGolden.Samples(2 * n);
        double[] y = new double[2 * n];
        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < n; i++)
            {
                double angle = (inverse ? 2 : -2) * Math.PI * ((long)i * k % n) / n, re = x[i], im = real ? 0 : x[n + i];
                y[k] += (re * Math.Cos(angle)) - (im * Math.Sin(angle));
                y[n + k] += (re * Math.Sin(angle)) + (im * Math.Cos(angle));
            }
        }

        return y;
    }

    private readonly record struct Transform(int N, bool Inverse) : ISimdMaker<float[]>
    {
        public unsafe float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            using FencedFloats table = new(FftF32.TableFloats(N)), work = new(FftF32.WorkFloats(N)), data = new(2 * N);
            SignalGolden.Samples(2 * N).CopyTo(data.Span);
            FftF32.WriteTable(N, table.Pointer);
            float* re = data.Pointer, im = re + N;
            FftF32.Run<S, V>(N, table.Pointer, Inverse ? im : re, Inverse ? re : im, work.Pointer);
            return data.Span.ToArray();
        }
    }

    private readonly record struct ThereAndBack(int N) : ISimdMaker<float[]>
    {
        public unsafe float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            using FencedFloats table = new(FftF32.TableFloats(N)), work = new(FftF32.WorkFloats(N)), data = new(2 * N);
            SignalGolden.Samples(2 * N).CopyTo(data.Span);
            FftF32.WriteTable(N, table.Pointer);
            float* re = data.Pointer, im = re + N;
            FftF32.Run<S, V>(N, table.Pointer, re, im, work.Pointer);
            FftF32.Run<S, V>(N, table.Pointer, im, re, work.Pointer);
            float[] back = data.Span.ToArray();
            for (int i = 0; i < back.Length; i++)
                back[i] /= N;
            return back;
        }
    }

    private readonly record struct RealTransform(int N) : ISimdMaker<float[]>
    {
        public unsafe float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            int plane = RealFftF32.PlaneFloats(N), bins = RealFftF32.Bins(N);
            using FencedFloats table = new(RealFftF32.TableFloats(N)), work = new(RealFftF32.WorkFloats(N)), x = new(N), re = new(plane), im = new(plane);
            SignalGolden.Samples(N).CopyTo(x.Span);
            RealFftF32.WriteTable(N, table.Pointer);
            RealFftF32.Run<S, V>(N, table.Pointer, x.Pointer, re.Pointer, im.Pointer, work.Pointer);
            return [.. re.Span[..bins], .. im.Span[..bins]];
        }
    }
}
