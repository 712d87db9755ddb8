namespace EdgeRuntime.Data;

/// <summary>What a step of a sound is.</summary>
public enum SoundFeatures
{
    /// <summary>The logarithms of mel bands.</summary>
    LogMel,

    /// <summary>Cepstral coefficients of them.</summary>
    Mfcc,

    /// <summary>One sample.</summary>
    Raw,
}
