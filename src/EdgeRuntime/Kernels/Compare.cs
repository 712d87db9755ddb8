using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>A question about two numbers of any type.</summary>
internal interface IComparison
{
    static abstract bool Holds<T>(T a, T b)
        where T : unmanaged, INumber<T>;

    /// <summary>All ones in each lane where it holds, else zeros.</summary>
    static abstract Vector128<T> Holds<T>(Vector128<T> a, Vector128<T> b);
}

/// <summary>A question about each pair of elements, 16 at a time; the answers are bytes of 0 or 1. Exact, so that no instruction set can differ.</summary>
internal static unsafe class Compare
{
    /// <summary>An operand goes on by its step: 1, or 0 where one number serves all.</summary>
    public static void Run<T, TTest>(T* a, int aStep, T* b, int bStep, byte* y, int count)
        where T : unmanaged, INumber<T>
        where TTest : struct, IComparison
    {
        int i = 0;
        if (Vector128<T>.IsSupported)
        {
            for (; i <= count - Vector128<byte>.Count; i += Vector128<byte>.Count)
            {
                Vector128<sbyte> answers = Sixteen<T, TTest>(a + (i * aStep), aStep, b + (i * bStep), bStep);
                (answers.AsByte() & Vector128<byte>.One).Store(y + i);
            }
        }

        for (; i < count; i++)
            y[i] = TTest.Holds(a[i * aStep], b[i * bStep]) ? (byte)1 : (byte)0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<sbyte> Sixteen<T, TTest>(T* a, int aStep, T* b, int bStep)
        where T : unmanaged
        where TTest : struct, IComparison => sizeof(T) == 1
            ? Answers<T, TTest>(a, aStep, b, bStep).AsSByte()
            : Vector128.Narrow(Eight<T, TTest>(a, aStep, b, bStep), Eight<T, TTest>(a + (8 * aStep), aStep, b + (8 * bStep), bStep));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Eight<T, TTest>(T* a, int aStep, T* b, int bStep)
        where T : unmanaged
        where TTest : struct, IComparison => sizeof(T) == 2
            ? Answers<T, TTest>(a, aStep, b, bStep).AsInt16()
            : Vector128.Narrow(Four<T, TTest>(a, aStep, b, bStep), Four<T, TTest>(a + (4 * aStep), aStep, b + (4 * bStep), bStep));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Four<T, TTest>(T* a, int aStep, T* b, int bStep)
        where T : unmanaged
        where TTest : struct, IComparison => sizeof(T) == 4
            ? Answers<T, TTest>(a, aStep, b, bStep).AsInt32()
            : Vector128.Narrow(
                Answers<T, TTest>(a, aStep, b, bStep).AsInt64(), Answers<T, TTest>(a + (2 * aStep), aStep, b + (2 * bStep), bStep).AsInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Answers<T, TTest>(T* a, int aStep, T* b, int bStep)
        where T : unmanaged
        where TTest : struct, IComparison
    {
        Vector128<T> va = aStep == 0 ? Vector128.Create(*a) : Vector128.Load(a);
        return TTest.Holds(va, bStep == 0 ? Vector128.Create(*b) : Vector128.Load(b));
    }
}
