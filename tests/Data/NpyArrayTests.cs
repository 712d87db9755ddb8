using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.Text;
using EdgeRuntime;
using EdgeRuntime.Data;
using Tests.Support;
using Xunit;

namespace Tests.Data;

public sealed class NpyArrayTests
{
    // numpy: a.shape, a.dtype, zlib.crc32(a.tobytes())
    [Theory]
    [InlineData("data/models/onnx/mnist-8/ort_logits_t10k_first100.npy", "f4", "100 10", 0x4d8b9995u)]
    [InlineData("data/models-qdq/resnet8_ic.in.npy", "f4", "1 3 32 32", 0xa5a13013u)]
    [InlineData("data/models-qdq/resnet8_ic.s8.out.npy", "f4", "1 10", 0x244b3dc4u)]
    public void RealFilesReadAsNumpyReadsThem(string path, string type, string shape, uint crc)
    {
        NpyArray array = NpyArray.Read(Shared.Path(path));
        Assert.Equal(type, array.Type);
        Assert.Equal(Array.ConvertAll(shape.Split(' '), text => int.Parse(text, CultureInfo.InvariantCulture)), array.Shape);
        Assert.Equal(crc, Crc32.Of(array.Bytes));
    }

    [Fact]
    public void EveryNpyFileInSharedReadsAndWritesBackTheSameBytes()
    {
        foreach (string path in Directory.EnumerateFiles(Shared.Path("data"), "*.npy", SearchOption.AllDirectories))
        {
            byte[] file = File.ReadAllBytes(path);
            Assert.True(file.AsSpan().SequenceEqual(NpyArray.Decode(file, path).Encode()), path);
        }
    }

    [Theory]
    [InlineData("f2", "003C00C0", 1f, -2f)]
    [InlineData("f4", "0000803F000000C0", 1f, -2f)]
    [InlineData("f8", "000000000000F03F00000000000000C0", 1f, -2f)]
    [InlineData("i1", "01FE", 1f, -2f)]
    [InlineData("i2", "0100FEFF", 1f, -2f)]
    [InlineData("i4", "01000000FEFFFFFF", 1f, -2f)]
    [InlineData("i8", "0100000000000000FEFFFFFFFFFFFFFF", 1f, -2f)]
    [InlineData("u1", "01FE", 1f, 254f)]
    [InlineData("u2", "0100FEFF", 1f, 65534f)]
    [InlineData("u4", "01000000FEFFFFFF", 1f, 4294967294f)]
    [InlineData("u8", "0100000000000000FEFFFFFFFFFFFFFF", 1f, 18446744073709551614f)]
    [InlineData("b1", "0100", 1f, 0f)]
    public void EveryTypeConvertsToFloat(string type, string hex, float first, float second)
    {
        NpyArray array = NpyArray.Decode(new NpyArray(type, [2], Convert.FromHexString(hex)).Encode(), "written");
        Assert.Equal([first, second], array.ToFloats());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void ShapesOfAnyNumberOfAxesReadBack(int axes)
    {
        int[] shape = new int[axes];
        Array.Fill(shape, 2);
        float[] values = new float[1 << axes];
        Array.Fill(values, 1.5f);
        byte[] file = NpyArray.Of(values, shape).Encode();
        NpyArray back = NpyArray.Decode(file, "written");
        Assert.Equal(shape, back.Shape);
        Assert.Equal(values, back.ToFloats());
        Assert.Equal(0, (file.Length - (4 * values.Length)) % 64);
    }

    [Theory]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", ErrorKind.Unsupported)]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", ErrorKind.Unsupported)]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", ErrorKind.Unsupported)]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", ErrorKind.Unsupported)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", ErrorKind.Format)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", ErrorKind.Format)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647, 2147483647), }", ErrorKind.Format)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }", ErrorKind.Format)]
    [InlineData("{'descr': '<f4', 'shape': (1,), }", ErrorKind.Format)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'shape': (1,), }", ErrorKind.Format)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}", ErrorKind.Format)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)", ErrorKind.Format)]
    [InlineData("{'descr': '<f4", ErrorKind.Format)]
    [InlineData("", ErrorKind.Format)]
    public void WrongHeadersAreRefused(string header, ErrorKind kind)
    {
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, 0, 0, .. Encoding.ASCII.GetBytes(header), 0, 0, 128, 63];
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)header.Length);
        Assert.Equal(kind, Assert.Throws<EdgeException>(() => NpyArray.Decode(file, "wrong.npy")).Kind);
    }

    [Fact]
    public void AnArrayWhoseBytesDoNotFitItsShapeIsRefused() =>
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new NpyArray("f4", [2, 2], new byte[12])).Kind);
}
