using System;

namespace EdgeRuntime.Operators;

/// <summary>The numbers that ONNX files give to element types (TensorProto.DataType).</summary>
internal static class OnnxElementType
{
    private static readonly string[] Names =
    [
        "undefined", "float", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "double", "uint32", "uint64",
        "complex64", "complex128", "bfloat16", "float8e4m3fn", "float8e4m3fnuz", "float8e5m2", "float8e5m2fnuz", "uint4", "int4", "float4e2m1",
        "float8e8m0", "uint2", "int2",
    ];

    /// <summary>The element type of a number; an error where Edge does not know it.</summary>
    public static ElementType Of(int number, string where)
    {
        if (Find(number) is { } type)
            return type;
        if (number <= 0 || number >= Names.Length)
            Throw.Format($"{where}: {number} is not an element type of ONNX: the file is corrupt.");
        Throw.Unsupported($"{where}: elements of type {NameOf(number)} are not supported: export the model with float32, float16, double, bool or 8- to 64-bit integers.");
        return default;
    }

    /// <summary>The element type of a number, or null where Edge does not know it.</summary>
    public static ElementType? Find(int number) => number switch
    {
        1 => ElementType.Float32,
        2 => ElementType.UInt8,
        3 => ElementType.Int8,
        4 => ElementType.UInt16,
        5 => ElementType.Int16,
        6 => ElementType.Int32,
        7 => ElementType.Int64,
        9 => ElementType.Bool,
        10 => ElementType.Float16,
        11 => ElementType.Float64,
        12 => ElementType.UInt32,
        13 => ElementType.UInt64,
        _ => null,
    };

    public static string NameOf(int number) => number >= 0 && number < Names.Length ? Names[number] : $"{number}";

    /// <summary>The number of a name, as operator sets before 6 write it; -1 where there is none.</summary>
    public static int NumberOf(string name) => Array.IndexOf(Names, name.ToLowerInvariant());
}
