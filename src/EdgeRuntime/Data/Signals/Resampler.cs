using System;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Data.Signals;

/// <summary>
/// A signal at another sample rate, as it comes in: a sinc under a Kaiser window (beta 5, ten zero crossings on each side), cut off at the lower of both half
/// rates; the same filter and alignment as <c>scipy.signal.resample_poly</c>. Memory is allocated once; the numbers do not depend on how the signal is
/// cut into pieces, nor on the machine.
/// </summary>
public sealed unsafe class Resampler
{
    private const int Crossings = 10, MostSteps = 1 << 17, Piece = 512;
    private const double Beta = 5;

    private readonly int _up;
    private readonly int _down;
    private readonly int _taps;
    private readonly int _half;
    private readonly float[] _phases; // [up, taps], each phase from its oldest sample on
    private readonly float[] _recent; // taps - 1 samples of the past, then the new ones
    private readonly delegate*<float*, float*, int, float> _dot;
    private int _phase;
    private long _awaited; // samples that must still come before the next output
    private long _taken;
    private long _given;

    /// <summary>Makes the filter.</summary>
    /// <param name="fromHertz">Samples a second that go in.</param>
    /// <param name="toHertz">Samples a second that come out.</param>
    /// <exception cref="EdgeException">Kind Data: a rate is not 1 to 10,000,000 Hz. Kind Unsupported: the rates have no ratio of small numbers.</exception>
    public Resampler(int fromHertz, int toHertz)
        : this(fromHertz, toHertz, Dispatch.Default)
    {
    }

    internal Resampler(int fromHertz, int toHertz, Isa isa)
    {
        if (fromHertz is < 1 or > 10_000_000 || toHertz is < 1 or > 10_000_000)
            Throw.Data($"Sample rates of {fromHertz} and {toHertz} Hz: use 1 to 10000000.");
        int common = CommonDivisor(fromHertz, toHertz);
        (_up, _down) = (toHertz / common, fromHertz / common);
        int steps = Math.Max(_up, _down);
        if (steps > MostSteps)
            Throw.Unsupported($"From {fromHertz} to {toHertz} Hz is a ratio of {_down} to {_up}: use rates whose ratio has numbers up to {MostSteps}.");
        _half = steps == 1 ? 0 : Crossings * steps;
        _taps = (2 * _half / _up) + 1;
        _phases = Phases();
        _recent = new float[_taps - 1 + Piece];
        _dot = (delegate*<float*, float*, int, float>)Dispatch.Make<Maker, nint>(isa, default);
        Reset();
    }

    /// <summary>Bytes of the filter and of the samples that are kept.</summary>
    public int Bytes => sizeof(float) * (_phases.Length + _recent.Length);

    /// <summary>How many samples a whole signal of so many becomes.</summary>
    /// <param name="samples">Samples at the first rate.</param>
    public long CountOf(long samples) => ((samples * _up) + _down - 1) / _down;

    /// <summary>How many samples the next <see cref="Push"/> of so many will give.</summary>
    /// <param name="samples">Samples to be pushed.</param>
    public int CountAfter(int samples)
    {
        // Output j needs the samples up to (half + j down) / up.
        long reached = ((_taken + samples) * _up) - 1 - _half;
        return reached < 0 ? 0 : (int)((reached / _down) + 1 - _given);
    }

    /// <summary>Forgets everything that was pushed.</summary>
    public void Reset()
    {
        Array.Clear(_recent);
        _phase = _half % _up;
        _awaited = (_half / _up) + 1;
        _taken = _given = 0;
    }

    /// <summary>Takes samples and writes those that they determine.</summary>
    /// <param name="samples">The next piece of the signal, of any length.</param>
    /// <param name="target">Room for <see cref="CountAfter"/> samples.</param>
    /// <returns>How many samples were written.</returns>
    /// <exception cref="EdgeException">Kind Data: there is no room for the samples; nothing was taken.</exception>
    public int Push(ReadOnlySpan<float> samples, Span<float> target)
    {
        RequireRoom(CountAfter(samples.Length), target.Length);
        int written = 0;
        for (; samples.Length > 0; samples = samples[Math.Min(Piece, samples.Length)..])
            written += Take(samples[..Math.Min(Piece, samples.Length)], target[written..]);
        return written;
    }

