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
        int outputs = (output - start + stride - 1) / stride, tapStep = stride / Gcd(stride, dilation);
        int tap = 0;
        while (tap < taps && tap < tapStep && (start + begin - (tap * (long)dilation)) % stride != 0)
            tap++;
        if (tap == taps || tap == tapStep)
            return new TransposedPhase(start, new ConvAxis(input, outputs, 1, 0, 1, 0), 0, 0);

        int count = ((taps - 1 - tap) / tapStep) + 1, inputStep = (int)((long)tapStep * dilation / stride);
        int nearest = (int)((start + begin - (tap * (long)dilation)) / stride);
        ConvAxis axis = new(input, outputs, 1, nearest - ((count - 1) * inputStep), inputStep, count);
        return new TransposedPhase(start, axis, tap + ((count - 1) * tapStep), -tapStep);
    }

    private static int Gcd(int a, int b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
