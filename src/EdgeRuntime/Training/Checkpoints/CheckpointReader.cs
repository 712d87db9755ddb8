using System;
using System.Buffers.Binary;
using System.Text;

namespace EdgeRuntime.Training;

/// <summary>Reads what <see cref="CheckpointWriter"/> wrote; whatever does not fit is an error of kind Format.</summary>
internal struct CheckpointReader(ReadOnlyMemory<byte> content)
{
    private ReadOnlyMemory<byte> left = content;

    /// <summary>A number of things that follow, each of so many bytes or more.</summary>
    public int Count(int leastBytes)
    {
        int count = BinaryPrimitives.ReadInt32LittleEndian(Bytes(4).Span);
        if (count < 0 || (long)count * leastBytes > left.Length)
            Throw.Format($"it promises {count} entries, and {left.Length} bytes are left");
        return count;
    }

    /// <summary>A whole number of 32 bits, 0 or more.</summary>
    public int Whole32() => (int)NotNegative(BinaryPrimitives.ReadInt32LittleEndian(Bytes(4).Span));

    /// <summary>A whole number of 64 bits, 0 or more.</summary>
    public long Whole64() => NotNegative(BinaryPrimitives.ReadInt64LittleEndian(Bytes(8).Span));

    public double Real() => BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(Bytes(8).Span));

    public double? OptionalReal() => Bytes(1).Span[0] == 0 ? null : Real();

    public string Text() => Encoding.UTF8.GetString(Bytes(Count(leastBytes: 1)).Span);

    public ReadOnlyMemory<byte> Bytes(int count)
    {
        if (count > left.Length)
            Throw.Format($"it ends {count - left.Length} bytes too early");
        ReadOnlyMemory<byte> bytes = left[..count];
        left = left[count..];
        return bytes;
    }

    public readonly void End()
    {
        if (left.Length > 0)
            Throw.Format($"{left.Length} bytes too many are in it");
    }

    private static long NotNegative(long value)
    {
        if (value < 0)
            Throw.Format($"a number in it is {value}");
        return value;
    }
}
