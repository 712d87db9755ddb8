using System;
using EdgeRuntime;

namespace Devices.Streams;

/// <summary>
/// Finds where something happens in a stream of frames: a segment begins where a level rises above its floor and ends after some quiet. Frames
/// are given as soon as they are known to belong to a segment, so that a network can take them one by one. Memory is allocated once.
/// </summary>
/// <remarks>Frames behind the last loud one are kept back until it is known whether they are a pause in the segment or its end.</remarks>
public sealed class Segmenter
{
    private readonly SegmenterOptions _options;
    private readonly float[] _ring; // the last frames
    private readonly int _features, _room;
    private long _seen; // frames that were pushed
    private long _given; // frames before this one were given, or belong to nothing
    private long _first; // the first frame of the segment
    private float _peak; // the highest level of the segment
    private int _quiet, _loud; // of the segment: frames since the last loud one, and loud ones

    /// <summary>Makes room for the frames that are kept back.</summary>
    /// <param name="features">Numbers of a frame.</param>
    /// <param name="options">What counts as a segment.</param>
    /// <exception cref="EdgeException">Kind Data: the options make no sense.</exception>
    public Segmenter(int features, SegmenterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        const int Most = 1 << 16;
        if (features is < 1 or > Most || options.FramesBefore is < 0 or > Most || options.QuietFrames is < 1 or > Most || options.FramesBehind < 0 || options.FramesBehind > options.QuietFrames || options.LeastLoudFrames < 1 || options.MostFrames <= options.FramesBefore)
            Throw.Data($"Segments of frames of {features} numbers cannot be found with {options.FramesBefore} frames before, {options.FramesBehind} behind, {options.QuietFrames} quiet, {options.LeastLoudFrames} loud and {options.MostFrames} at most.");
        if (!(options.OpenFactor > 1) || !(options.CloseFactor is > 0 && options.CloseFactor <= options.OpenFactor) || !(options.LeastFloor > 0) || !(options.PeakPart is >= 0 and < 1) || !(options.FloorWeight is >= 0 and <= 1))
            Throw.Data(FormattableString.Invariant($"Segments cannot be found with factors {options.OpenFactor} to begin and {options.CloseFactor} to go on, {options.PeakPart} of the peak, a floor of {options.LeastFloor} and its weight {options.FloorWeight}."));
        (_features, _options, Floor) = (features, options, options.LeastFloor);
        _room = options.FramesBefore + options.QuietFrames + 1;
        _ring = new float[_room * features];
    }

    /// <summary>The level of quiet frames.</summary>
    public float Floor { get; private set; }

    /// <summary>Whether a segment has begun and not ended.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>How many frames the last <see cref="Push"/> gave.</summary>
    public int Count { get; private set; }

    /// <summary>Frames of the segment that were given so far.</summary>
    public int Length => (int)(_given - _first);

    /// <summary>A frame that the last <see cref="Push"/> gave.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1, oldest first.</param>
    public ReadOnlySpan<float> Frame(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        return _ring.AsSpan(Place(_given - Count + index), _features);
    }

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">Its numbers; they are copied.</param>
    /// <param name="level">How much happens in it: an energy, in any unit.</param>
    /// <exception cref="EdgeException">Kind Data: the frame has another length, or the level is not finite.</exception>
    public SegmentState Push(ReadOnlySpan<float> frame, float level)
    {
        if (frame.Length != _features || !float.IsFinite(level))
            Throw.Data($"A frame of {frame.Length} numbers with the level {level} came to segments of frames of {_features} numbers: levels must be finite.");
        frame.CopyTo(_ring.AsSpan(Place(_seen++)));
        Count = 0;
        return IsOpen ? GoOn(level) : Wait(level);
    }

    /// <summary>Ends what is open, forgets everything.</summary>
    public void Reset()
    {
        (_seen, _given, _first, Count, IsOpen, Floor) = (0, 0, 0, 0, false, _options.LeastFloor);
    }

    private SegmentState Wait(float level)
    {
        if (level <= Floor * _options.OpenFactor)
        {
            Floor = Math.Max(_options.LeastFloor, Floor + (_options.FloorWeight * (level - Floor)));
            return SegmentState.Quiet;
        }
        _first = Math.Max(_given, _seen - 1 - _options.FramesBefore);
        (_given, IsOpen, _quiet, _loud, _peak) = (_first, true, 0, 1, level);
        Give();
        return SegmentState.Began;
    }

    private SegmentState GoOn(float level)
    {
        _peak = Math.Max(_peak, level);
        bool isLoud = level > Math.Max(Floor * _options.CloseFactor, _peak * _options.PeakPart);
        _quiet = isLoud ? 0 : _quiet + 1;
        _loud += isLoud ? 1 : 0;
        if (_quiet <= _options.FramesBehind)
            Give();
        bool isFull = Length >= _options.MostFrames;
        if (isFull)
            Floor = Math.Max(_options.LeastFloor, level);
        if (!isFull && _quiet < _options.QuietFrames)
            return SegmentState.Inside;
        IsOpen = false;
        return _loud >= _options.LeastLoudFrames ? SegmentState.Ended : SegmentState.Dropped;
    }

    private void Give()
    {
        Count = (int)(_seen - _given);
        _given = _seen;
    }

    private int Place(long frame) => (int)(frame % _room) * _features;
}
