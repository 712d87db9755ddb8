using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>The serial part of recurrent layers: step by step, the product of the state with the recurrent weights and what the cell makes of it.</summary>
internal static unsafe class ScanF32
{
    /// <summary>Samples of a unit: two tiles of six rows share each pass over the weights.</summary>
    public const int UnitSamples = 12;

    /// <summary>Units of a batch: time cannot be split, and sharing a small product would cost more than it brings.</summary>
    public static int Units(int batch) => (batch + UnitSamples - 1) / UnitSamples;

    /// <summary>The sample behind the last one of the units before <paramref name="lastUnit"/>.</summary>
    public static int EndOf(int lastUnit, int batch) => lastUnit * UnitSamples < batch ? lastUnit * UnitSamples : batch;

    /// <summary>All steps of units [firstUnit, lastUnit) of <see cref="UnitSamples"/> samples.</summary>
    public static void Run<S, V, TCell, TFunctions>(in CellCall<ScanArgs, TFunctions> call, int firstUnit, int lastUnit)
        where S : struct, ISimd<V>
        where V : struct
        where TCell : struct, IRecurrentCell
        where TFunctions : unmanaged, ICellFunctions
    {
        ScanArgs a = call.Args;
        TFunctions f = call.Functions;
        int first = firstUnit * UnitSamples, last = EndOf(lastUnit, a.Batch);
        int end = a.Lengths is null ? a.Time : Longest(a.Lengths, first, last), sums = TCell.Gates * a.Hidden;
        Start(a.Initial, a.State, first * a.Hidden, last * a.Hidden);
        if (a.Cell is not null)
            Start(a.InitialCell, a.Cell, first * a.Hidden, last * a.Hidden);
        for (int i = 0; i < end; i++)
        {
            int t = a.Reverse ? end - 1 - i : i;
            if (a.X is not null && (i == 0 || (a.Reverse ? t + 1 : t) % a.StepsAtOnce == 0))
                Project<S, V>(in a, t, end, first, last);
            CellRow row = RowOf<TCell>(in a, t, first);
            bool backwards = (i & 1) != 0;
            a.Product.Run<S, V>(row.State, a.Hidden, row.Sums, sums, last - first, backwards, adds: false);
            if (TCell.ResetsFirst)
            {
                for (int b = first; b < last; b++)
                    Reset<S, V, TCell, TFunctions>(f, RowOf<TCell>(in a, t, b));
                a.Candidate.Run<S, V>(row.Reset, a.Hidden, row.Sums + (2 * a.Hidden), sums, last - first, backwards, adds: false);
            }

            for (int b = first; b < last; b++)
            {
                if (a.Lengths is null || t < a.Lengths[b])
                    Next<S, V, TCell, TFunctions>(f, RowOf<TCell>(in a, t, b));
                else
                    Clear(in a, t, b, b + 1);
            }
        }

        for (int t = end; t < a.Time; t++)
            Clear(in a, t, first, last);
    }

    private static void Next<S, V, TCell, TFunctions>(TFunctions f, CellRow row)
        where S : struct, ISimd<V>
        where V : struct
        where TCell : struct, IRecurrentCell
        where TFunctions : struct, ICellFunctions
    {
        if (TCell.PlainGates > 0 && row.Peepholes is null)
            Activate<S, V, TFunctions>(f, row.Projected, row.Sums, TCell.PlainGates * row.Hidden);
        int i = 0;
        for (; i <= row.Hidden - S.Count; i += S.Count)
            TCell.Next<S, V, TFunctions>(f, in row, i);
        for (; i < row.Hidden; i++)
            TCell.Next<ScalarSet, float, TFunctions>(f, in row, i);
        if (!TCell.HasOutput)
            return;
        for (i = 0; i <= row.Hidden - S.Count; i += S.Count)
            TCell.Output<S, V, TFunctions>(f, in row, i);
        for (; i < row.Hidden; i++)
            TCell.Output<ScalarSet, float, TFunctions>(f, in row, i);
    }

    private static void Activate<S, V, TFunctions>(TFunctions f, float* projected, float* sums, int count)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
        int i = 0;
        for (; i <= count - S.Count; i += S.Count)
            S.Store(sums + i, f.F<S, V>(S.Add(S.Load(projected + i), S.Load(sums + i))));
        for (; i < count; i++)
            sums[i] = f.F<ScalarSet, float>(projected[i] + sums[i]);
    }

    private static void Reset<S, V, TCell, TFunctions>(TFunctions f, CellRow row)
        where S : struct, ISimd<V>
        where V : struct
        where TCell : struct, IRecurrentCell
        where TFunctions : struct, ICellFunctions
    {
        int i = 0;
        for (; i <= row.Hidden - S.Count; i += S.Count)
            TCell.Reset<S, V, TFunctions>(f, in row, i);
        for (; i < row.Hidden; i++)
            TCell.Reset<ScalarSet, float, TFunctions>(f, in row, i);
    }

    /// <summary>The products of the inputs of the group of steps that t belongs to.</summary>
    private static void Project<S, V>(in ScanArgs a, int t, int end, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
    {
        // Groups start at multiples of their length, whichever way time runs.
        int from = t - (t % a.StepsAtOnce), steps = a.StepsAtOnce;
        if (from + steps > end)
            steps = end - from;
        int samples = last - first;
        bool whole = samples == a.Batch;
        for (int i = 0; i < (whole ? 1 : steps); i++)
        {
            float* x = a.X + (((((nint)from + i) * a.Batch) + first) * a.Input.K);
            float* p = a.Projected + ((((nint)i * a.Batch) + first) * a.Input.N);
            a.Input.Run<S, V>(x, a.Input.K, p, a.Input.N, whole ? steps * samples : samples, backwards: false, adds: false);
        }
    }

    private static CellRow RowOf<TCell>(in ScanArgs a, int t, int b)
        where TCell : struct, IRecurrentCell
    {
        nint at = ((nint)t * a.Batch) + b, gates = (nint)TCell.Gates * a.Hidden;
        return new CellRow
        {
            Projected = a.Projected + ((((nint)(t % a.StepsAtOnce) * a.Batch) + b) * gates),
            Sums = a.Sums + (b * gates),
            Reset = a.Reset + ((nint)b * a.Hidden),
            State = a.State + ((nint)b * a.Hidden),
            Cell = a.Cell + ((nint)b * a.Hidden),
            Y = a.Y is null ? null : a.Y + (at * a.Hidden),
            Peepholes = a.Peepholes,
            CouplesGates = a.CouplesGates,
            Gates = a.Gates is null ? null : a.Gates + (at * gates),
            Extra = a.Extra + (at * a.Hidden),
            Hidden = a.Hidden,
        };
    }

    private static void Start(float* initial, float* state, int first, int last)
    {
        for (int i = first; i < last && initial != state; i++)
            state[i] = initial is null ? 0 : initial[i];
    }

    private static int Longest(int* lengths, int first, int last)
    {
        int longest = 0;
        for (int b = first; b < last; b++)
            longest = lengths[b] > longest ? lengths[b] : longest;
        return longest;
    }

    /// <summary>Past the end of a sequence its states are 0; so is what is kept, which gradients multiply by 0.</summary>
    private static void Clear(in ScanArgs a, int t, int first, int last)
    {
        nint from = (((nint)t * a.Batch) + first) * a.Hidden, end = from + ((nint)(last - first) * a.Hidden);
        for (nint i = from; i < end && a.Y is not null; i++)
            a.Y[i] = 0;
        for (nint i = from; i < end && a.Extra is not null; i++)
            a.Extra[i] = 0;
    }
}
