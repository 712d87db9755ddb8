using System;
using System.Collections.Generic;
using System.IO;

namespace EdgeRuntime.Data.Images;

/// <summary>The bytes of all IDAT chunks as one stream, without a copy.</summary>
internal sealed class PngDataStream(byte[] file, List<(int Start, int Length)> parts) : Stream
{
    private int _part;
    private int _offset;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_part < parts.Count && _offset == parts[_part].Length)
            (_part, _offset) = (_part + 1, 0);
        if (_part == parts.Count)
            return 0;
        (int start, int length) = parts[_part];
        int count = Math.Min(buffer.Length, length - _offset);
        file.AsSpan(start + _offset, count).CopyTo(buffer);
        _offset += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
