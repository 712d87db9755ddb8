using System;
using EdgeRuntime;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;
using Tests.Support;
using Xunit;

namespace Tests.Kernels;

/// <summary>Every length from nothing to three vectors and one, between fences, on every instruction set.</summary>
public unsafe class MapTests
{
    private const int Longest = (3 * 16) + 1;

    public static TheoryData<Isa> Sets => [.. InstructionSets.All];

    [Theory]
    [MemberData(nameof(Sets))]
    public void EveryLengthIsComputedAndNothingElseIsTouched(Isa isa)
    {
        for (int count = 0; count <= Longest; count++)
        {
            using FencedFloats a = FencedFloats.Random(count, 1), b = FencedFloats.Random(count, 2), y = new(count);
            Dispatch.Make<Run, int>(isa, new Run(a, b, y, Kind.Unary));
            for (int i = 0; i < count; i++)
                Assert.Equal(a.Span[i] * 3, y.Span[i]);
            Dispatch.Make<Run, int>(isa, new Run(a, b, y, Kind.Pair));
            for (int i = 0; i < count; i++)
                Assert.Equal(a.Span[i] - b.Span[i], y.Span[i]);
            Dispatch.Make<Run, int>(isa, new Run(a, b, y, Kind.Right));
            for (int i = 0; i < count; i++)
                Assert.Equal(a.Span[i] - 5, y.Span[i]);
            Dispatch.Make<Run, int>(isa, new Run(a, b, y, Kind.Left));
            for (int i = 0; i < count; i++)
                Assert.Equal(5 - b.Span[i], y.Span[i]);
            a.CheckFences();
            b.CheckFences();
            y.CheckFences();
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void TheDestinationMayBeAnOperand(Isa isa)
    {
        using FencedFloats a = FencedFloats.Random(Longest, 1), b = FencedFloats.Random(Longest, 2);
        float[] first = a.Span.ToArray();
        Dispatch.Make<Run, int>(isa, new Run(a, b, a, Kind.Pair));
        for (int i = 0; i < Longest; i++)
            Assert.Equal(first[i] - b.Span[i], a.Span[i]);
    }

    private enum Kind
    {
        Unary,
        Pair,
        Right,
        Left,
    }

    private readonly struct Run(FencedFloats a, FencedFloats b, FencedFloats y, Kind kind) : ISimdMaker<int>
    {
        public int Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            switch (kind)
            {
                case Kind.Unary:
                    Map.Run<S, V, Triple>(default, a.Pointer, y.Pointer, y.Length);
                    break;
                case Kind.Pair:
                    Map.Run<S, V, Difference>(default, a.Pointer, b.Pointer, y.Pointer, y.Length);
                    break;
                case Kind.Right:
                    Map.RunRight<S, V, Difference>(default, a.Pointer, 5, y.Pointer, y.Length);
                    break;
                default:
                    Map.RunLeft<S, V, Difference>(default, 5, b.Pointer, y.Pointer, y.Length);
                    break;
            }

            return y.Length;
        }
    }

    private readonly struct Triple : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Multiply(x, S.Set(3));
    }

    private readonly struct Difference : IMap2
    {
        public V Apply<S, V>(V a, V b)
            where S : struct, ISimd<V>
            where V : struct => S.Subtract(a, b);
    }
}
