using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>
/// One bit an element: whether it lies strictly between two bounds. Portable 128-bit vectors: a pair of them fills a byte on every
/// instruction set, and a bit has no rounding that could differ.
/// </summary>
internal static unsafe class ClampMaskF32
{
    /// <summary>Elements of one byte.</summary>
    public const int Width = 8;

    public static long Bytes(long count) => (count + Width - 1) / Width;

    /// <summary>The bits of elements [first, last); first is a multiple of 8.</summary>
    public static void Write(float* y, float low, float high, byte* mask, int first, int last)
    {
        Vector128<float> least = Vector128.Create(low), most = Vector128.Create(high);
        int i = first;
        for (; i <= last - Width; i += Width)
            mask[i / Width] = (byte)(Bits(y + i, least, most) | (Bits(y + i + 4, least, most) << 4));
        if (i >= last)
            return;
        int rest = 0;
        for (int bit = 0; i + bit < last; bit++)
            rest |= y[i + bit] > low && high > y[i + bit] ? 1 << bit : 0;
        mask[i / Width] = (byte)rest;
    }

    /// <summary><c>dx = bit ? dy : 0</c> of elements [first, last); dx may be dy.</summary>
    public static void Apply(byte* mask, float* dy, float* dx, int first, int last)
    {
        Vector128<int> low = Vector128.Create(1, 2, 4, 8), high = Vector128.Create(16, 32, 64, 128);
        int i = first;
        for (; i <= last - Width; i += Width)
        {
            Vector128<int> bits = Vector128.Create((int)mask[i / Width]);
            Vector128.Store(Vector128.Equals(bits & low, low).AsSingle() & Vector128.Load(dy + i), dx + i);
            Vector128.Store(Vector128.Equals(bits & high, high).AsSingle() & Vector128.Load(dy + i + 4), dx + i + 4);
        }

        for (int bit = 0; i + bit < last; bit++)
            dx[i + bit] = (mask[i / Width] >> bit & 1) != 0 ? dy[i + bit] : 0f;
    }

    private static int Bits(float* y, Vector128<float> low, Vector128<float> high)
    {
        Vector128<float> x = Vector128.Load(y);
        return (int)(Vector128.GreaterThan(x, low) & Vector128.GreaterThan(high, x)).ExtractMostSignificantBits();
    }
}
