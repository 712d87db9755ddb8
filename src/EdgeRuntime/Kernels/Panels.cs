namespace EdgeRuntime.Kernels;

/// <summary>
/// The one layout of packed weights, the same for every instruction set: <c>[ceil(N / 16)][1 + K][16]</c>, the first row
/// of a panel being its bias. Columns past N are zeros.
/// </summary>
internal static class Panels
{
    /// <summary>Columns of a panel: the widest vector, two of AVX2, four of NEON.</summary>
    public const int Width = 16;

    /// <summary>Panels that hold <paramref name="n"/> columns.</summary>
    public static int Count(int n) => (n + Width - 1) / Width;

    /// <summary>Floats of one panel.</summary>
    public static nint Stride(int k) => (nint)Width * (k + 1);

    /// <summary>Floats of all panels.</summary>
    public static long Length(int n, int k) => (long)Count(n) * Width * (k + 1L);

    /// <summary>Bytes of all panels.</summary>
    public static long Bytes(int n, int k) => Length(n, k) * sizeof(float);
}
