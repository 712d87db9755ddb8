using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Import.Onnx;

namespace EdgeCli;

/// <summary>One number for all weights of a model, to see whether two trainings gave the same bits.</summary>
internal static class ModelWeights
{
    /// <summary>The CRC-32 of all initializers' elements, in the order of the file.</summary>
    public static uint Checksum(Model model)
    {
        uint crc = 0;
        foreach (TensorProto tensor in model.Proto.Graph.Initializer)
            crc = Crc32.Of(model.Initializer(tensor.Name).Bytes, crc);
        return crc;
    }
}
