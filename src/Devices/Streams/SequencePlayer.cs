using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Random;

namespace Devices.Streams;

/// <summary>
/// Plays the sequences of a data set as a sensor would give them: one after another in random order, with rests between them and a faint
/// noise over the rests. It knows what it plays.
/// </summary>
public sealed class SequencePlayer : ISampleSource
{
    private const uint OrderStream = 0x504C_0001, RestStream = 0x504C_0002, NoiseStream = 0x504C_0003;
    private const int MostRest = 1 << 24;

    private readonly Dataset _sequences;
    private readonly PlayerOptions _options;
    private readonly CounterRandom _rests, _noise;
    private readonly int[] _order;
    private readonly float[] _steps;
    private readonly float[] _from;
    private readonly float[] _deviations;
    private readonly int _leastRest, _mostRest;
    private int _played; // sequences that came into _steps
    private int _length, _at; // of the sequence: its steps, and the next one
    private int _rest, _resting; // of the rest before it: its samples, and the next one
    private ulong _noiseAt;
    private bool _isLastRest;

    /// <summary>Makes a source of the first sequences of a set.</summary>
    /// <param name="sequences">What is played: samples [steps, channels].</param>
    /// <param name="rateHertz">Steps a second.</param>
    /// <param name="options">Order, rests and noise.</param>
    /// <exception cref="EdgeException">Kind Data: the set has no sequences, or the options make no sense.</exception>
    public SequencePlayer(Dataset sequences, float rateHertz, PlayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentNullException.ThrowIfNull(options);
        if (!sequences.IsSequence || sequences.Count == 0)
            Throw.Data($"Data '{sequences.Name}' has no sequences to play.");
        if (!(rateHertz > 0) || !(options.LeastRestSeconds >= 0) || !(options.MostRestSeconds >= options.LeastRestSeconds) || !(options.MostRestSeconds * rateHertz <= MostRest))
            Throw.Data(FormattableString.Invariant($"Sequences cannot be played at {rateHertz} Hz with rests of {options.LeastRestSeconds} to {options.MostRestSeconds} s."));
        (_sequences, _options, RateHertz, Channels) = (sequences, options, rateHertz, sequences.SampleShape[1]);
        _deviations = [.. options.NoiseDeviations];
        if (_deviations.Length > 0 && _deviations.Length != Channels)
            Throw.Data($"Noise of {_deviations.Length} channels is asked for, '{sequences.Name}' has {Channels}.");
        (_rests, _noise) = (new CounterRandom(options.Seed, RestStream), new CounterRandom(options.Seed, NoiseStream));
        (_leastRest, _mostRest) = ((int)(options.LeastRestSeconds * rateHertz), (int)(options.MostRestSeconds * rateHertz));
        _order = new int[sequences.Count];
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        if (options.Shuffles)
            new CounterRandom(options.Seed, OrderStream).Shuffle<int>(_order);
        _steps = new float[sequences.SampleLength];
        _from = new float[Channels];
        Next();
        _steps.AsSpan(0, Channels).CopyTo(_from);
    }

    /// <inheritdoc/>
    public int Channels { get; }

    /// <inheritdoc/>
    public float RateHertz { get; }

    /// <inheritdoc/>
    public int EventCount { get; private set; }

    /// <inheritdoc/>
    public string? Truth => EventCount == 0 ? null : _sequences.ClassNames[_sequences.Label(_order[EventCount - 1])];

    /// <inheritdoc/>
    public int Read(Span<float> samples)
    {
        int room = samples.Length / Channels, read = 0;
        if (room == 0)
            Throw.Data($"There is room for {samples.Length} numbers, a sample has {Channels}.");
        while (read < room && ReadOne(samples.Slice(read * Channels, Channels)))
            read++;
        return read;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private bool ReadOne(Span<float> sample)
    {
        if (_resting < _rest)
        {
            Rest(sample, (_resting + 1f) / (_rest + 1));
            _resting++;
            return true;
        }
        if (_isLastRest)
            return false;
        if (_at == 0)
            EventCount++;
        _steps.AsSpan(_at * Channels, Channels).CopyTo(sample);
        if (++_at < _length)
            return true;
        sample.CopyTo(_from);
        Next();
        return true;
    }

    /// <summary>Takes the next sequence, or the last rest where there is none.</summary>
    private void Next()
    {
        _rest = _leastRest + (_mostRest > _leastRest ? _rests.Below(_mostRest - _leastRest + 1, (ulong)_played) : 0);
        _resting = 0;
        if (_played == Math.Min(_order.Length, _options.Count))
        {
            _isLastRest = true;
            _from.CopyTo(_steps.AsSpan());
            return;
        }
        int index = _order[_played++];
        _sequences.CopySample(index, _steps);
        (_length, _at) = (_sequences.Length(index), 0);
    }

    private void Rest(Span<float> sample, float part)
    {
        float eased = part * part * (3 - (2 * part)); // no jolt at either end
        for (int c = 0; c < sample.Length; c++)
        {
            float still = _options.RestsAtZero ? 0 : _from[c] + (eased * (_steps[c] - _from[c]));
            sample[c] = _deviations.Length == 0 ? still : still + (_deviations[c] * _noise.Normal(_noiseAt++));
        }
    }
}
