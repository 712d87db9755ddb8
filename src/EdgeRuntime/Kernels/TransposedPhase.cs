namespace EdgeRuntime.Kernels;

/// <summary>
/// Outputs <c>o = Start + j * stride</c> of one axis of a transposed convolution. They all see the same taps, so that they are a
/// convolution with stride 1 over the input: the taps in descending order, which is ascending input.
/// </summary>
/// <param name="Start">The first output.</param>
/// <param name="Axis">The convolution over j.</param>
/// <param name="FirstTap">The tap of the weights that comes first.</param>
/// <param name="TapStep">From each tap to the next; negative.</param>
internal readonly record struct TransposedPhase(int Start, ConvAxis Axis, int FirstTap, int TapStep)
{
    /// <summary>Phase <paramref name="start"/> (under both stride and output length) of an axis where input i and tap t add to output <c>i * stride + t * dilation - begin</c>.</summary>
    public static TransposedPhase Of(int start, int input, int output, int stride, int dilation, int taps, int begin)
    {
        (int divisor, long inverse) = DivisorAndInverse(dilation, stride);
        int outputs = ((output - start - 1) / stride) + 1, tapStep = stride / divisor;
        // The first tap with start + begin - tap * dilation a multiple of the stride; there is one in tapStep taps, or none.
        long place = start + (long)begin;
        long tap = place % divisor == 0 ? place / divisor % tapStep * inverse % tapStep : taps;
        if (tap >= taps)
            return new TransposedPhase(start, new ConvAxis(input, outputs, 1, 0, 1, 0), 0, 0);

        int first = (int)tap, count = ((taps - 1 - first) / tapStep) + 1, inputStep = (int)((long)tapStep * dilation / stride);
        int nearest = (int)((place - (tap * dilation)) / stride);
        ConvAxis axis = new(input, outputs, 1, nearest - ((count - 1) * inputStep), inputStep, count);
        return new TransposedPhase(start, axis, first + ((count - 1) * tapStep), -tapStep);
    }

    /// <summary>The greatest common divisor d of both, and what makes a / d one when multiplied, modulo m / d: Euclid's algorithm.</summary>
    private static (int Divisor, long Inverse) DivisorAndInverse(int a, int m)
    {
        (long rest, long next, long factor, long nextFactor) = (a, m, 1, 0);
        while (next != 0)
        {
            long times = rest / next;
            (rest, next) = (next, rest - (times * next));
            (factor, nextFactor) = (nextFactor, factor - (times * nextFactor));
        }
        long modulus = m / rest;
        return ((int)rest, ((factor % modulus) + modulus) % modulus);
    }
}
