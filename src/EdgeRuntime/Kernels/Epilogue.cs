using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>What happens to a finished sum on its way to memory: <c>min(high, max(low, sum + residual))</c>; NaN passes.</summary>
internal unsafe struct Epilogue
{
    /// <summary>Laid out as the output, which may be the same memory. Null for none.</summary>
    public float* Residual;

    public float Low;

    public float High;

    public static Epilogue None => new() { Low = float.NegativeInfinity, High = float.PositiveInfinity };

    public static Epilogue Relu => new() { Low = 0, High = float.PositiveInfinity };

    /// <summary>Finishes one vector; <paramref name="residual"/> leads from the output to the residual, in floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<S, V>(float* target, V sum, V low, V high, bool add, nint residual)
        where S : struct, ISimd<V>
        where V : struct
    {
        if (add)
            sum = S.Add(sum, S.Load(target + residual));
        S.Store(target, S.Min(high, S.Max(low, sum)));
    }
}
