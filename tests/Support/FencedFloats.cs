using System;
using System.Runtime.InteropServices;
using Xunit;

namespace Tests.Support;

/// <summary>Floats between two fences of NaN: a kernel that reads outside spoils its result, one that writes outside breaks a fence.</summary>
internal sealed unsafe class FencedFloats : IDisposable
{
    private const int Fence = 64;
    private const int Marker = 0x7fc0_5eed;

    private readonly float* _start;

    /// <summary>Zeros.</summary>
    /// <param name="length">Floats.</param>
    public FencedFloats(long length)
    {
        Length = (int)length;
        _start = (float*)NativeMemory.AlignedAlloc((nuint)(Length + (2 * Fence)) * sizeof(float), 64);
        Span<int> all = new(_start, Length + (2 * Fence));
        all.Fill(Marker);
        all.Slice(Fence, Length).Clear();
    }

    public int Length { get; }

    /// <summary>The first float, aligned to 64 bytes.</summary>
    public float* Pointer => _start + Fence;

    public Span<float> Span => new(Pointer, Length);

    /// <summary>Numbers of [-1, 1) that depend on the seed alone.</summary>
    public static FencedFloats Random(long length, ulong seed)
    {
        FencedFloats floats = new(length);
        new EdgeRuntime.Random.CounterRandom(seed, 0).FillUniform(floats.Span, -1, 1);
        return floats;
    }

    public void CheckFences()
    {
        ReadOnlySpan<int> before = new(_start, Fence), after = new(Pointer + Length, Fence);
        Assert.True(before.IndexOfAnyExcept(Marker) < 0, "The fence before the buffer was overwritten.");
        Assert.True(after.IndexOfAnyExcept(Marker) < 0, "The fence after the buffer was overwritten.");
    }

    public void Dispose()
    {
        CheckFences();
        NativeMemory.AlignedFree(_start);
    }
}
