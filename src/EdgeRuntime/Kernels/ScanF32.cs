using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>The serial part of recurrent layers: step by step, the product of the state with the recurrent weights and what the cell makes of it.</summary>
internal static unsafe class ScanF32
{
    /// <summary>Samples of a unit: two tiles of six rows share each pass over the weights.</summary>
    public const int RowUnit = 12;

    /// <summary>Floats of scratch for the products of all samples.</summary>
    public static long SumsLength(int batch, int gates, int hidden) => ((long)batch * gates * hidden) + (2 * Panels.Width);

    /// <summary>All steps of samples [first, last).</summary>
    public static void Run<S, V, TCell, TFunctions>(TFunctions f, in ScanArgs args, int first, int last)
        where S : struct, ISimd<V>
        where V : struct
        where TCell : struct, IRecurrentCell
        where TFunctions : struct, ICellFunctions
    {
        ScanArgs a = args;
        int end = a.Lengths is null ? a.Time : Longest(a.Lengths, first, last), sums = TCell.Gates * a.Hidden;
        Start(a.Initial, a.State, first * a.Hidden, last * a.Hidden);
        if (a.Cell is not null)
            Start(a.InitialCell, a.Cell, first * a.Hidden, last * a.Hidden);
        for (int i = 0; i < end; i++)
        {
            int t = a.Reverse ? end - 1 - i : i;
            CellRow row = RowOf<TCell>(in a, t, first);
            bool backwards = (i & 1) != 0;
            a.Product.Run<S, V>(row.State, row.Sums, sums, last - first, backwards);
            if (TCell.ResetsFirst)
            {
                for (int b = first; b < last; b++)
                {
                    CellRow sample = RowOf<TCell>(in a, t, b);
                    TCell.Reset<S, V, TFunctions>(f, in sample);
                }
                a.Candidate.Run<S, V>(row.Reset, row.Sums + (2 * a.Hidden), sums, last - first, backwards);
            }
            for (int b = first; b < last; b++)
            {
                CellRow sample = RowOf<TCell>(in a, t, b);
                if (a.Lengths is null || t < a.Lengths[b])
                    TCell.Next<S, V, TFunctions>(f, in sample);
                else if (sample.Y is not null)
                    Clear(sample.Y, a.Hidden);
            }
        }
        for (int t = end; t < a.Time && a.Y is not null; t++)
            Clear(a.Y + ((((nint)t * a.Batch) + first) * a.Hidden), (nint)(last - first) * a.Hidden);
    }

    private static CellRow RowOf<TCell>(in ScanArgs a, int t, int b)
        where TCell : struct, IRecurrentCell
    {
        nint at = ((nint)t * a.Batch) + b, gates = (nint)TCell.Gates * a.Hidden;
        return new CellRow
        {
            Projected = a.Projected + (at * gates),
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

    private static void Clear(float* y, nint count)
    {
        for (nint i = 0; i < count; i++)
            y[i] = 0;
    }
}
