using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Gates z, r and candidate n: <c>h' = (1 - z) n + z h</c> with <c>n = g(x W + r (h R + b))</c>, the reset after the product: one product
/// a step.
/// </summary>
internal readonly unsafe struct GruCell : IRecurrentCell
{
    public static int Gates => 3;

    public static int PlainGates => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Next<S, V, TFunctions>(TFunctions f, in CellRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        nint one = row.Hidden, two = one + one;
        float* p = row.Projected + i;
        float* sum = row.Sums + i;
        V z = S.Load(sum), r = S.Load(sum + one);
        V m = S.Load(sum + two);
        V n = f.G<S, V>(S.Fma(r, m, S.Load(p + two)));
        V h = S.Fma(z, S.Subtract(S.Load(row.State + i), n), n);
        S.Store(row.State + i, h);
        if (row.Y is not null)
            S.Store(row.Y + i, h);
        if (row.Gates is null)
            return;
        S.Store(row.Gates + i, z);
        S.Store(row.Gates + one + i, r);
        S.Store(row.Gates + two + i, n);
        S.Store(row.Extra + i, m);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NextGradient<S, V, TFunctions>(TFunctions f, in CellGradientRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        nint one = row.Hidden, two = one + one;
        V z = S.Load(row.Gates + i), r = S.Load(row.Gates + one + i), n = S.Load(row.Gates + two + i);
        V dh = row.LoadDstate<S, V>(i);
        V dn = f.GradientG<S, V>(n, S.Fnma(dh, z, dh));
        V dr = f.GradientF<S, V>(r, S.Multiply(dn, S.Load(row.Extra + i)));
        V dz = f.GradientF<S, V>(z, S.Multiply(dh, S.Subtract(S.Load(row.Before + i), n)));
        S.Store(row.Dprojected + i, dz);
        S.Store(row.Dprojected + one + i, dr);
        S.Store(row.Dprojected + two + i, dn);
        S.Store(row.Dsums + i, dz);
        S.Store(row.Dsums + one + i, dr);
        S.Store(row.Dsums + two + i, S.Multiply(dn, r));
        S.Store(row.Dstate + i, S.Multiply(dh, z));
    }
}
