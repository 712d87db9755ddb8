using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>
/// What a cell does with the sums of one step and one sample, for one vector of its H units from unit i on; each function stands above its
/// gradient.
/// </summary>
internal interface IRecurrentCell
{
    /// <summary>Gates, candidates included.</summary>
    static abstract int Gates { get; }

    /// <summary>
    /// The first gates whose function f is applied to all of them in one run before <see cref="Next"/> finds them in the sums: chains of
    /// polynomials that do not wait for each other overlap.
    /// </summary>
    static virtual int PlainGates => 0;

    /// <summary>Whether <see cref="Output"/> follows <see cref="Next"/>.</summary>
    static virtual bool HasOutput => false;

    /// <summary>Whether the reset gate multiplies the state before the candidate's product, so that a step takes two products.</summary>
    static virtual bool ResetsFirst => false;

    /// <summary>The state that the candidate's product sees, where the cell resets first.</summary>
    static virtual void Reset<S, V, TFunctions>(TFunctions f, in CellRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
    }

    /// <summary>Follows <see cref="NextGradient"/> and the candidate's product.</summary>
    static virtual void ResetGradient<S, V, TFunctions>(TFunctions f, in CellGradientRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
    }

    /// <summary>The next state.</summary>
    static abstract void Next<S, V, TFunctions>(TFunctions f, in CellRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions;

    /// <summary>The state that follows from the cell state, in a run of its own.</summary>
    static virtual void Output<S, V, TFunctions>(TFunctions f, in CellRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions
    {
    }

    /// <summary>From the gradient of the next state to those of the sums and, but for the way through the products, of the state before.</summary>
    static abstract void NextGradient<S, V, TFunctions>(TFunctions f, in CellGradientRow row, int i)
        where S : struct, ISimd<V>
        where V : struct
        where TFunctions : struct, ICellFunctions;
}
