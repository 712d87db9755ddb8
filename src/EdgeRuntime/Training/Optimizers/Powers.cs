namespace EdgeRuntime.Training;

/// <summary>Powers in double precision of + and * alone, so that every machine has the same bits; <c>Math.Pow</c> and <c>Math.Exp</c> differ.</summary>
internal static class Powers
{
    /// <summary><c>x^n</c> for n from 0 up, by squaring: at most 2 log2(n) roundings.</summary>
    public static double Of(double x, long n)
    {
        double power = 1;
        for (; n > 0; n >>= 1, x *= x)
        {
            if ((n & 1) != 0)
                power *= x;
        }

        return power;
    }

    /// <summary><c>e^x</c>: Taylor's series of x halved until it is below 1/16, squared as often. Relative error below 1e-14 for |x| below 10.</summary>
    public static double Exp(double x)
    {
        int halvings = 0;
        for (; (x > 0.0625 || x < -0.0625) && halvings < 64; halvings++)
            x *= 0.5;
        double sum = 1;
        for (int n = 12; n > 0; n--)
            sum = 1 + (sum * x / n);
        for (; halvings > 0; halvings--)
            sum *= sum;
        return sum;
    }
}