    /// <summary>Ends the signal: writes the samples that reach beyond its end, as if zeros followed, and resets.</summary>
    /// <param name="target">Receives them: <see cref="CountOf"/> of all that were pushed less those already written.</param>
    /// <returns>How many samples were written.</returns>
    /// <exception cref="EdgeException">Kind Data: there is no room for the samples.</exception>
    public int Finish(Span<float> target)
    {
        int left = (int)(CountOf(_taken) - _given), written = 0;
        RequireRoom(left, target.Length);
        Span<float> zeros = stackalloc float[Piece];
        zeros.Clear();
        while (written < left)
            written += Take(zeros, target[written..left]);
        Reset();
        return left;
    }

    /// <summary>A whole signal at the other rate; what was pushed before is forgotten.</summary>
    /// <param name="samples">The signal.</param>
    public float[] Transform(ReadOnlySpan<float> samples)
    {
        float[] target = new float[CountOf(samples.Length)];
        Reset();
        int written = Push(samples, target);
        Finish(target.AsSpan(written));
        return target;
    }

    // Writes what a piece determines, or as much of it as there is room for: only the end of a signal has less.
    private int Take(ReadOnlySpan<float> piece, Span<float> target)
    {
        int written = 0, past = _taps - 1;
        piece.CopyTo(_recent.AsSpan(past));
        fixed (float* recent = _recent, phases = _phases)
        {
            for (; _awaited <= piece.Length && written < target.Length; written++)
            {
                target[written] = _dot(phases + ((nint)_phase * _taps), recent + _awaited - 1, _taps);
                _phase += _down;
                _awaited += _phase / _up;
                _phase %= _up;
            }
        }
        _awaited -= piece.Length;
        _taken += piece.Length;
        _given += written;
        _recent.AsSpan(piece.Length, past).CopyTo(_recent);
        return written;
    }

    private float[] Phases()
    {
        int steps = Math.Max(_up, _down), length = (2 * _half) + 1;
        double[] filter = new double[length];
        double sum = 0, edge = Bessel(Beta);
        for (int i = 0; i < length; i++)
        {
            int away = i - _half;
            double sinc = away == 0 ? 1 : StableMath.Turn(away, 2L * steps).Sin / (double.Pi * away / steps);
            double place = _half == 0 ? 0 : (double)away / _half;
            filter[i] = sinc * Bessel(Beta * Math.Sqrt(1 - (place * place))) / edge;
            sum += filter[i];
        }
        float[] phases = new float[_up * _taps];
        for (int i = 0; i < length; i++)
            phases[((i % _up) * _taps) + _taps - 1 - (i / _up)] = (float)(filter[i] * _up / sum);
        return phases;
    }

    // The modified Bessel function of order 0, by its series.
    private static double Bessel(double x)
    {
        double term = 1, sum = 1;
        for (int k = 1; term > 1e-20 * sum; k++)
        {
            double factor = x / (2 * k);
            term *= factor * factor;
            sum += term;
        }
        return sum;
    }

    private static int CommonDivisor(int a, int b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }

    private static void RequireRoom(int needed, int room)
    {
        if (room < needed)
            Throw.Data($"There are {needed} samples to write and room for {room}.");
    }

    private readonly struct Maker : ISimdMaker<nint>
    {
        public nint Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => (nint)(delegate*<float*, float*, int, float>)&Dot<S, V>;
    }

    private static float Dot<S, V>(float* weights, float* samples, int count)
        where S : struct, ISimd<V>
        where V : struct => LaneSum.Of<S, V, ProductTerm>(weights, samples, samples, 0, count);
}
