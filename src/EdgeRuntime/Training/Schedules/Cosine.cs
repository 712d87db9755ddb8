namespace EdgeRuntime.Training;

/// <summary>A cosine in double precision that has the same bits on every machine: products and sums in a fixed order, no libm.</summary>
internal static class Cosine
{
    // Taylor's coefficients of cos and sin, up to x^18 / 18! and x^19 / 19!: at pi / 4 the next terms are below 1e-20.
    private const int CosineTerms = 9, SineTerms = 9;

    /// <summary><c>cos(pi * x)</c> for x in [0, 1]; exact at 0, 1/2 and 1, else within 1e-15.</summary>
    public static double OfPi(double x) => x switch
    {
        <= 0.25 => OfSmall(double.Pi * x),
        < 0.75 => SineOfSmall(double.Pi * (0.5 - x)),
        _ => -OfSmall(double.Pi * (1 - x)),
    };

    /// <summary>Half a cosine: <paramref name="from"/> at part 0, <paramref name="to"/> at part 1.</summary>
    public static double Between(double from, double to, double part) => to + ((from - to) * ((1 + OfPi(part)) / 2));

    private static double OfSmall(double x)
    {
        double square = x * x, sum = 1;
        for (int n = CosineTerms; n >= 1; n--)
            sum = 1 - (sum * square / ((2 * n) * ((2 * n) - 1)));
        return sum;
    }

    private static double SineOfSmall(double x)
    {
        double square = x * x, sum = 1;
        for (int n = SineTerms; n >= 1; n--)
            sum = 1 - (sum * square / ((2 * n) * ((2 * n) + 1)));
        return x * sum;
    }
}
