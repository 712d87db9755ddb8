namespace EdgeRuntime.Data.Signals;

/// <summary>A scale of pitch on which mel bands are equally wide.</summary>
public enum MelScale
{
    /// <summary><c>2595 log10(1 + f / 700)</c>, as in HTK, TensorFlow and torchaudio.</summary>
    Htk,

    /// <summary>Linear up to 1 kHz and logarithmic above it (Slaney's Auditory Toolbox), as librosa has it unless asked otherwise.</summary>
    Slaney,
}
