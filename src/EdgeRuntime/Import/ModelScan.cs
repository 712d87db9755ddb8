using System;

namespace EdgeRuntime.Import;

/// <summary>
/// Walks the wire format of an ONNX file without making any object and adds up what parsing it would cost, so that a small hostile
/// file (millions of empty messages, varints that grow eightfold) is refused before anything is allocated for it.
/// </summary>
internal static class ModelScan
{
    private const int MaxDepth = 64;

    // What one parsed message or list entry costs beyond its bytes, about: object header, lists, dictionary entries.
    private const long MessageBytes = 256;

    // Message fields of each message type that are followed, as field number -> type; see onnx.proto.
    private enum Message
    {
        Model, Graph, Node, Attribute, Tensor, ValueInfo, Type, TensorType, TensorShape, Leaf, None,
    }

    /// <summary>Refuses what would need more than four times its size plus 16 MiB.</summary>
    public static void Check(byte[] file)
    {
        long budget = (4L * file.Length) + (16L << 20) - file.Length; // the bytes themselves are in memory already
        int position = 0;
        Walk(file, ref position, file.Length, Message.Model, 0, ref budget);
    }

    private static void Walk(ReadOnlySpan<byte> file, ref int position, int end, Message message, int depth, ref long budget)
    {
        if (depth > MaxDepth)
            Throw.Format($"The model nests its parts more than {MaxDepth} deep.");
        while (position < end)
        {
            ulong tag = Varint(file, ref position, end);
            switch (tag & 7)
            {
                case 0:
                    Varint(file, ref position, end);
                    budget -= 16;
                    break;
                case 1:
                    Advance(ref position, 8, end);
                    budget -= 16;
                    break;
                case 2:
                    WalkField(file, ref position, end, message, (int)Math.Min(tag >> 3, int.MaxValue), depth, ref budget);
                    break;
                case 5:
                    Advance(ref position, 4, end);
                    budget -= 8;
                    break;
                default:
                    Throw.Format("This is not an ONNX model: it holds a field of a kind that ONNX does not use. Is it another format?");
                    break;
            }

            if (budget < 0)
                Throw.Format("The model's parts would take more than four times the file's size in memory: it is corrupt or made to do harm.");
        }
    }

    private static void WalkField(
        ReadOnlySpan<byte> file, ref int position, int end, Message message, int field, int depth, ref long budget)
    {
        ulong length = Varint(file, ref position, end);
        if (length > (ulong)(end - position))
            Throw.Format("A part of the model is longer than what holds it: the file was cut off or is corrupt.");
        int stop = position + (int)length;
        Message child = Child(message, field);
        budget -= child == Message.None ? 64 + Growth(message, field, (int)length) : MessageBytes;
        if (child == Message.None)
            position = stop;
        else
            Walk(file, ref position, stop, child, depth + 1, ref budget);
    }

    private static void Advance(ref int position, int bytes, int end)
    {
        if (bytes > end - position)
            Throw.Format("The model ends in the middle of a number: the file was cut off or is corrupt.");
        position += bytes;
    }

    private static ulong Varint(ReadOnlySpan<byte> file, ref int position, int end)
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (position >= end)
                Throw.Format("The model ends in the middle of a number: the file was cut off or is corrupt.");
            byte b = file[position++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }

        Throw.Format("This is not an ONNX model: it holds a number of more than 64 bits. Is it another format?");
        return 0;
    }

    // Packed varints are lists of 4- or 8-byte numbers afterwards, in a list that grows by doubling.
    private static long Growth(Message message, int field, int length) => (message, field) switch
    {
        (Message.Tensor, 1 or 5 or 7 or 11) => 16L * length,
        (Message.Attribute, 8) => 16L * length,
        (Message.Tensor, 4 or 10) or (Message.Attribute, 7) => 2L * length,
        _ => length,
    };

    private static Message Child(Message message, int field) => (message, field) switch
    {
        (Message.Model, 7) => Message.Graph,
        (Message.Model, 8 or 14 or 25) => Message.Leaf,
        (Message.Graph, 1) => Message.Node,
        (Message.Graph, 5) => Message.Tensor,
        (Message.Graph, 11 or 12 or 13) => Message.ValueInfo,
        (Message.Graph, 15) => Message.Leaf,
        (Message.Node, 5) => Message.Attribute,
        (Message.Attribute, 5) => Message.Tensor,
        (Message.Attribute, 6) => Message.Graph,
        (Message.Tensor, 3 or 13) => Message.Leaf,
        (Message.ValueInfo, 2) => Message.Type,
        (Message.Type, 1) => Message.TensorType,
        (Message.TensorType, 2) => Message.TensorShape,
        (Message.TensorShape, 1) => Message.Leaf,
        _ => Message.None,
    };
}
