using System;

namespace EdgeRuntime.Random;

/// <summary>
/// The inverse of the normal distribution function by Wichura's algorithm AS 241, PPND7 (Applied Statistics 37, 1988): about seven
/// correct digits. Only + - * / and sqrt in double, each rounded by IEEE 754, so every CPU gives the same bits.
/// </summary>
internal static class InverseNormal
{
    private const double CentralLimit = 0.425, CentralSquare = 0.180625, TailShift = 1.6;
    private const double Ln2 = 0.693147180559945309417, Sqrt2 = 1.41421356237309504880;

    // The word picks the middle of one of 2^32 equal slices of (0, 1), so the tails end at 6.3 and are symmetric.
    public static float OfWord(uint word) => (float)OfProbability((word + 0.5) * (1.0 / 4294967296.0));

    public static double OfProbability(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= CentralLimit)
        {
            double r = CentralSquare - (q * q);
            return q * ((((((59.109374720 * r) + 159.29113202) * r) + 50.434271938) * r) + 3.3871327179)
                / ((((((67.187563600 * r) + 78.757757664) * r) + 17.895169469) * r) + 1.0);
        }

        // AS 241 has a third range from r = 5 on (p below 1.4e-11); a slice of 2^-32 ends at r = 4.8.
        double tail = Math.Sqrt(-Log(q < 0 ? p : 1 - p)) - TailShift;
        double z = ((((((0.17023821103 * tail) + 1.3067284816) * tail) + 2.7568153900) * tail) + 1.4234372777)
            / ((((0.12021132975 * tail) + 0.73700164250) * tail) + 1.0);
        return q < 0 ? -z : z;
    }

    // ln(m 2^e) = e ln 2 + 2 artanh((m - 1) / (m + 1)); with m in [sqrt(1/2), sqrt(2)] the series' argument is below 0.172
    // and the first dropped term, 2 s^19 / 19, is below 4e-16. Positive normal numbers only.
    internal static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (mantissa > Sqrt2)
        {
            mantissa *= 0.5;
            exponent++;
        }
        double s = (mantissa - 1) / (mantissa + 1);
        double square = s * s;
        double series = 0;
        for (int n = 17; n >= 1; n -= 2)
            series = (series * square) + (1.0 / n);
        return (exponent * Ln2) + (2 * s * series);
    }
}
