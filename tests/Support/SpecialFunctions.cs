using System;

namespace Tests.Support;

/// <summary>Functions that the framework lacks, in double precision, for references.</summary>
internal static class SpecialFunctions
{
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double Softplus(double x) => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x)));

    public static double ExpM1(double x) =>
        Math.Abs(x) < 1e-3 ? x * (1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4 * (1 + (x / 5)))))))) : Math.Exp(x) - 1;

    public static double Log1P(double u)
    {
        // The rounding of 1 + u cancels against that of the divisor.
        double sum = 1 + u;
        return sum == 1 ? u : Math.Log(sum) * u / (sum - 1);
    }

    public static double Asinh(double x)
    {
        double a = Math.Abs(x);
        return Math.Sign(x) * Log1P(a + (a * a / (1 + Math.Sqrt(1 + (a * a)))));
    }

    public static double Acosh(double x) => x < 1 ? double.NaN : Log1P(x - 1 + Math.Sqrt((x - 1) * (x + 1)));

    public static double Atanh(double x)
    {
        double a = Math.Abs(x);
        return Math.Sign(x) * (Log1P(a) - Log1P(-a)) / 2;
    }

    public static double TanhOfSoftplus(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return x < 0 ? e * (e + 2) / ((e * (e + 2)) + 2) : (1 + (2 * e)) / (1 + (2 * e) + (2 * e * e));
    }

    /// <summary>The Taylor series near 0, the continued fraction of the complement further out.</summary>
    public static double Erf(double x)
    {
        double a = Math.Abs(x);
        if (a > 6)
            return Math.Sign(x);
        if (a < 2.5)
        {
            double term = x, sum = x;
            for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
            {
                term *= -x * x / n;
                sum += term / ((2 * n) + 1);
            }

            return sum * 2 / Math.Sqrt(Math.PI);
        }

        double fraction = 0;
        for (int k = 60; k > 0; k--)
            fraction = k / 2.0 / (a + fraction);
        return Math.Sign(x) * (1 - (Math.Exp(-a * a) / Math.Sqrt(Math.PI) / (a + fraction)));
    }
}
