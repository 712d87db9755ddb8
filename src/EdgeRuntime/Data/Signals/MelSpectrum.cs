using System;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Data.Signals;

/// <summary>One frame of samples to mel bands or coefficients, for one instruction set.</summary>
internal abstract unsafe class MelSpectrum
{
    public static MelSpectrum Of(LogMelOptions options, Isa isa) => Dispatch.Make<Maker, MelSpectrum>(isa, new Maker(options));

    /// <summary>Bytes of tables and scratch.</summary>
    public abstract int Bytes { get; }

    /// <summary>Takes <see cref="LogMelOptions.FrameLength"/> samples, writes <see cref="LogMelOptions.Features"/> numbers.</summary>
    public abstract void Run(ReadOnlySpan<float> frame, Span<float> features);

    private readonly record struct Maker(LogMelOptions Options) : ISimdMaker<MelSpectrum>
    {
        public MelSpectrum Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new Loops<S, V>(Options);
    }

    private sealed class Loops<S, V> : MelSpectrum
        where S : struct, ISimd<V>
        where V : struct
    {
        private readonly LogMelOptions _options;
        private readonly float[] _window;
        private readonly float[] _twiddles;
        private readonly MelFilters _filters;
        private readonly float[] _cosines;
        private readonly float[] _scratch; // frame [fft], planes, bands, work of the transform
        private readonly int _plane;

        public Loops(LogMelOptions options)
        {
            _options = options;
            int fft = options.FftLength;
            _plane = RealFftF32.PlaneFloats(fft);
            _window = SignalTables.Window(options.Window, options.FrameLength, options.PeriodicWindow);
            _twiddles = new float[RealFftF32.TableFloats(fft)];
            fixed (float* table = _twiddles)
                RealFftF32.WriteTable(fft, table);
            _filters = new MelFilters(options);
            _cosines = options.Coefficients > 0 ? SignalTables.Cosines(options.MelBands, options.Coefficients) : [];
            _scratch = new float[fft + (2 * _plane) + options.MelBands + RealFftF32.WorkFloats(fft)];
        }

        public override int Bytes => sizeof(float) * (_window.Length + _twiddles.Length + _cosines.Length + _scratch.Length) + _filters.Bytes;

        public override void Run(ReadOnlySpan<float> frame, Span<float> features)
        {
            int length = _options.FrameLength, bands = _options.MelBands;
            fixed (float* samples = frame, window = _window, twiddles = _twiddles, cosines = _cosines, scratch = _scratch, y = features)
            {
                float* x = scratch, re = x + _options.FftLength, im = re + _plane, mel = im + _plane, work = mel + bands;
                Map.Run<S, V, Product>(default, samples, window, x, length); // the zeros behind the frame are never written
                RealFftF32.Run<S, V>(_options.FftLength, twiddles, x, re, im, work);
                int bins = RealFftF32.Bins(_options.FftLength);
                if (_options.Power == 2)
                    Map.Run<S, V, PowerOfBin>(default, re, im, re, bins);
                else
                    Map.Run<S, V, MagnitudeOfBin>(default, re, im, re, bins);
                float* target = _cosines.Length > 0 ? mel : y;
                _filters.Run(re, target);
                Compress(target, bands);
                if (_cosines.Length > 0)
                    BandSumF32.Product<S, V>(mel, cosines, y, bands, _options.Coefficients);
            }
        }

        private void Compress(float* x, int count)
        {
            switch (_options.Log)
            {
                case LogKind.Natural:
                    Map.Run<S, V, ScaledLog>(new ScaledLog(_options.Floor, 1), x, x, count);
                    break;
                case LogKind.Decibel:
                    Map.Run<S, V, ScaledLog>(new ScaledLog(_options.Floor, 4.34294482f), x, x, count); // 10 / ln 10
                    break;
                case LogKind.OnePlus:
                    Map.Run<S, V, LogOnePlus>(default, x, x, count);
                    break;
                default:
                    break;
            }
        }
    }

    private readonly struct Product : IMap2
    {
        public V Apply<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(a, b);
    }

    private readonly struct PowerOfBin : IMap2
    {
        public V Apply<S, V>(V re, V im)
            where S : struct, ISimd<V>
            where V : struct => S.Fma(re, re, S.Multiply(im, im));
    }

    private readonly struct MagnitudeOfBin : IMap2
    {
        public V Apply<S, V>(V re, V im)
            where S : struct, ISimd<V>
            where V : struct => S.Sqrt(S.Fma(re, re, S.Multiply(im, im)));
    }

    private readonly struct ScaledLog(float floor, float scale) : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(S.Set(scale), VectorMath.Log<S, V>(S.Max(S.Set(floor), x)));
    }

    private readonly struct LogOnePlus : IMap
    {
        // Below 1 the sum with 1 would lose what is small.
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct =>
            S.Select(S.Greater(x, S.Set(1f)), VectorMath.Log<S, V>(S.Add(x, S.Set(1f))), VectorMath.Log1POfUnit<S, V>(S.Min(S.Set(1f), x)));
    }
}
