using System;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Functions in double precision of + - * / in a fixed order alone, so that every machine has the same bits: libm's, which <c>Math.Exp</c>,
/// <c>Math.Pow</c> and their like call, differ. For tables (windows, twiddles, mel bands), rates, bias corrections and losses that decide when a
/// run stops.
/// </summary>
internal static class StableMath
{
    private const double LogOf2High = 0.693147180369123816490, LogOf2Low = 1.90821492927058770002e-10; // their sum is ln 2 to 1e-26; the first has 21 zero bits at its end
    private const double Log2OfE = 1.44269504088896340736;
    private const double MostExponent = 709.7, LeastExponent = -745.2; // of numbers that a double can hold

    /// <summary><c>x^n</c> for n from 0 up, by squaring: at most 2 log2(n) roundings.</summary>
    public static double Power(double x, long n)
    {
        double power = 1;
        for (; n > 0; n >>= 1, x *= x)
        {
            if ((n & 1) != 0)
                power *= x;
        }

        return power;
    }

    /// <summary><c>e^x</c> within 1e-15: 2^k times Taylor's series of what is left, at most ln 2 / 2.</summary>
    public static double Exp(double x)
    {
        if (!(x > LeastExponent))
            return double.IsNaN(x) ? x : 0;
        if (x > MostExponent)
            return double.PositiveInfinity;
        double k = Math.Round(x * Log2OfE);
        double rest = x - (k * LogOf2High) - (k * LogOf2Low), sum = 1;
        for (int n = 14; n > 0; n--)
            sum = 1 + (sum * rest / n);
        return Math.ScaleB(sum, (int)k);
    }

    /// <summary><c>ln x</c> within 1e-15 of it or of 1: k ln 2 and the series of 2 atanh((m - 1) / (m + 1)) for m from sqrt(1/2) to sqrt(2).</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        int k = Math.ILogB(x);
        double m = Math.ScaleB(x, -k);
        if (m > 1.4142135623730951)
            (m, k) = (m / 2, k + 1);
        double s = (m - 1) / (m + 1), square = s * s, sum = 0;
        for (int n = 25; n > 0; n -= 2) // the next term is below 0.172^27 / 27 = 1e-22
            sum = (sum * square) + (1d / n);
        return (k * LogOf2High) + ((k * LogOf2Low) + (2 * s * sum));
    }

    /// <summary><c>cos(pi x)</c> for x in [0, 1]; exact at 0, 1/2 and 1, else within 1e-15.</summary>
    public static double CosOfPi(double x) => x switch
    {
        <= 0.25 => CosOfSmall(double.Pi * x),
        < 0.75 => SinOfSmall(double.Pi * (0.5 - x)),
        _ => -CosOfSmall(double.Pi * (1 - x)),
    };

    /// <summary><c>sin(pi x)</c> for x in [0, 1]; exact at 0, 1/2 and 1, else within 1e-15 of itself.</summary>
    public static double SinOfPi(double x) => x switch
    {
        <= 0.25 => SinOfSmall(double.Pi * x),
        < 0.75 => CosOfSmall(double.Pi * (0.5 - x)),
        _ => SinOfSmall(double.Pi * (1 - x)),
    };

    /// <summary><c>cos</c> and <c>sin</c> of <c>2 pi k / n</c>, for any whole k.</summary>
    public static (double Cos, double Sin) Turn(long k, long n)
    {
        k %= n;
        k = k < 0 ? k + n : k;
        return 2 * k <= n
            ? (CosOfPi(2d * k / n), SinOfPi(2d * k / n))
            : (CosOfPi(2d * (n - k) / n), -SinOfPi(2d * (n - k) / n));
    }

    // Taylor's series up to x^18 / 18! and x^19 / 19!: at pi / 4 the next terms are below 1e-20.
    private static double CosOfSmall(double x)
    {
        double square = x * x, sum = 1;
        for (int n = 18; n > 0; n -= 2)
            sum = 1 - (sum * square / (n * (n - 1)));
        return sum;
    }

    private static double SinOfSmall(double x)
    {
        double square = x * x, sum = 1;
        for (int n = 18; n > 0; n -= 2)
            sum = 1 - (sum * square / (n * (n + 1)));
        return x * sum;
    }
}
