using System;

namespace EdgeRuntime.Data.Signals;

/// <summary>
/// Frames with their slopes over time behind them, as they come in: <c>d[t] = sum over n of n (x[t + n] - x[t - n]) / (2 sum of n^2)</c>, n from 1 to the reach; the first and
/// the last frame stand in for those before and after. Slopes of slopes likewise. A frame comes out when the last one that its slopes need came in.
/// </summary>
public sealed class Deltas
{
    private readonly SlopeStage[] _stages;
    private readonly float[][] _between;

    /// <summary>Makes the stages.</summary>
    /// <param name="features">Numbers of a frame.</param>
    /// <param name="orders">1 for slopes, 2 for slopes of slopes too, up to 4.</param>
    /// <param name="reach">Frames on each side that a slope is taken over.</param>
    /// <exception cref="EdgeException">Kind Data: a number is out of range.</exception>
    public Deltas(int features, int orders = 1, int reach = 2)
    {
        if (features is < 1 or > 1 << 16 || orders is < 1 or > 4 || reach is < 1 or > 100)
            Throw.Data($"Slopes of {features} features, {orders} orders over {reach} frames on each side: use 1 to 65536, 1 to 4, 1 to 100.");
        Features = features;
        Width = features * (1 + orders);
        Delay = orders * reach;
        _stages = new SlopeStage[orders];
        _between = new float[orders][];
        for (int i = 0; i < orders; i++)
        {
            _stages[i] = new SlopeStage(features * (1 + i), features, reach);
            _between[i] = new float[features * (2 + i)];
        }
    }

    /// <summary>Numbers of a frame that goes in.</summary>
    public int Features { get; }

    /// <summary>Numbers of a frame that comes out: the frame, its slopes, the slopes of those.</summary>
    public int Width { get; }

    /// <summary>How many frames later a frame comes out.</summary>
    public int Delay { get; }

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">[<see cref="Features"/>].</param>
    /// <param name="target">Receives [<see cref="Width"/>] if a frame is complete.</param>
    /// <returns>Whether one was.</returns>
    /// <exception cref="EdgeException">Kind Data: the frame or the target has another length.</exception>
    public bool Push(ReadOnlySpan<float> frame, Span<float> target)
    {
        Require(frame.Length, Features);
        Require(target.Length, Width);
        return Push(0, frame, target);
    }

    /// <summary>Takes the end of the stream: call it until it gives no frame; the stage then begins anew.</summary>
    /// <param name="target">Receives the next of the frames that were still to come out.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="EdgeException">Kind Data: the target has another length.</exception>
    public bool Finish(Span<float> target)
    {
        Require(target.Length, Width);
        for (int i = 0; i < _stages.Length; i++)
        {
            // A stage that has ended gives the rest of its frames to the next, which ends after it.
            while (_stages[i].Finish(_between[i]))
            {
                if (Push(i + 1, _between[i], target))
                    return true;
            }
        }
        Reset();
        return false;
    }

    /// <summary>Forgets everything that was pushed.</summary>
    public void Reset()
    {
        foreach (SlopeStage stage in _stages)
            stage.Reset();
    }

    private bool Push(int stage, ReadOnlySpan<float> frame, Span<float> target)
    {
        for (; stage < _stages.Length; stage++)
        {
            if (!_stages[stage].Push(frame, _between[stage]))
                return false;
            frame = _between[stage];
        }
        frame.CopyTo(target);
        return true;
    }

    private static void Require(int got, int expected)
    {
        if (got != expected)
            Throw.Data($"A frame of {got} numbers came where {expected} were expected.");
    }
}
