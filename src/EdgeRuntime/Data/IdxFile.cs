using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace EdgeRuntime.Data;

/// <summary>
/// The IDX files of MNIST and its relatives, gzip or not (told by the first bytes): big-endian 0, 0, type, number of axes, the axes,
/// then the values. Edge reads unsigned bytes, the type of all of them.
/// </summary>
internal sealed class IdxFile
{
    private const int UnsignedByte = 8, MostAxes = 4;

    private IdxFile(int[] shape, byte[] values) => (Shape, Values) = (shape, values);

    public int[] Shape { get; }

    public byte[] Values { get; }

    public static IdxFile Read(string path) => Decode(BoundedRead.File(path), path);

    public static IdxFile Decode(byte[] file, string name)
    {
        string what = $"'{name}'";
        bool gzip = file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        using MemoryStream bytes = new(file, writable: false);
        using Stream? inflated = gzip ? new GZipStream(bytes, CompressionMode.Decompress) : null;
        Stream stream = inflated ?? bytes;
        Span<byte> head = stackalloc byte[4 + (4 * MostAxes)];
        BoundedRead.Fill(stream, head[..4], what);
        int axes = head[3];
        if (head[0] != 0 || head[1] != 0 || axes is < 1 or > MostAxes)
            Throw.Format($"{what} is not an IDX file: it starts with {Convert.ToHexString(head[..4])}, expected 0000, type 08 and 01 to 04 axes.");
        if (head[2] != UnsignedByte)
            Throw.Unsupported($"{what} holds IDX type {head[2]:x2}; Edge reads 08 (unsigned bytes).");
        BoundedRead.Fill(stream, head[4..(4 + (4 * axes))], what);
        int[] shape = new int[axes];
        long length = 1;
        for (int i = 0; i < axes; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(head[(4 + (4 * i))..]);
            length *= Math.Max(size, 1);
            if (length > Array.MaxLength)
                Throw.Format($"{what} claims axis {i} of {size}: more than {Array.MaxLength} values. The header is corrupt.");
            shape[i] = (int)size;
        }
        length = Array.IndexOf(shape, 0) >= 0 ? 0 : length;
        if (length > file.Length * (gzip ? BoundedRead.DeflateRatio : 1))
            Throw.Format($"{what} promises {length} values, which {file.Length} bytes cannot hold. The file is truncated or corrupt.");
        return new IdxFile(shape, BoundedRead.Exactly(stream, length, what));
    }
}
