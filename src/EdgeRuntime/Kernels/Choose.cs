using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>Elements of a where a byte is not 0, else of b, 16 bytes at a time. Moves and computes nothing, so that no instruction set can differ.</summary>
/// <remarks>The type of the elements matters only by its size: 1, 2, 4 or 8 bytes.</remarks>
internal static unsafe class Choose
{
    /// <summary>An operand goes on by its step: 1, or 0 where one element serves all; y may be a or b.</summary>
    public static void Run<T>(byte* condition, int conditionStep, T* a, int aStep, T* b, int bStep, T* y, int count)
        where T : unmanaged
    {
        int i = 0;
        for (; conditionStep != 0 && i <= count - Vector128<T>.Count; i += Vector128<T>.Count)
        {
            Vector128<T> va = aStep == 0 ? Vector128.Create(*a) : Vector128.Load(a + i);
            Vector128<T> vb = bStep == 0 ? Vector128.Create(*b) : Vector128.Load(b + i);
            Vector128.ConditionalSelect(Vector128.Equals(Spread<T>(condition + i), Vector128<T>.Zero), vb, va).Store(y + i);
        }

        for (; i < count; i++)
            y[i] = condition[i * conditionStep] != 0 ? a[i * aStep] : b[i * bStep];
    }

    /// <summary>As many bytes as a vector has elements, one in each of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Spread<T>(byte* bytes)
        where T : unmanaged
    {
        if (sizeof(T) == 1)
            return Vector128.Load(bytes).As<byte, T>();
        if (sizeof(T) == 2)
            return Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(long*)bytes).AsByte()).As<ushort, T>();
        Vector128<ushort> two = Vector128.WidenLower(Vector128.CreateScalarUnsafe(sizeof(T) == 4 ? *(int*)bytes : *(short*)bytes).AsByte());
        Vector128<uint> four = Vector128.WidenLower(two);
        return sizeof(T) == 4 ? four.As<uint, T>() : Vector128.WidenLower(four).As<ulong, T>();
    }
}
