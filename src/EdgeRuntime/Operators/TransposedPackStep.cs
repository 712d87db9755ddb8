using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Packs the weights of one phase of a transposed convolution whose weights change.</summary>
internal sealed unsafe class TransposedPackStep(TransposedConv phase, float* w, float* bias, float* packed, int groups, bool depthwise) : Step
{
    public override void Run(int first, int last, int worker) => phase.Pack(w, bias, packed, groups, depthwise);
}
