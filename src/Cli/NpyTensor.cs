using System;
using System.Globalization;
using EdgeRuntime;
using EdgeRuntime.Data;

namespace EdgeCli;

/// <summary>Tensors from and to .npy files.</summary>
internal static class NpyTensor
{
    private const int Previewed = 8;

    private static readonly (string Npy, ElementType Type)[] Types =
    [
        ("f4", ElementType.Float32), ("f8", ElementType.Float64), ("f2", ElementType.Float16),
        ("i1", ElementType.Int8), ("i2", ElementType.Int16), ("i4", ElementType.Int32), ("i8", ElementType.Int64),
        ("u1", ElementType.UInt8), ("u2", ElementType.UInt16), ("u4", ElementType.UInt32), ("u8", ElementType.UInt64), ("b1", ElementType.Bool),
    ];

    public static Tensor Read(string path)
    {
        NpyArray array = NpyArray.Read(path);
        return new Tensor(Array.Find(Types, t => t.Npy == array.Type).Type, new Shape(array.Shape), array.Bytes);
    }

    public static void Write(string path, Tensor tensor) =>
        new NpyArray(Array.Find(Types, t => t.Type == tensor.Type).Npy, tensor.Shape.Dims.ToArray(), tensor.Bytes.ToArray()).Write(path);

    /// <summary>The first elements, for a person.</summary>
    public static string Preview(Tensor tensor)
    {
        int count = Math.Min(Previewed, tensor.Shape.Count);
        string[] shown = new string[count];
        float[]? floats = tensor.Type.IsFloat() ? tensor.ToFloat32() : null;
        long[]? integers = floats is null ? tensor.ToInt64() : null;
        for (int i = 0; i < count; i++)
            shown[i] = floats is null ? integers![i].ToString(CultureInfo.InvariantCulture) : TensorJson.Show(floats[i], "G5");
        return $"[{string.Join(", ", shown)}{(count < tensor.Shape.Count ? ", ..." : "")}]";
    }
}
