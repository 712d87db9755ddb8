using System;
using System.Collections.Generic;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Data.Signals;
using Tests.Support;
using Xunit;

namespace Tests.Data.Signals;

public sealed class ResamplerTests
{
    [Fact]
    public void SignalsAreThoseOfScipyWithTheSameBitsOnEverySet()
    {
        foreach ((int from, int to, int samples, double[] expected) in Cases())
        {
            float[] signal = SignalGolden.Samples(samples), scalar = new Resampler(from, to, Isa.Scalar).Transform(signal);
            InstructionSets.Near(expected, scalar, 2e-6, $"{from} to {to}");
            foreach (Isa isa in InstructionSets.All)
                InstructionSets.SameBits(scalar, new Resampler(from, to, isa).Transform(signal), $"{isa} {from} to {to}");
        }
    }

    [Fact]
    public void PiecesOfAnyLengthGiveTheBitsOfTheWhole()
    {
        foreach ((int from, int to, int samples, _) in Cases())
        {
            float[] signal = SignalGolden.Samples(samples), room = new float[4096];
            Resampler resampler = new(from, to);
            float[] whole = resampler.Transform(signal);
            foreach (int piece in (int[])[1, 7, 100])
            {
                List<float> all = [];
                for (int start = 0; start < samples; start += piece)
                {
                    int count = Math.Min(piece, samples - start), announced = resampler.CountAfter(count), got = resampler.Push(signal.AsSpan(start, count), room);
                    Assert.Equal(announced, got);
                    all.AddRange(room.AsSpan(0, got));
                }

                all.AddRange(room.AsSpan(0, resampler.Finish(room)));
                InstructionSets.SameBits(whole, [.. all], $"{from} to {to} in pieces of {piece}");
            }
        }
    }

    [Fact]
    public void AToneBelowBothHalfRatesKeepsItsShape()
    {
        float[] tone = new float[4410];
        for (int i = 0; i < tone.Length; i++)
            tone[i] = (float)Math.Sin(2 * Math.PI * 1000 * i / 44100);
        float[] resampled = new Resampler(44100, 16000).Transform(tone);
        Assert.Equal(1600, resampled.Length);
        for (int i = 100; i < 1500; i++)
            Assert.Equal(Math.Sin(2 * Math.PI * 1000 * i / 16000), resampled[i], 2e-3);
    }

    [Fact]
    public void PushAllocatesNothing()
    {
        Resampler resampler = new(44100, 16000);
        float[] signal = SignalGolden.Samples(3000), room = new float[2000];
        Allocations.None(5, () =>
        {
            resampler.Push(signal, room);
            resampler.Finish(room);
        });
    }

    [Theory]
    [InlineData(0, 16000, ErrorKind.Data)]
    [InlineData(16000, -1, ErrorKind.Data)]
    [InlineData(int.MaxValue, 16000, ErrorKind.Data)]
    [InlineData(9_999_991, 16000, ErrorKind.Unsupported)]
    public void WildRatesAreRefused(int from, int to, ErrorKind kind) => Assert.Equal(kind, Assert.Throws<EdgeException>(() => new Resampler(from, to)).Kind);

    [Fact]
    public void WhereThereIsNoRoomNothingIsTaken()
    {
        Resampler resampler = new(16000, 8000);
        float[] signal = SignalGolden.Samples(100), room = new float[50];
        int count = resampler.CountAfter(100);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => resampler.Push(signal, new float[count - 1])).Kind);
        int got = resampler.Push(signal, room);
        Assert.Equal(count, got);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => resampler.Finish(new float[3])).Kind);
        resampler.Finish(room.AsSpan(got));
        InstructionSets.SameBits(new Resampler(16000, 8000).Transform(signal), room, "after refusals");
    }

    private static IEnumerable<(int From, int To, int Samples, double[] Values)> Cases()
    {
        foreach (JsonElement golden in SignalGolden.Root.GetProperty("resampled").EnumerateArray())
            yield return (golden.GetProperty("from").GetInt32(), golden.GetProperty("to").GetInt32(), golden.GetProperty("samples").GetInt32(), golden.GetProperty("values").Deserialize<double[]>()!);
    }
}
