using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>Gates i, o, f and candidate g: <c>c' = f c + i g, h' = o h(c')</c>; peepholes add c to gates i and f and c' to o.</summary>
internal readonly unsafe struct LstmCell : IRecurrentCell
{
    public static int Gates => 4;

    public static int PlainGates => 3;

    public static bool HasOutput => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Next<S, V, TFunctions>(TFunctions f, in CellRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        nint one = row.Hidden, two = 2 * one, three = 3 * one;
        float* p = row.Projected + i;
        float* sum = row.Sums + i;
        V c = S.Load(row.Cell + i), input = S.Load(sum), forget = S.Load(sum + two);
        if (row.Peepholes is not null)
        {
            float* peep = row.Peepholes + i;
            input = f.F<S, V>(S.Fma(S.Load(peep), c, S.Add(S.Load(p), input)));
            forget = f.F<S, V>(S.Fma(S.Load(peep + two), c, S.Add(S.Load(p + two), forget)));
        }

        if (row.CouplesGates)
            forget = S.Subtract(S.Set(1f), input);
        V candidate = f.G<S, V>(S.Add(S.Load(p + three), S.Load(sum + three)));
        c = S.Fma(forget, c, S.Multiply(input, candidate));
        S.Store(row.Cell + i, c);
        if (row.Gates is null)
            return;
        S.Store(row.Gates + i, input);
        S.Store(row.Gates + two + i, forget);
        S.Store(row.Gates + three + i, candidate);
        S.Store(row.Extra + i, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<S, V, TFunctions>(TFunctions f, in CellRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        nint one = row.Hidden;
        V c = S.Load(row.Cell + i), output = S.Load(row.Sums + one + i);
        if (row.Peepholes is not null)
            output = f.F<S, V>(S.Fma(S.Load(row.Peepholes + one + i), c, S.Add(S.Load(row.Projected + one + i), output)));
        V h = S.Multiply(output, f.H<S, V>(c));
        S.Store(row.State + i, h);
        if (row.Y is not null)
            S.Store(row.Y + i, h);
        if (row.Gates is not null)
            S.Store(row.Gates + one + i, output);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NextGradient<S, V, TFunctions>(TFunctions f, in CellGradientRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        nint one = row.Hidden, two = 2 * one, three = 3 * one;
        float* g = row.Gates + i;
        float* peep = row.Peepholes + i;
        bool peeps = row.Peepholes is not null;
        V input = S.Load(g), output = S.Load(g + one), forget = S.Load(g + two), candidate = S.Load(g + three);
        V before = S.Load(row.CellBefore + i);
        V dh = row.LoadDstate<S, V>(i), y = f.H<S, V>(S.Load(row.Extra + i));
        V doutput = f.GradientF<S, V>(output, S.Multiply(dh, y));
        V dc = S.Add(S.Load(row.Dcell + i), f.GradientH<S, V>(y, S.Multiply(dh, output)));
        if (peeps)
            dc = S.Fma(S.Load(peep + one), doutput, dc);
        V dinput = S.Multiply(dc, candidate), dforget = S.Multiply(dc, before);
        if (row.CouplesGates)
            (dinput, dforget) = (S.Subtract(dinput, dforget), S.Zero);
        dinput = f.GradientF<S, V>(input, dinput);
        if (!row.CouplesGates)
            dforget = f.GradientF<S, V>(forget, dforget);
        V dcandidate = f.GradientG<S, V>(candidate, S.Multiply(dc, input));
        dc = S.Multiply(dc, forget);
        if (peeps)
            dc = S.Fma(S.Load(peep), dinput, S.Fma(S.Load(peep + two), dforget, dc));
        float* d = row.Dprojected + i;
        S.Store(d, dinput);
        S.Store(d + one, doutput);
        S.Store(d + two, dforget);
        S.Store(d + three, dcandidate);
        S.Store(row.Dcell + i, dc);
        S.Store(row.Dstate + i, S.Zero);
    }
}
