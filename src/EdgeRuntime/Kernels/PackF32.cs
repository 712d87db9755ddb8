namespace EdgeRuntime.Kernels;

/// <summary>Brings weights and biases into panels (<see cref="Panels"/>).</summary>
internal static unsafe class PackF32
{
    /// <summary>Panels [first, last) of B [K, N] with element (k, n) at <c>k * rowStep + n * columnStep</c>; bias [N] or null.</summary>
    public static void Matrix(float* b, nint rowStep, nint columnStep, float* bias, int k, int n, float* panels, int first, int last)
    {
        float* to = panels + (first * Panels.Stride(k));
        for (int p = first; p < last; p++)
        {
            int column = p * Panels.Width, columns = n - column < Panels.Width ? n - column : Panels.Width;
            Bias(bias, column, columns, to);
            to += Panels.Width;
            float* from = b + (column * columnStep);
            if (columnStep == 1)
                to = Rows(from, rowStep, k, columns, to);
            else
                to = Columns(from, rowStep, columnStep, k, columns, to);
        }
    }

    /// <summary>Panels [first, last) of convolution weights <c>[outputs, channels, taps]</c>: K runs over (tap, channel).</summary>
    public static void Filters(float* w, float* bias, int outputs, int channels, int taps, float* panels, int first, int last)
    {
        int k = channels * taps;
        float* to = panels + (first * Panels.Stride(k));
        for (int p = first; p < last; p++)
        {
            int column = p * Panels.Width, columns = outputs - column < Panels.Width ? outputs - column : Panels.Width;
            Bias(bias, column, columns, to);
            to += Panels.Width;
            for (int tap = 0; tap < taps; tap++)
                to = Columns(w + ((nint)column * k) + tap, taps, k, channels, columns, to);
        }
    }

    /// <summary>
    /// Panels [first, last) of the weights <c>[channels, outputs, taps]</c> of one group of a transposed convolution, for one phase:
    /// K runs over (its taps, channel).
    /// </summary>
    public static void Transposed(
        float* w, float* bias, int outputs, int channels, int taps, int* phaseTaps, int phaseCount, float* panels, int first, int last)
    {
        float* to = panels + (first * Panels.Stride(phaseCount * channels));
        for (int p = first; p < last; p++)
        {
            int column = p * Panels.Width, columns = outputs - column < Panels.Width ? outputs - column : Panels.Width;
            Bias(bias, column, columns, to);
            to += Panels.Width;
            for (int t = 0; t < phaseCount; t++)
                to = Columns(w + ((nint)column * taps) + phaseTaps[t], (nint)outputs * taps, taps, channels, columns, to);
        }
    }

    /// <summary>[rows, columns] to [columns, rows].</summary>
    public static void Transpose(float* from, int rows, int columns, float* to)
    {
        for (int c = 0; c < columns; c++, from++)
        {
            float* element = from;
            for (int r = 0; r < rows; r++, element += columns)
                *to++ = *element;
        }
    }

    private static void Bias(float* bias, int column, int columns, float* to)
    {
        for (int j = 0; j < Panels.Width; j++)
            to[j] = bias is null || j >= columns ? 0 : bias[column + j];
    }

    private static float* Rows(float* from, nint rowStep, int k, int columns, float* to)
    {
        for (int i = 0; i < k; i++, from += rowStep, to += Panels.Width)
        {
            for (int j = 0; j < columns; j++)
                to[j] = from[j];
            for (int j = columns; j < Panels.Width; j++)
                to[j] = 0;
        }
        return to;
    }

    private static float* Columns(float* from, nint rowStep, nint columnStep, int k, int columns, float* to)
    {
        for (int i = 0; i < k; i++, from += rowStep, to += Panels.Width)
        {
            float* element = from;
            for (int j = 0; j < columns; j++, element += columnStep)
                to[j] = *element;
            for (int j = columns; j < Panels.Width; j++)
                to[j] = 0;
        }
        return to;
    }
}
