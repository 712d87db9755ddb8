using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Simd;

/// <summary>
/// Square blocks of 32-bit elements turned over in registers, with what the CPU has: elements are moved and not computed with, so
/// no result can depend on the instruction set.
/// </summary>
internal static unsafe class TransposeBlock
{
    /// <summary>The side of a block: 8 where there are 256-bit vectors, else 4.</summary>
    public static int Side => Avx.IsSupported ? 8 : 4;

    /// <summary><c>target[j, i] = source[i, j]</c> for a block of <see cref="Side"/> x <see cref="Side"/>; strides in elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn(float* source, long sourceStride, float* target, long targetStride)
    {
        if (Avx.IsSupported)
            Eight(source, sourceStride, target, targetStride);
        else
            Four(source, sourceStride, target, targetStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(float* source, long sourceStride, float* target, long targetStride)
    {
        Vector128<float> a = Vector128.Load(source), b = Vector128.Load(source + sourceStride);
        Vector128<float> c = Vector128.Load(source + (2 * sourceStride)), d = Vector128.Load(source + (3 * sourceStride));
        // [a0 c0 a1 c1] with [b0 d0 b1 d1] gives columns 0 and 1, the upper halves columns 2 and 3.
        (Vector128<float> acLow, Vector128<float> acHigh) = (Low(a, c), High(a, c));
        (Vector128<float> bdLow, Vector128<float> bdHigh) = (Low(b, d), High(b, d));
        Vector128.Store(Low(acLow, bdLow), target);
        Vector128.Store(High(acLow, bdLow), target + targetStride);
        Vector128.Store(Low(acHigh, bdHigh), target + (2 * targetStride));
        Vector128.Store(High(acHigh, bdHigh), target + (3 * targetStride));
    }

    /// <summary>
    /// Rows i and i + 4 share a register, [row i | row i + 4], so that turning 4 x 4 within the halves gives whole columns: no shuffle
    /// crosses a half.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* source, long sourceStride, float* target, long targetStride)
    {
        HalfOfEight(source, sourceStride, target, targetStride);
        HalfOfEight(source + 4, sourceStride, target + (4 * targetStride), targetStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void HalfOfEight(float* source, long sourceStride, float* target, long targetStride)
    {
        Vector256<float> a = Pair(source, sourceStride), b = Pair(source + sourceStride, sourceStride);
        Vector256<float> c = Pair(source + (2 * sourceStride), sourceStride), d = Pair(source + (3 * sourceStride), sourceStride);
        (Vector256<float> acLow, Vector256<float> acHigh) = (Avx.UnpackLow(a, c), Avx.UnpackHigh(a, c));
        (Vector256<float> bdLow, Vector256<float> bdHigh) = (Avx.UnpackLow(b, d), Avx.UnpackHigh(b, d));
        Vector256.Store(Avx.UnpackLow(acLow, bdLow), target);
        Vector256.Store(Avx.UnpackHigh(acLow, bdLow), target + targetStride);
        Vector256.Store(Avx.UnpackLow(acHigh, bdHigh), target + (2 * targetStride));
        Vector256.Store(Avx.UnpackHigh(acHigh, bdHigh), target + (3 * targetStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(float* row, long stride) => Vector256.Create(Vector128.Load(row), Vector128.Load(row + (4 * stride)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b)
    {
        if (AdvSimd.Arm64.IsSupported)
            return AdvSimd.Arm64.ZipLow(a, b);
        return Sse.IsSupported ? Sse.UnpackLow(a, b) : Vector128.Create(a[0], b[0], a[1], b[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b)
    {
        if (AdvSimd.Arm64.IsSupported)
            return AdvSimd.Arm64.ZipHigh(a, b);
        return Sse.IsSupported ? Sse.UnpackHigh(a, b) : Vector128.Create(a[2], b[2], a[3], b[3]);
    }
}
