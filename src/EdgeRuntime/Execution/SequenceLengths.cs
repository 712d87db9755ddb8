using EdgeRuntime.Graphs;

namespace EdgeRuntime.Execution;

/// <summary>
/// The input <c>lengths</c> of Edge's own networks of sequences, checked before a run: their masks and means would make plausible numbers
/// or NaN of lengths that no sequence has.
/// </summary>
internal sealed unsafe class SequenceLengths
{
    private readonly int* lengths;
    private readonly int batch;
    private readonly int time;

    private SequenceLengths(int* lengths, int batch, int time)
    {
        this.lengths = lengths;
        this.batch = batch;
        this.time = time;
        for (int b = 0; b < batch; b++)
            lengths[b] = time;
    }

    /// <summary>The check of a graph, whose lengths are at first those of whole sequences; null where it takes none.</summary>
    public static SequenceLengths? Of(Executable executable)
    {
        Graph graph = executable.Graph;
        return graph.Producer == "Edge" && graph.Inputs is [{ Shape.Rank: 3 } sequences, { Name: "lengths", Type: ElementType.Int32, Shape.Rank: 1 } lengths]
            ? new SequenceLengths((int*)executable.Pointer(lengths), lengths.Shape[0], sequences.Shape[1])
            : null;
    }

    public void Check()
    {
        for (int b = 0; b < batch; b++)
        {
            if (lengths[b] < 1 || lengths[b] > time)
                Throw.Data($"Input 'lengths': sequence {b} of the batch has length {lengths[b]}, the input has {time} steps: use 1 to {time}, and write it before each run.");
        }
    }
}
