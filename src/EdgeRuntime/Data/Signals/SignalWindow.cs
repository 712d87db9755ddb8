namespace EdgeRuntime.Data.Signals;

/// <summary>What the samples of a frame are weighted by before its spectrum is taken.</summary>
public enum SignalWindow
{
    /// <summary><c>1</c>.</summary>
    Rectangular,

    /// <summary><c>0.5 - 0.5 cos(2 pi i / n)</c>.</summary>
    Hann,

    /// <summary><c>0.54 - 0.46 cos(2 pi i / n)</c>.</summary>
    Hamming,

    /// <summary><c>0.42 - 0.5 cos(2 pi i / n) + 0.08 cos(4 pi i / n)</c>.</summary>
    Blackman,
}
