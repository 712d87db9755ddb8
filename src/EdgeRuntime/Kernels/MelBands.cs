using System;

namespace EdgeRuntime.Kernels;

/// <summary>Bands of equal width on a scale of pitch: HTK's (<c>2595 log10(1 + f / 700)</c>) or Slaney's (linear to 1 kHz, then 27 steps to 6.4 times as much).</summary>
internal static class MelBands
{
    private const double Ln10 = 2.30258509299404568402, Ln64 = 1.85629799036562742; // ln 6.4
    private const double SlaneyStep = 200d / 3, SlaneyKnee = 1000;

    public static double OfHertz(double hertz, bool slaney)
    {
        if (!slaney)
            return 2595 / Ln10 * StableMath.Log(1 + (hertz / 700));
        return hertz < SlaneyKnee ? hertz / SlaneyStep : (SlaneyKnee / SlaneyStep) + (27 / Ln64 * StableMath.Log(hertz / SlaneyKnee));
    }

    public static double ToHertz(double mel, bool slaney)
    {
        if (!slaney)
            return 700 * (StableMath.Exp(mel * Ln10 / 2595) - 1);
        double knee = SlaneyKnee / SlaneyStep;
        return mel < knee ? mel * SlaneyStep : SlaneyKnee * StableMath.Exp((mel - knee) * Ln64 / 27);
    }

    /// <summary>Low edge, centre and high edge of <paramref name="bands"/> bands that half overlap: bands + 2 frequencies.</summary>
    public static double[] Edges(int bands, double low, double high, bool slaney)
    {
        double first = OfHertz(low, slaney), last = OfHertz(high, slaney);
        double[] edges = new double[bands + 2];
        for (int i = 0; i < edges.Length; i++)
            edges[i] = ToHertz(first + ((last - first) * i / (bands + 1)), slaney);
        return edges;
    }

    /// <summary>The triangle of a band over frequencies: 1 at its centre, 0 at its edges and beyond.</summary>
    public static double Triangle(double hertz, double low, double centre, double high) =>
        Math.Max(0, Math.Min((hertz - low) / (centre - low), (high - hertz) / (high - centre)));
}
