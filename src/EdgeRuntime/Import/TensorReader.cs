using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Operators;
using DataType = EdgeRuntime.Import.Onnx.TensorProto.Types.DataType;

namespace EdgeRuntime.Import;

/// <summary>Tensors of an ONNX file: raw, typed or external data, checked against their dimensions before anything is allocated.</summary>
internal static class TensorReader
{
    /// <summary>The element type for a number of ONNX's list, or a refusal that names the type.</summary>
    public static ElementType ToElementType(int dataType, string where) => OnnxElementType.Of(dataType, where);

    public static int FromElementType(ElementType type) => (int)(type switch
    {
        ElementType.Float32 => DataType.Float,
        ElementType.Float64 => DataType.Double,
        ElementType.Float16 => DataType.Float16,
        ElementType.Int8 => DataType.Int8,
        ElementType.Int16 => DataType.Int16,
        ElementType.Int32 => DataType.Int32,
        ElementType.Int64 => DataType.Int64,
        ElementType.UInt8 => DataType.Uint8,
        ElementType.UInt16 => DataType.Uint16,
        ElementType.UInt32 => DataType.Uint32,
        ElementType.UInt64 => DataType.Uint64,
        _ => DataType.Bool,
    });

    /// <summary>Reads a tensor.</summary>
    /// <param name="proto">The tensor in the file.</param>
    /// <param name="folder">Where external data may lie; null where none is allowed.</param>
    public static Tensor Read(TensorProto proto, string? folder)
    {
        string where = $"Tensor '{proto.Name}'";
        ElementType type = ToElementType(proto.DataType, where);
        if (proto.Segment is not null)
            Throw.Unsupported($"{where} is stored in segments, which is not supported: save the model again with whole tensors.");
        Shape shape = ToShape(proto.Dims, where);
        long bytes = (long)shape.Count * type.Size();
        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
            return new Tensor(type, shape, ExternalData.Read(proto, folder, bytes, where));
        if (proto.RawData.Length > 0)
        {
            if (proto.RawData.Length != bytes)
                Throw.Format($"{where}: {shape} of {type} needs {bytes} bytes, the file has {proto.RawData.Length}.");
            return Normalized(new Tensor(type, shape, proto.RawData.ToByteArray()));
        }

        int stored = proto.FloatData.Count + proto.Int32Data.Count + proto.Int64Data.Count + proto.DoubleData.Count + proto.Uint64Data.Count;
        if (stored != shape.Count)
            Throw.Format($"{where}: {shape} needs {shape.Count} elements, the file has {stored}.");
        Tensor tensor = new(type, shape);
        Fill(tensor, proto, where);
        return tensor;
    }

    /// <summary>Puts a tensor's content into the file form, raw.</summary>
    public static TensorProto Write(string name, Tensor tensor)
    {
        TensorProto proto = new()
        {
            Name = name,
            DataType = FromElementType(tensor.Type),
            RawData = Google.Protobuf.ByteString.CopyFrom(tensor.Bytes),
        };
        foreach (int dim in tensor.Shape.Dims)
            proto.Dims.Add(dim);
        return proto;
    }

    public static Shape ToShape(IReadOnlyList<long> dims, string where)
    {
        if (dims.Count > Shape.MaxRank)
            Throw.Unsupported($"{where}: {dims.Count} axes: at most {Shape.MaxRank} are supported.");
        int[] lengths = new int[dims.Count];
        for (int i = 0; i < lengths.Length; i++)
        {
            if (dims[i] is < 0 or > int.MaxValue)
                Throw.Format($"{where}: axis {i} has the impossible length {dims[i].ToString(CultureInfo.InvariantCulture)}.");
            lengths[i] = (int)dims[i];
        }

        return new Shape(lengths);
    }

    // A bool byte other than 0 and 1 would mean different things to different kernels.
    private static Tensor Normalized(Tensor tensor)
    {
        if (tensor.Type == ElementType.Bool)
        {
            foreach (ref byte b in tensor.Bytes)
                b = b != 0 ? (byte)1 : (byte)0;
        }

        return tensor;
    }

    private static void Fill(Tensor tensor, TensorProto proto, string where)
    {
        int count = tensor.Shape.Count;
        bool fits = tensor.Type switch
        {
            ElementType.Float32 => Copy(proto.FloatData, tensor.Bytes, count),
            ElementType.Float64 => Copy(proto.DoubleData, tensor.Bytes, count),
            ElementType.Int64 => Copy(proto.Int64Data, tensor.Bytes, count),
            ElementType.UInt64 => Copy(proto.Uint64Data, tensor.Bytes, count),
            ElementType.UInt32 => Narrow(proto.Uint64Data, tensor.Bytes, count, v => (uint)v),
            ElementType.Int32 => Copy(proto.Int32Data, tensor.Bytes, count),
            ElementType.Int16 => Narrow(proto.Int32Data, tensor.Bytes, count, v => (short)v),
            ElementType.UInt16 or ElementType.Float16 => Narrow(proto.Int32Data, tensor.Bytes, count, v => (ushort)v),
            ElementType.Bool => Narrow(proto.Int32Data, tensor.Bytes, count, v => v != 0 ? (byte)1 : (byte)0),
            _ => Narrow(proto.Int32Data, tensor.Bytes, count, v => (byte)v),
        };
        if (!fits)
            Throw.Format($"{where}: its {tensor.Type} elements are stored in a field of another type.");
    }

    private static bool Copy<T>(IReadOnlyList<T> source, Span<byte> target, int count)
        where T : unmanaged => Narrow(source, target, count, v => v);

    private static bool Narrow<TFrom, TTo>(IReadOnlyList<TFrom> source, Span<byte> target, int count, Func<TFrom, TTo> convert)
        where TTo : unmanaged
    {
        if (source.Count != count)
            return false;
        Span<TTo> to = MemoryMarshal.Cast<byte, TTo>(target);
        for (int i = 0; i < count; i++)
            to[i] = convert(source[i]);
        return true;
    }
}
