namespace Devices.Imaging;

/// <summary>What counts as a digit in a frame.</summary>
public sealed record DigitFinderOptions
{
    /// <summary>Half the window of the local mean, in pixels; wider than any line of a digit.</summary>
    public int WindowRadius { get; init; } = 24;

    /// <summary>How much darker than the local mean ink is, as a share of the mean.</summary>
    public float Share { get; init; } = 0.13f;

    /// <summary>The least height of a digit in pixels.</summary>
    public int MinHeight { get; init; } = 12;

    /// <summary>The greatest height of a digit, as a share of the frame's.</summary>
    public float MaxHeightShare { get; init; } = 0.6f;

    /// <summary>The greatest width by height; a lying line is wider.</summary>
    public float MaxAspect { get; init; } = 2.2f;

    /// <summary>Parts of one digit (the cap of a 5) may stand this many pixels apart.</summary>
    public int PartGap { get; init; } = 3;

    /// <summary>The most digits that are reported of one frame.</summary>
    public int MaxDigits { get; init; } = 64;

    /// <summary>How much of a digit's slant is taken out: 0 none, 1 all.</summary>
    public float Deskew { get; init; } = 0.5f;
}
