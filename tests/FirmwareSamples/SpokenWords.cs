using System;
using System.IO;
using EdgeRuntime.Data;
using Tests.Data.Sequences;
using Tests.Support;

namespace Tests.FirmwareSamples;

/// <summary>Words as files, spoken by the built-in generator.</summary>
internal static class SpokenWords
{
    /// <summary>Writes one and gives its path; its name begins with what is said.</summary>
    public static string Write(TemporaryFolder folder)
    {
        DataOptions raw = new() { Seed = 5, Count = 1, Sound = new SoundOptions { Features = SoundFeatures.Raw } };
        Dataset words = Dataset.Open("tones#test", options: raw);
        float[] steps = new float[words.SampleLength];
        words.CopySample(0, steps);
        short[] samples = Array.ConvertAll(steps[..words.Length(0)], x => (short)MathF.Round(x * 32767));
        string path = folder.At($"{words.ClassNames[words.Label(0)]}_nobody_0.wav");
        File.WriteAllBytes(path, WavBytes.OfSamples(samples, words.Preparation!.SoundRate));
        return path;
    }
}
