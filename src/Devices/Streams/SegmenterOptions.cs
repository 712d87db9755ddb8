namespace Devices.Streams;

/// <summary>What counts as a word or a gesture in a stream of frames.</summary>
public sealed record SegmenterOptions
{
    /// <summary>A segment begins where the level is above the floor by this factor.</summary>
    public float OpenFactor { get; init; } = 10;

    /// <summary>A frame in a segment is loud where its level is above the floor by this factor.</summary>
    public float CloseFactor { get; init; } = 4;

    /// <summary>A frame in a segment is loud only where its level is above this part of the segment's highest one: what a recording itself has of noise is none of a word.</summary>
    public float PeakPart { get; init; }

    /// <summary>The floor is never taken to be lower than this: what the quietest sensor gives.</summary>
    public float LeastFloor { get; init; } = 1e-7f;

    /// <summary>The weight of a new frame in the floor, which follows the level of quiet frames.</summary>
    public float FloorWeight { get; init; } = 0.02f;

    /// <summary>Frames before the first loud one that belong to the segment.</summary>
    public int FramesBefore { get; init; } = 4;

    /// <summary>Frames behind the last loud one that belong to it.</summary>
    public int FramesBehind { get; init; } = 4;

    /// <summary>So many frames that are not loud end a segment; fewer are a pause in it.</summary>
    public int QuietFrames { get; init; } = 20;

    /// <summary>The fewest loud frames of a segment.</summary>
    public int LeastLoudFrames { get; init; } = 5;

    /// <summary>A segment of so many frames is ended, and its level becomes the floor.</summary>
    public int MostFrames { get; init; } = 400;
}
