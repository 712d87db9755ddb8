namespace EdgeRuntime.Data;

/// <summary>How samples are brought into the form that a network wants.</summary>
public sealed record DataOptions
{
    /// <summary>What a white pixel (255) becomes before mean and deviation: 1 unless told, 255 for raw pixels.</summary>
    public float White { get; init; } = 1f;

    /// <summary>Subtracted from every number; for example 0.1307 for many MNIST networks.</summary>
    public float Mean { get; init; }

    /// <summary>What the difference is divided by: <c>value = (pixel * White / 255 - Mean) / Deviation</c>, or <c>(number - Mean) / Deviation</c> in tables.</summary>
    public float Deviation { get; init; } = 1f;

    /// <summary>Pixels in a row of every sample; 0 takes the first picture's. Used by images and digits.</summary>
    public int Width { get; init; }

    /// <summary>Rows of every sample; 0 takes the first picture's. Used by images and digits.</summary>
    public int Height { get; init; }

    /// <summary>1 grey or 3 RGB; 0 takes the first picture's. Used by images.</summary>
    public int Channels { get; init; }

    /// <summary>Draws the digits, and picks the parts of sets that have no split of their own.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many samples <c>digits</c> has; 0 takes 20,000 to train on, 2,000 for each other part.</summary>
    public int Count { get; init; }

    /// <summary>The most bytes that a set may hold in memory (1 GiB unless told).</summary>
    public long MaxBytes { get; init; } = 1L << 30;
}
