using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary><c>h' = g(x W + h R)</c>.</summary>
internal readonly unsafe struct RnnCell : IRecurrentCell
{
    public static int Gates => 1;

    public static bool ResetsFirst => false;

    public static void Reset<S, V, TFunctions>(TFunctions f, in CellRow row)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
    }

    public static void Next<S, V, TFunctions>(TFunctions f, in CellRow row)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        CellRow r = row;
        int i = 0;
        for (; i <= r.Hidden - S.Count; i += S.Count)
            Units<S, V, TFunctions>(f, in r, i);
        for (; i < r.Hidden; i++)
            Units<ScalarSet, float, TFunctions>(f, in r, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Units<S, V, TFunctions>(TFunctions f, in CellRow r, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        V h = f.G<S, V>(S.Add(S.Load(r.Projected + i), S.Load(r.Sums + i)));
        S.Store(r.State + i, h);
        if (r.Y is not null)
            S.Store(r.Y + i, h);
    }
}
