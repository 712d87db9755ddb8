using System;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Data.Signals;

/// <summary>Tables that are made once: windows and the cosines of cepstral coefficients.</summary>
internal static class SignalTables
{
    public static float[] Window(SignalWindow kind, int length, bool periodic)
    {
        float[] window = new float[length];
        (double a0, double a1, double a2) = kind switch
        {
            SignalWindow.Hann => (0.5, 0.5, 0),
            SignalWindow.Hamming => (0.54, 0.46, 0),
            SignalWindow.Blackman => (0.42, 0.5, 0.08),
            _ => (1d, 0d, 0d),
        };
        if (length == 1)
            return [1]; // as scipy has it, periodic or not
        CosineWindow.Write(a0, a1, a2, periodic, window);
        return window;
    }

    /// <summary>The orthonormal DCT-II as a matrix [bands, coefficients].</summary>
    public static float[] Cosines(int bands, int coefficients)
    {
        float[] matrix = new float[bands * coefficients];
        for (int i = 0; i < bands; i++)
        {
            for (int k = 0; k < coefficients; k++)
                matrix[(i * coefficients) + k] = (float)(Math.Sqrt((k == 0 ? 1d : 2d) / bands) * StableMath.Turn(k * ((2L * i) + 1), 4L * bands).Cos);
        }
        return matrix;
    }
}
