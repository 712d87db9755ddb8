using System;

namespace EdgeRuntime.Kernels;

/// <summary>Windows that are sums of cosines, <c>a0 - a1 cos(2 pi i / m) + a2 cos(4 pi i / m)</c>, with m = n (periodic) or n - 1 (symmetric).</summary>
internal static class CosineWindow
{
    public static void Write(double a0, double a1, double a2, bool periodic, Span<float> window)
    {
        int turn = periodic ? window.Length : window.Length - 1;
        if (turn < 1)
        {
            window.Fill(1); // a symmetric window of one number
            return;
        }
        for (int i = 0; i < window.Length; i++)
            window[i] = (float)(a0 - (a1 * StableMath.Turn(i, turn).Cos) + (a2 * StableMath.Turn(2L * i, turn).Cos));
    }
}
