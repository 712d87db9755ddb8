using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EdgeRuntime.Training;

/// <summary>Numbers, texts and bytes of a checkpoint, little endian.</summary>
internal readonly struct CheckpointWriter(ArrayBufferWriter<byte> file)
{
    public void Number(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(file.GetSpan(4), value);
        file.Advance(4);
    }

    public void Number(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(file.GetSpan(8), value);
        file.Advance(8);
    }

    public void Number(double value) => Number(BitConverter.DoubleToInt64Bits(value));

    /// <summary>A byte that says whether there is one, and the number.</summary>
    public void Number(double? value)
    {
        file.Write([value is null ? (byte)0 : (byte)1]);
        if (value is { } number)
            Number(number);
    }

    public void Text(string value)
    {
        Number(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, file);
    }

    public void Bytes(ReadOnlySpan<byte> value) => file.Write(value);
}
