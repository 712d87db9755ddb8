namespace EdgeRuntime.Data.Signals;

/// <summary>How the energy of a band is compressed.</summary>
public enum LogKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary><c>ln(max(x, floor))</c>.</summary>
    Natural,

    /// <summary><c>10 log10(max(x, floor))</c>, in dB.</summary>
    Decibel,

    /// <summary><c>ln(1 + x)</c>.</summary>
    OnePlus,
}
