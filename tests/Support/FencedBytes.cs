using System;
using System.Runtime.InteropServices;
using Xunit;

namespace Tests.Support;

/// <summary>Bytes, 64-byte aligned, between two fences that must not change.</summary>
internal sealed unsafe class FencedBytes : IDisposable
{
    private const int Fence = 128;
    private const byte Marker = 0xA5;
    private readonly byte* start;

    public FencedBytes(long length)
    {
        Length = checked((int)length);
        start = (byte*)NativeMemory.AlignedAlloc((nuint)(Length + (2 * Fence)), 64);
        new Span<byte>(start, Length + (2 * Fence)).Fill(Marker);
        Poison();
    }

    public int Length { get; }

    public byte* Pointer => start + Fence;

    public Span<byte> Span => new(Pointer, Length);

    /// <summary>Bytes that are NaN as floats and out of range as indexes, so that nobody relies on zeros.</summary>
    public void Poison() => Span.Fill(0xFF);

    public void CheckFences()
    {
        Assert.True(new ReadOnlySpan<byte>(start, Fence).IndexOfAnyExcept(Marker) < 0, "Something wrote before the start of a tensor or scratch.");
        Assert.True(new ReadOnlySpan<byte>(Pointer + Length, Fence).IndexOfAnyExcept(Marker) < 0, "Something wrote past the end of a tensor or scratch.");
    }

    public void Dispose() => NativeMemory.AlignedFree(start);
}
