using System.Runtime.CompilerServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>The way back through a recurrent layer, with everything bound. Optional pointers are null.</summary>
internal unsafe struct ScanGradientArgs
{
    /// <summary>[T, B, gates * H]: what left the activations.</summary>
    public float* Gates;

    /// <summary>[T, B, H]: a GRU's candidate before its reset, an LSTM's cell state.</summary>
    public float* Extra;

    /// <summary>[T, B, H]: all states.</summary>
    public float* Y;

    /// <summary>[B, H]; optional: zeros.</summary>
    public float* Initial;

    /// <summary>[B, H]; optional: zeros.</summary>
    public float* InitialCell;

    /// <summary>Scratch [H].</summary>
    public float* Zeros;

    public float* Peepholes;

    public bool CouplesGates;

    public int* Lengths;

    /// <summary>[T, B, H]; optional.</summary>
    public float* Dy;

    /// <summary>[B, H], of the last state; optional.</summary>
    public float* Dlast;

    /// <summary>[B, H], of the last cell state; optional.</summary>
    public float* DlastCell;

    /// <summary>From gradients of sums to that of the state: weights [gates * H, H], without the candidate's where the reset comes first.</summary>
    public RecurrentProduct Product;

    /// <summary>The candidate's, where the reset comes first.</summary>
    public RecurrentProduct Candidate;

    /// <summary>[T, B, gates * H].</summary>
    public float* Dprojected;

    /// <summary>As <see cref="Dprojected"/>, of the recurrent sums; the same memory where they are the same numbers.</summary>
    public float* Dsums;

    /// <summary>[T, B, H]: the states as the candidate's product saw them, where the reset comes first.</summary>
    public float* Reset;

    /// <summary>Scratch [B, H] and a panel.</summary>
    public float* Dreset;

    /// <summary>[B, gates * H]: what <see cref="Dsums"/> holds at each sequence's first step; optional.</summary>
    public float* First;

    /// <summary>Scratch [B, H] and a panel: the gradient of the state between steps.</summary>
    public float* Dstate;

    /// <summary>[B, H]: the gradient of the initial state.</summary>
    public float* Dinitial;

    /// <summary>[B, H]: the gradient of the cell state between steps, at last of the initial one.</summary>
    public float* Dcell;

    /// <summary>After so many steps the gradient goes no further back; 0 for all the way.</summary>
    public int TruncateSteps;

    public int Time;

    public int Batch;

    public int Hidden;

    public bool Reverse;
}

/// <summary>One sample at one step of time, on the way back.</summary>
internal unsafe struct CellGradientRow
{
    public float* Gates;

    public float* Extra;

    public float* Y;

    public float* Before;

    public float* CellBefore;

    public float* Peepholes;

    public bool CouplesGates;

    public float* Dy;

    public float* Dprojected;

    public float* Dsums;

    public float* Reset;

    public float* Dreset;

    public float* Dstate;

    public float* Dcell;

    public int Hidden;

    /// <summary>The gradient of the state: what came back from the next step and the output's own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V LoadDstate<S, V>(int i)
        where S : struct, ISimd<V>
        where V : struct => Dy is null ? S.Load(Dstate + i) : S.Add(S.Load(Dstate + i), S.Load(Dy + i));
}
