using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>What the loops of <see cref="NegativeLogLikelihoodLoss"/> and of its gradient take.</summary>
internal unsafe struct NegativeLogLikelihoodArgs
{
    public float* X; // [Rows, Classes]
    public int* Ints;
    public long* Longs;
    public float* Weights;
    public float* DLoss; // of the gradient alone
    public float* Result;
    public float* Total; // the sum of the rows' weights
    public int Rows;
    public int Classes;
    public LossReduction Reduction;
    public long Ignored;

    public static NegativeLogLikelihoodArgs Of(NegativeLogLikelihoodLoss loss, Node node, StepBuilder steps, Value result, Value total)
    {
        bool isLong = node.Type(1) == ElementType.Int64;
        return new NegativeLogLikelihoodArgs
        {
            X = steps.Floats(node.Input(0)),
            Ints = isLong ? null : steps.Pointer<int>(node.Input(1)),
            Longs = isLong ? steps.Pointer<long>(node.Input(1)) : null,
            Weights = steps.OptionalFloats(node.Optional(2)),
            Result = steps.Floats(result),
            Total = steps.Floats(total),
            Rows = node.Shape(0)[0],
            Classes = node.Shape(0)[1],
            Reduction = loss.Reduction,
            Ignored = loss.Ignored ?? long.MinValue,
        };
    }

    public readonly long LabelOf(int row) => Ints != null ? Ints[row] : Longs[row];

    /// <summary>A label that is no class counts nothing, so that no memory beside the row is read.</summary>
    public readonly float WeightOf(long label) =>
        label == Ignored || (ulong)label >= (ulong)Classes ? 0f : Weights == null ? 1f : Weights[label];
}
