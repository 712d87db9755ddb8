using System;
using System.IO;
using System.IO.Compression;
using EdgeRuntime;
using EdgeRuntime.Data;
using Tests.Support;
using Xunit;

namespace Tests.Data;

public sealed class IdxFileTests
{
    // CRC-32 of the pixels by Python's zlib: gunzip, skip 16 bytes.
    [Theory]
    [InlineData("data/mnist/t10k-images-idx3-ubyte.gz", 10_000, 0xe4ca5f57u)]
    [InlineData("data/mnist/train-images-idx3-ubyte.gz", 60_000, 0xf3639b56u)]
    [InlineData("data/fashion-mnist/t10k-images-idx3-ubyte.gz", 10_000, 0x12728439u)]
    public void RealFilesReadAsPythonReadsThem(string path, int count, uint crc)
    {
        IdxFile file = IdxFile.Read(Shared.Path(path));
        Assert.Equal([count, 28, 28], file.Shape);
        Assert.Equal(crc, Crc32.Of(file.Values));
    }

    [Fact]
    public void PlainAndPackedFilesAreTheSame()
    {
        byte[] plain = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];
        foreach (byte[] bytes in (byte[][])[plain, Pack(plain)])
        {
            IdxFile file = IdxFile.Decode(bytes, "small");
            Assert.Equal([2, 3], file.Shape);
            Assert.Equal([1, 2, 3, 4, 5, 6], file.Values);
        }
    }

    [Theory]
    [InlineData("00000801 00000003 0102", ErrorKind.Format)] // a value is missing
    [InlineData("00000801 00000003 01020304", ErrorKind.Format)] // one too many
    [InlineData("00000801 7fffffff 01", ErrorKind.Format)]
    [InlineData("00000803 ffffffff ffffffff ffffffff 01", ErrorKind.Format)]
    [InlineData("00000804 00010000 00010000 00010000 00000000", ErrorKind.Format)] // overflows although an axis is 0
    [InlineData("00000800", ErrorKind.Format)]
    [InlineData("00000805 00000001", ErrorKind.Format)]
    [InlineData("01000801 00000000", ErrorKind.Format)]
    [InlineData("00000d01 00000001 00000000", ErrorKind.Unsupported)]
    [InlineData("0000", ErrorKind.Format)]
    public void WrongFilesAreRefusedPlainAndPacked(string hex, ErrorKind kind)
    {
        byte[] plain = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(kind, Assert.Throws<EdgeException>(() => IdxFile.Decode(plain, "wrong")).Kind);
        Assert.Equal(kind, Assert.Throws<EdgeException>(() => IdxFile.Decode(Pack(plain), "wrong.gz")).Kind);
    }

    [Fact]
    public void APackedFileThatInflatesBeyondItsHeaderIsRefused()
    {
        byte[] bomb = new byte[50_000_000];
        bomb[2] = 8;
        bomb[3] = 1;
        bomb[7] = 200;
        byte[] packed = Pack(bomb);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(ErrorKind.Format, Assert.Throws<EdgeException>(() => IdxFile.Decode(packed, "bomb.gz")).Kind);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    internal static byte[] Pack(byte[] plain)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
            gzip.Write(plain);
        return packed.ToArray();
    }
}
