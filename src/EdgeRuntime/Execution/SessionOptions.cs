using System.Collections.Generic;

namespace EdgeRuntime;

/// <summary>How a model is to be run.</summary>
public sealed record SessionOptions
{
    /// <summary>Threads that share the work, the caller's included. Results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The instruction set; null for the widest of this CPU (or <c>EDGE_ISA</c>). Results do not depend on it.</summary>
    public Isa? Isa { get; init; }

    /// <summary>The most bytes that the arena may have; a model that needs more is refused. Null for any.</summary>
    public long? MemoryBudgetBytes { get; init; }

    /// <summary>The length of the first axis of inputs where the model leaves it open; null for 1.</summary>
    public int? Batch { get; init; }

    /// <summary>Lengths for other open axes, by the model's name for them; those that are not named become 1.</summary>
    public IReadOnlyDictionary<string, int>? Dimensions { get; init; }

    /// <summary>Exact shapes of inputs by name, where the model leaves axes open; null for none.</summary>
    public IReadOnlyDictionary<string, Shape>? Shapes { get; init; }

    /// <summary>
    /// Inputs by name whose content is fixed now: they become constants and are no inputs of the session. For what a model takes at run
    /// time but Edge must know when it plans, such as the target shape of a Reshape or the k of a TopK.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor>? Constants { get; init; }

    /// <summary>
    /// Whether inputs are intact after a run, at the price of their bytes. Where not, their memory serves other tensors and they must be
    /// written before each run.
    /// </summary>
    public bool KeepInputs { get; init; }

    /// <summary>
    /// Inputs that take the state which an output gave in the run before (<c>h0</c> and <c>hn</c>): the session keeps them, and the output
    /// is computed where the input lies wherever the model allows it. Null for none.
    /// </summary>
    public IReadOnlyList<StatePair>? States { get; init; }

    /// <summary>Whether pairs of state inputs and outputs are found by their names (h0 and hn, state_in and state_out, past and present) and shapes, besides those of <see cref="States"/>.</summary>
    public bool FindStates { get; init; }

    /// <summary>
    /// Whether a model of whole sequences is run frame by frame with <see cref="Session.Step"/>: recurrent layers and causal convolutions
    /// keep what they need of earlier frames, and outputs are the same bits as those of one run over all frames.
    /// </summary>
    public bool Streaming { get; init; }

    /// <summary>Frames of a step where <see cref="Streaming"/> is asked for.</summary>
    public int StepFrames { get; init; } = 1;

    /// <summary>The axis of the first input that is time; null for the only one along which the model can be computed frame by frame and remembers something.</summary>
    public int? TimeAxis { get; init; }
}
