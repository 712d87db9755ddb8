namespace EdgeRuntime.Kernels;

/// <summary>A recurrent layer in one direction over all steps of time, with everything bound. Optional pointers are null.</summary>
internal unsafe struct ScanArgs
{
    /// <summary>[T, B, gates * H]: the products of inputs and weights, with their bias; of <see cref="StepsAtOnce"/> steps where there is <see cref="X"/>.</summary>
    public float* Projected;

    /// <summary>[T, B, I]: the input, where its products are made here; optional.</summary>
    public float* X;

    /// <summary>The weights of the input.</summary>
    public RecurrentProduct Input;

    /// <summary>Steps whose products are in memory together: all that there are without <see cref="X"/>.</summary>
    public int StepsAtOnce;

    /// <summary>The recurrent weights of all gates; of all but the candidate's in a GRU that resets first.</summary>
    public RecurrentProduct Product;

    /// <summary>The candidate's recurrent weights in a GRU that resets first.</summary>
    public RecurrentProduct Candidate;

    /// <summary>Scratch for the products of one step.</summary>
    public float* Sums;

    /// <summary>Scratch [B, H] for the state as a GRU that resets first lets it through.</summary>
    public float* Reset;

    /// <summary>[B, H]: the state before, zeros where it is null; may be <see cref="State"/>.</summary>
    public float* Initial;

    /// <summary>[B, H]: the state between steps, at last the one after.</summary>
    public float* State;

    /// <summary>As <see cref="Initial"/>, of the cell state of an LSTM.</summary>
    public float* InitialCell;

    /// <summary>[B, H]: the cell state of an LSTM; null in other cells.</summary>
    public float* Cell;

    /// <summary>[T, B, H], zeros past the end of a sequence; optional.</summary>
    public float* Y;

    /// <summary>[3 * H], those of gates i, o, f; optional.</summary>
    public float* Peepholes;

    /// <summary>Whether an LSTM forgets what it does not take in.</summary>
    public bool CouplesGates;

    /// <summary>[B] within 0 .. T; optional.</summary>
    public int* Lengths;

    /// <summary>[T, B, gates * H], what leaves the activations, for the gradient; may be <see cref="Projected"/>; optional.</summary>
    public float* Gates;

    /// <summary>[T, B, H], for the gradient: a GRU's candidate before its reset, an LSTM's cell state; optional.</summary>
    public float* Extra;

    public int Time;

    public int Batch;

    public int Hidden;

    public bool Reverse;
}

/// <summary>A kernel's arguments with the functions of its cells.</summary>
internal readonly struct CellCall<TArgs, TFunctions>(TArgs args, TFunctions functions)
    where TArgs : unmanaged
    where TFunctions : unmanaged, ICellFunctions
{
    public readonly TArgs Args = args;

    public readonly TFunctions Functions = functions;
}

/// <summary>One sample at one step of time.</summary>
internal unsafe struct CellRow
{
    public float* Projected;

    public float* Sums;

    public float* Reset;

    public float* State;

    public float* Cell;

    public float* Y;

    public float* Peepholes;

    public bool CouplesGates;

    public float* Gates;

    public float* Extra;

    public int Hidden;
}
