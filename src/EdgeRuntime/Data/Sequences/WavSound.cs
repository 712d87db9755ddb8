namespace EdgeRuntime.Data.Sequences;

/// <summary>A sound of one channel.</summary>
/// <param name="Samples">Amplitudes, 1 at full scale.</param>
/// <param name="Rate">Samples a second.</param>
internal readonly record struct WavSound(float[] Samples, int Rate);
