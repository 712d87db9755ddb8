using System.IO;
using System.Text.Json;

namespace Tests.Support;

/// <summary>What numpy and scipy make of a signal that needs no file; tests/Golden/make_signals.py wrote it.</summary>
internal static class SignalGolden
{
    public static JsonElement Root { get; } = JsonDocument.Parse(File.ReadAllText(Golden.Path("signals.json"))).RootElement;

    /// <summary>The script's test signal, from sample <paramref name="start"/> on.</summary>
    public static float[] Samples(int count, int start = 0)
    {
        float[] samples = new float[count];
        for (int k = 0; k < count; k++)
        {
            long i = start + k;
            samples[k] = (float)((((7919 * i * i) + (104729 * i)) % 2001 - 1000) / 1000d);
        }

        return samples;
    }
}
