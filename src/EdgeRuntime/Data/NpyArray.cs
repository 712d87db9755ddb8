using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;
using EdgeRuntime.Files;

namespace EdgeRuntime.Data;

/// <summary>
/// An array in NumPy's .npy format (numpy.lib.format, versions 1 and 2): little-endian, C order, of
/// <c>f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1</c>.
/// </summary>
internal sealed class NpyArray
{
    private const int HeaderBlock = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>An array over bytes that are already there; they are not copied.</summary>
    /// <param name="type">Kind and bytes of an element, such as <c>f4</c>.</param>
    /// <param name="shape">The axes; none for a scalar.</param>
    /// <param name="bytes">The elements, little-endian, in C order.</param>
    /// <exception cref="EdgeException">Kind Data: type, shape and number of bytes do not fit together.</exception>
    public NpyArray(string type, int[] shape, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(bytes);
        if (!NpyHeader.IsType(type))
            Throw.Unsupported($"A .npy element type '{type}' is not one of {NpyHeader.Types}.");
        if (shape.Length > NpyHeader.MostAxes || NpyHeader.DataBytes(type, shape) != bytes.Length)
            Throw.Data($"A .npy array of {type}[{string.Join(", ", shape)}] does not have {bytes.Length} bytes.");
        (Type, Shape, Bytes) = (type, shape, bytes);
    }

    /// <summary>Kind and bytes of an element: <c>f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1</c>.</summary>
    public string Type { get; }

    /// <summary>The axes; empty for a scalar.</summary>
    public int[] Shape { get; }

    /// <summary>The elements, little-endian, in C order.</summary>
    public byte[] Bytes { get; }

    /// <summary>How many elements.</summary>
    public int Count => Bytes.Length / NpyHeader.ElementBytes(Type);

    /// <summary>An array of float32.</summary>
    public static NpyArray Of(ReadOnlySpan<float> values, int[] shape)
    {
        byte[] bytes = new byte[values.Length * 4];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), values[i]);
        return new NpyArray("f4", shape, bytes);
    }

    /// <summary>Reads a .npy file.</summary>
    /// <exception cref="EdgeException">Kind Data: it cannot be read; Format: it is corrupt; Unsupported: Fortran order, big-endian or another type.</exception>
    public static NpyArray Read(string path) => Decode(BoundedRead.File(path), path);

    /// <summary>Decodes the bytes of a .npy file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="EdgeException">Kind Format: it is corrupt; Unsupported: Fortran order, big-endian or another type.</exception>
    public static NpyArray Decode(byte[] file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!file.AsSpan().StartsWith(Magic) || file.Length < 12)
            Throw.Format($"'{name}' is not a .npy file.");
        int version = file[6];
        if (version is not (1 or 2))
            Throw.Unsupported($"'{name}' is a .npy file of version {version}; Edge reads 1 and 2. Save it with numpy.save.");
        int start = version == 1 ? 10 : 12;
        long headerLength = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8)) : BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(8));
        if (headerLength > file.Length - start)
            Throw.Format($"'{name}' claims a header of {headerLength} bytes; the file has {file.Length}. It is truncated or corrupt.");
        (string type, int[] shape) = NpyHeader.Parse(Encoding.Latin1.GetString(file, start, (int)headerLength), name);
        ReadOnlySpan<byte> data = file.AsSpan(start + (int)headerLength);
        if (NpyHeader.DataBytes(type, shape) != data.Length)
            Throw.Format($"'{name}' claims {type}[{string.Join(", ", shape)}], but has {data.Length} bytes of data. It is truncated or corrupt.");
        return new NpyArray(type, shape, data.ToArray());
    }

    /// <summary>The bytes of a .npy file of version 1.</summary>
    public byte[] Encode()
    {
        string shape = Shape.Length == 1 ? $"{Shape[0]}," : string.Join(", ", Shape);
        string order = Type[1] == '1' ? "|" : "<";
        string header = $"{{'descr': '{order}{Type}', 'fortran_order': False, 'shape': ({shape}), }}";
        int padded = (10 + header.Length + 1 + HeaderBlock - 1) / HeaderBlock * HeaderBlock;
        byte[] file = new byte[padded + Bytes.Length];
        Magic.CopyTo(file);
        file[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)(padded - 10));
        file.AsSpan(10, padded - 10).Fill((byte)' ');
        Encoding.Latin1.GetBytes(header, file.AsSpan(10));
        file[padded - 1] = (byte)'\n';
        Bytes.CopyTo(file, padded);
        return file;
    }

    /// <summary>Writes a .npy file of version 1.</summary>
    /// <exception cref="EdgeException">Kind Data: the file cannot be written.</exception>
    public void Write(string path)
    {
        try
        {
            WholeFile.Write(path, Encode());
        }
        catch (IOException error)
        {
            Throw.Data($"'{path}' cannot be written: {error.Message}", error);
        }
    }

    /// <summary>All elements as float32, to the nearest; booleans are 0 and 1.</summary>
    public float[] ToFloats()
    {
        float[] values = new float[Count];
        int size = NpyHeader.ElementBytes(Type);
        for (int i = 0; i < values.Length; i++)
            values[i] = One(Bytes.AsSpan(i * size, size));
        return values;
    }

    private float One(ReadOnlySpan<byte> bytes) => Type switch
    {
        "f4" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "f8" => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "f2" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "i1" => (sbyte)bytes[0],
        "i2" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "i4" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "i8" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "u1" => bytes[0],
        "u2" => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        "u4" => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        "u8" => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        _ => bytes[0] != 0 ? 1f : 0f,
    };
}
