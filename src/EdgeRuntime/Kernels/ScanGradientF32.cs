using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// Backpropagation through time: from the last step to the first, the gradients of the sums, and with one product a step that of the state
/// before. What the weights get is one product over all steps, and not made here.
/// </summary>
internal static unsafe class ScanGradientF32
{
    /// <summary>All steps of units [firstUnit, lastUnit) of <see cref="ScanF32.UnitSamples"/> samples.</summary>
    public static void Run<S, V, TCell, TFunctions>(in CellCall<ScanGradientArgs, TFunctions> call, int firstUnit, int lastUnit)
        where S : struct, ISimd<V>
        where V : struct
        where TCell : struct, IRecurrentCell
        where TFunctions : unmanaged, ICellFunctions
    {
        ScanGradientArgs a = call.Args;
        TFunctions f = call.Functions;
        int first = firstUnit * ScanF32.UnitSamples, last = ScanF32.EndOf(lastUnit, a.Batch);
        int h = a.Hidden, gates = TCell.Gates * h, rows = last - first;
        Copy(null, a.Zeros, 0, h); // by every worker: zeros over zeros
        Copy(a.Dlast, a.Dstate, first * h, last * h);
        if (a.Dcell is not null)
            Copy(a.DlastCell, a.Dcell, first * h, last * h);
        if (a.First is not null)
            Copy(null, a.First, first * gates, last * gates); // an empty sequence has no first step
        for (int i = a.Time - 1; i >= 0; i--)
        {
            int t = a.Reverse ? a.Time - 1 - i : i;
            bool backwards = (i & 1) != 0;
            for (int b = first; b < last; b++)
            {
                if (IsInside(in a, t, b))
                    Next<S, V, TCell, TFunctions>(f, RowOf<TCell>(in a, t, b));
                else
                    Clear<TCell>(in a, t, b);
            }

            CellGradientRow row = RowOf<TCell>(in a, t, first);
            if (TCell.ResetsFirst)
            {
                a.Candidate.Run<S, V>(row.Dprojected + (2 * h), gates, row.Dreset, h, rows, backwards, adds: false);
                for (int b = first; b < last; b++)
                {
                    if (IsInside(in a, t, b))
                        Reset<S, V, TCell, TFunctions>(f, RowOf<TCell>(in a, t, b));
                }
            }

            a.Product.Run<S, V>(row.Dsums, gates, row.Dstate, h, rows, backwards, adds: true);
            for (int b = first; b < last; b++)
                EndStep<TCell>(in a, t, b);
        }

        Copy(a.Dstate, a.Dinitial, first * h, last * h);
    }

    private static void Next<S, V, TCell, TFunctions>(TFunctions f, CellGradientRow row)
        where S : struct, ISimd<V>
        where V : struct
        where TCell : struct, IRecurrentCell
        where TFunctions : struct, ICellFunctions
    {
        int i = 0;
        for (; i <= row.Hidden - S.Count; i += S.Count)
            TCell.NextGradient<S, V, TFunctions>(f, in row, i);
        for (; i < row.Hidden; i++)
            TCell.NextGradient<ScalarSet, float, TFunctions>(f, in row, i);
    }

    private static void Reset<S, V, TCell, TFunctions>(TFunctions f, CellGradientRow row)
        where S : struct, ISimd<V>
        where V : struct
        where TCell : struct, IRecurrentCell
        where TFunctions : struct, ICellFunctions
    {
        int i = 0;
        for (; i <= row.Hidden - S.Count; i += S.Count)
            TCell.ResetGradient<S, V, TFunctions>(f, in row, i);
        for (; i < row.Hidden; i++)
            TCell.ResetGradient<ScalarSet, float, TFunctions>(f, in row, i);
    }

    /// <summary>Keeps the gradients of a sequence's first step, and ends the way back where it is cut.</summary>
    private static void EndStep<TCell>(in ScanGradientArgs a, int t, int b)
        where TCell : struct, IRecurrentCell
    {
        if (!IsInside(in a, t, b))
            return;
        int step = StepOf(in a, t, b), h = a.Hidden, gates = TCell.Gates * h;
        if (step == 0 && a.First is not null)
        {
            nint at = (((nint)t * a.Batch) + b) * gates;
            Copy(a.Dsums + at, a.First + ((nint)b * gates), 0, gates);
        }

        if (step == 0 || a.TruncateSteps == 0 || step % a.TruncateSteps != 0)
            return;
        Copy(null, a.Dstate, b * h, (b + 1) * h);
        if (a.Dcell is not null)
            Copy(null, a.Dcell, b * h, (b + 1) * h);
    }

    /// <summary>How many steps of the sequence came before.</summary>
    private static int StepOf(in ScanGradientArgs a, int t, int b) =>
        !a.Reverse ? t : (a.Lengths is null ? a.Time : a.Lengths[b]) - 1 - t;

    private static bool IsInside(in ScanGradientArgs a, int t, int b) => a.Lengths is null || t < a.Lengths[b];

    private static CellGradientRow RowOf<TCell>(in ScanGradientArgs a, int t, int b)
        where TCell : struct, IRecurrentCell
    {
        int h = a.Hidden;
        nint at = ((nint)t * a.Batch) + b, gates = (nint)TCell.Gates * h, state = (nint)b * h;
        nint before = a.Reverse ? at + a.Batch : at - a.Batch;
        bool begins = StepOf(in a, t, b) == 0;
        return new CellGradientRow
        {
            Gates = a.Gates + (at * gates),
            Extra = a.Extra + (at * h),
            Y = a.Y + (at * h),
            Before = !begins ? a.Y + (before * h) : a.Initial is null ? a.Zeros : a.Initial + state,
            CellBefore = !begins ? a.Extra + (before * h) : a.InitialCell is null ? a.Zeros : a.InitialCell + state,
            Peepholes = a.Peepholes,
            CouplesGates = a.CouplesGates,
            Dy = a.Dy is null ? null : a.Dy + (at * h),
            Dprojected = a.Dprojected + (at * gates),
            Dsums = a.Dsums + (at * gates),
            Reset = a.Reset + (at * h),
            Dreset = a.Dreset + state,
            Dstate = a.Dstate + state,
            Dcell = a.Dcell + state,
            Hidden = h,
        };
    }

    /// <summary>Past the end of a sequence nothing comes back.</summary>
    private static void Clear<TCell>(in ScanGradientArgs a, int t, int b)
        where TCell : struct, IRecurrentCell
    {
        CellGradientRow row = RowOf<TCell>(in a, t, b);
        int gates = TCell.Gates * a.Hidden;
        Copy(null, row.Dprojected, 0, gates);
        Copy(null, row.Dsums, 0, gates);
        if (TCell.ResetsFirst)
            Copy(null, row.Reset, 0, a.Hidden);
    }

    /// <summary>Elements [first, last), or zeros where there is nothing to copy.</summary>
    private static void Copy(float* from, float* to, int first, int last)
    {
        for (int i = first; i < last; i++)
            to[i] = from is null ? 0 : from[i];
    }
}
