using System.Collections.Generic;
using EdgeRuntime.Data;

namespace EdgeCli.Conformance;

/// <summary>Stored outputs that ONNX itself has corrected: with the same inputs and attributes, a later suite expects other numbers.</summary>
internal static class Errata
{
    // By the checksum of the first stored output, so that a corrected case of the same name is judged as any other.
    private static readonly Dictionary<uint, string> Known = new()
    {
        [2671872067] = "Adam: made with an epsilon of 0.01 that the node does not have",
        [2872388794] = "Momentum: the weight stays as it is, and beta counts at the first iteration",
        [3226330862] = "Momentum: the weights stay as they are, and beta counts at the first iteration",
    };

    /// <summary>What is wrong with the case; null where nothing is known.</summary>
    public static string? Of(ConformanceSet set) =>
        set.Outputs.Count > 0 && Known.TryGetValue(Crc32.Of(set.Outputs[0]), out string? reason)
            ? $"the stored outputs of ONNX 1.7 contradict its specification and were corrected later ({reason})"
            : null;
}
