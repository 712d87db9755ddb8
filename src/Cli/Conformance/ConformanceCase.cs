using System.Collections.Generic;

namespace EdgeCli.Conformance;

/// <summary>One case of an ONNX backend suite: a model and the tensors that go in and must come out.</summary>
/// <param name="Name">Its folder's path inside the suite.</param>
/// <param name="Model">The bytes of the model file.</param>
/// <param name="Sets">At least one set of inputs and outputs.</param>
internal sealed record ConformanceCase(string Name, byte[] Model, IReadOnlyList<ConformanceSet> Sets);

/// <summary>The stored tensors of one run, each the bytes of a TensorProto.</summary>
/// <param name="Inputs">In the order of the graph's inputs; none at all stands for a ramp (the suite of light models stores no inputs).</param>
/// <param name="Outputs">In the order of the graph's outputs.</param>
internal sealed record ConformanceSet(IReadOnlyList<byte[]> Inputs, IReadOnlyList<byte[]> Outputs)
{
    /// <summary>Whether the inputs are element number over element count, as the light models' outputs were made from.</summary>
    public bool RampInputs { get; init; }
}

/// <summary>How a case went.</summary>
/// <param name="Name">The case.</param>
/// <param name="Status"><c>passed</c>, <c>failed</c> or <c>unsupported</c>.</param>
/// <param name="Reason">Why not passed, in one line; empty where passed.</param>
internal readonly record struct CaseResult(string Name, string Status, string Reason)
{
    public const string Passed = "passed";
    public const string Failed = "failed";
    public const string Unsupported = "unsupported";
}
