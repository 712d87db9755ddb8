using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>What a cell does with the sums of one step. All functions are elementwise over the H units.</summary>
internal interface IRecurrentCell
{
    /// <summary>Gates, candidates included.</summary>
    static abstract int Gates { get; }

    /// <summary>Whether the reset gate multiplies the state before the candidate's product, so that a step takes two products.</summary>
    static abstract bool ResetsFirst { get; }

    /// <summary>The state that the candidate's product sees, where the cell resets first.</summary>
    static abstract void Reset<S, V, TFunctions>(TFunctions f, in CellRow row)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions;

    /// <summary>The next state.</summary>
    static abstract void Next<S, V, TFunctions>(TFunctions f, in CellRow row)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions;
}
