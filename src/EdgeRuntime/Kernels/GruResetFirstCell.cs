using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Gates z, r and candidate n: <c>h' = (1 - z) n + z h</c> with <c>n = g(x W + (r h) R + b)</c>: two products a step.</summary>
internal readonly unsafe struct GruResetFirstCell : IRecurrentCell
{
    public static int Gates => 3;

    public static bool ResetsFirst => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Reset<S, V, TFunctions>(TFunctions f, in CellRow row, int i)
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
    public static void ResetGradient<S, V, TFunctions>(TFunctions f, in CellGradientRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        nint one = row.Hidden;
        V r = S.Load(row.Gates + one + i), h = S.Load(row.Before + i), dreset = S.Load(row.Dreset + i);
        S.Store(row.Dprojected + one + i, f.GradientF<S, V>(r, S.Multiply(dreset, h)));
        S.Store(row.Dstate + i, S.Fma(dreset, r, S.Load(row.Dstate + i)));
        S.Store(row.Reset + i, S.Multiply(r, h));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Next<S, V, TFunctions>(TFunctions f, in CellRow row, int i)
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NextGradient<S, V, TFunctions>(TFunctions f, in CellGradientRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        nint two = 2 * (nint)row.Hidden;
        V z = S.Load(row.Gates + i), n = S.Load(row.Gates + two + i);
        V dh = row.LoadDstate<S, V>(i);
        S.Store(row.Dprojected + two + i, f.GradientG<S, V>(n, S.Fnma(dh, z, dh)));
        S.Store(row.Dprojected + i, f.GradientF<S, V>(z, S.Multiply(dh, S.Subtract(S.Load(row.Before + i), n))));
        S.Store(row.Dstate + i, S.Multiply(dh, z));
    }
}
