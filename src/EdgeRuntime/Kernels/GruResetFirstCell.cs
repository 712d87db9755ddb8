using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Gates z, r and candidate n: <c>h' = (1 - z) n + z h</c> with <c>n = g(x W + (r h) R + b)</c>: two products a step.</summary>
internal readonly unsafe struct GruResetFirstCell : IRecurrentCell
{
    public static int Gates => 3;

    public static bool ResetsFirst => true;

    public static void Reset<S, V, TFunctions>(TFunctions f, in CellRow row)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        CellRow r = row;
        int i = 0;
        for (; i <= r.Hidden - S.Count; i += S.Count)
            ResetUnits<S, V, TFunctions>(f, in r, i);
        for (; i < r.Hidden; i++)
            ResetUnits<ScalarSet, float, TFunctions>(f, in r, i);
    }

    public static void Next<S, V, TFunctions>(TFunctions f, in CellRow row)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        CellRow r = row;
        int i = 0;
        for (; i <= r.Hidden - S.Count; i += S.Count)
            NextUnits<S, V, TFunctions>(f, in r, i);
        for (; i < r.Hidden; i++)
            NextUnits<ScalarSet, float, TFunctions>(f, in r, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ResetUnits<S, V, TFunctions>(TFunctions f, in CellRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        nint one = row.Hidden;
        V r = f.F<S, V>(S.Add(S.Load(row.Projected + one + i), S.Load(row.Sums + one + i)));
        S.Store(row.Reset + i, S.Multiply(r, S.Load(row.State + i)));
        if (row.Gates is not null)
            S.Store(row.Gates + one + i, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void NextUnits<S, V, TFunctions>(TFunctions f, in CellRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        nint two = 2 * (nint)row.Hidden;
        float* p = row.Projected + i;
        float* sum = row.Sums + i;
        V z = f.F<S, V>(S.Add(S.Load(p), S.Load(sum)));
        V n = f.G<S, V>(S.Add(S.Load(p + two), S.Load(sum + two)));
        V h = S.Fma(z, S.Subtract(S.Load(row.State + i), n), n);
        S.Store(row.State + i, h);
        if (row.Y is not null)
            S.Store(row.Y + i, h);
        if (row.Gates is null)
            return;
        S.Store(row.Gates + i, z);
        S.Store(row.Gates + two + i, n);
    }
}
