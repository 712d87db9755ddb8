using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary><c>h' = g(x W + h R)</c>.</summary>
internal readonly unsafe struct RnnCell : IRecurrentCell
{
    public static int Gates => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Next<S, V, TFunctions>(TFunctions f, in CellRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        V h = f.G<S, V>(S.Add(S.Load(row.Projected + i), S.Load(row.Sums + i)));
        S.Store(row.State + i, h);
        if (row.Y is not null)
            S.Store(row.Y + i, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NextGradient<S, V, TFunctions>(TFunctions f, in CellGradientRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        V dp = f.GradientG<S, V>(S.Load(row.Y + i), row.LoadDstate<S, V>(i));
        S.Store(row.Dprojected + i, dp);
        S.Store(row.Dstate + i, S.Zero);
    }
}
