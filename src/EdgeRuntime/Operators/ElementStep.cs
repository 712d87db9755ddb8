using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Elements that are computed one by one, in units of a chunk.</summary>
internal abstract class ElementStep : Step
{
    /// <summary>What an element costs in multiply-adds of a matrix product: loads and stores bound it.</summary>
    public const int Operations = 8;

    private const int Chunk = 1024; // 4 KiB of floats, a multiple of every vector

    private readonly int count;

    /// <param name="count">Elements.</param>
    protected ElementStep(int count)
    {
        this.count = count;
        Units = Chunks(count);
        Work = (long)count * Operations;
    }

    /// <summary>The chunks that <paramref name="count"/> elements fill.</summary>
    public static int Chunks(int count) => (int)(((long)count + Chunk - 1) / Chunk);

    /// <summary>Where chunk <paramref name="unit"/> of <paramref name="count"/> elements starts, or the last one ends.</summary>
    public static int Start(int unit, int count) => (int)Math.Min((long)unit * Chunk, count);

    public sealed override void Run(int first, int last, int worker) => Elements(Start(first, count), Start(last, count));

    /// <summary>Computes the elements from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    protected abstract void Elements(int start, int end);
}
