using System;
using System.Runtime.CompilerServices;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Sets all bytes of a value to zero.</summary>
internal sealed unsafe class ZeroStep : Step
{
    private const long ChunkBytes = 1 << 16; // a worker's piece: a fraction of a second-level cache

    private readonly byte* target;
    private readonly long bytes;

    public ZeroStep(byte* target, long bytes)
    {
        this.target = target;
        this.bytes = bytes;
        Units = (int)((bytes + ChunkBytes - 1) / ChunkBytes);
        Work = bytes / sizeof(float);
    }

    public override void Run(int first, int last, int worker)
    {
        long start = first * ChunkBytes;
        long end = Math.Min(last * ChunkBytes, bytes);
        for (; start < end; start += ChunkBytes)
            Unsafe.InitBlockUnaligned(target + start, 0, (uint)Math.Min(ChunkBytes, end - start));
    }
}
