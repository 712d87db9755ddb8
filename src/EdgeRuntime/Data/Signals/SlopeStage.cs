using System;

namespace EdgeRuntime.Data.Signals;

/// <summary>One order of <see cref="Deltas"/>: frames with the slopes of their last features behind them.</summary>
internal sealed class SlopeStage
{
    private readonly int _width;
    private readonly int _features;
    private readonly int _reach;
    private readonly float[] _frames; // a ring of 2 reach + 1 frames
    private readonly float _scale;
    private long _pushed;
    private long _given;

    /// <summary>Frames of <paramref name="width"/> numbers, of whose last <paramref name="features"/> slopes are taken.</summary>
    public SlopeStage(int width, int features, int reach)
    {
        (_width, _features, _reach) = (width, features, reach);
        _frames = new float[((2 * reach) + 1) * width];
        int squares = 0;
        for (int n = 1; n <= reach; n++)
            squares += n * n;
        _scale = 1f / (2 * squares);
    }

    public bool Push(ReadOnlySpan<float> frame, Span<float> target)
    {
        frame.CopyTo(Frame(_pushed++));
        return _pushed > _reach && Give(target, _pushed - 1);
    }

    public bool Finish(Span<float> target) => _given < _pushed && Give(target, _pushed - 1);

    public void Reset() => _pushed = _given = 0;

    private bool Give(Span<float> target, long last)
    {
        long t = _given++;
        Frame(t).CopyTo(target);
        Span<float> slopes = target.Slice(_width, _features);
        slopes.Clear();
        for (int n = 1; n <= _reach; n++)
        {
            Span<float> later = Frame(Math.Min(t + n, last))[^_features..], earlier = Frame(Math.Max(t - n, 0))[^_features..];
            for (int i = 0; i < slopes.Length; i++)
                slopes[i] += n * (later[i] - earlier[i]);
        }
        for (int i = 0; i < slopes.Length; i++)
            slopes[i] *= _scale;
        return true;
    }

    private Span<float> Frame(long t) => _frames.AsSpan((int)(t % ((2 * _reach) + 1)) * _width, _width);
}
