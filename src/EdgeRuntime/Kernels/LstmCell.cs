using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Gates i, o, f and candidate g: <c>c' = f c + i g, h' = o h(c')</c>; peepholes add c to gates i and f and c' to o.</summary>
internal readonly unsafe struct LstmCell : IRecurrentCell
{
    public static int Gates => 4;

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
    private static void Units<S, V, TFunctions>(TFunctions f, in CellRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        nint one = row.Hidden, two = 2 * one, three = 3 * one;
        float* p = row.Projected + i;
        float* sum = row.Sums + i;
        float* peep = row.Peepholes + i;
        bool peeps = row.Peepholes is not null;
        V c = S.Load(row.Cell + i);
        V input = S.Add(S.Load(p), S.Load(sum));
        V forget = S.Add(S.Load(p + two), S.Load(sum + two));
        if (peeps)
        {
            input = S.Fma(S.Load(peep), c, input);
            forget = S.Fma(S.Load(peep + two), c, forget);
        }
        input = f.F<S, V>(input);
        forget = row.CouplesGates ? S.Subtract(S.Set(1f), input) : f.F<S, V>(forget);
        V candidate = f.G<S, V>(S.Add(S.Load(p + three), S.Load(sum + three)));
        c = S.Fma(forget, c, S.Multiply(input, candidate));
        V output = S.Add(S.Load(p + one), S.Load(sum + one));
        if (peeps)
            output = S.Fma(S.Load(peep + one), c, output);
        output = f.F<S, V>(output);
        V h = S.Multiply(output, f.H<S, V>(c));
        S.Store(row.Cell + i, c);
        S.Store(row.State + i, h);
        if (row.Y is not null)
            S.Store(row.Y + i, h);
        if (row.Gates is null)
            return;
        S.Store(row.Gates + i, input);
        S.Store(row.Gates + one + i, output);
        S.Store(row.Gates + two + i, forget);
        S.Store(row.Gates + three + i, candidate);
        S.Store(row.Extra + i, c);
    }
}
