namespace Devices.Streams;

/// <summary>What a frame did to the segments of a stream.</summary>
public enum SegmentState
{
    /// <summary>Nothing happens.</summary>
    Quiet,

    /// <summary>A segment began with this frame.</summary>
    Began,

    /// <summary>A segment goes on.</summary>
    Inside,

    /// <summary>A segment ended: what belongs to it was given before.</summary>
    Ended,

    /// <summary>A segment ended that was too short to be one.</summary>
    Dropped,
}
