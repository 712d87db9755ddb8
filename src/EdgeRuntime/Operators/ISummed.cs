using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// A gradient whose every element is one chain of additions over the batch, so that a second batch may go on in the chain of the first:
/// the bits are those of one batch of both.
/// </summary>
internal interface ISummed
{
    /// <summary>The operator with one more input: the sum to go on from, in whose place the result stays.</summary>
    Operator IntoSum();
}
