using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeRuntime;
using EdgeRuntime.Data.Signals;
using Tests.Support;
using Xunit;

namespace Tests.Data.Signals;

public sealed class LogMelTests
{
    private static readonly JsonSerializerOptions Named = new() { Converters = { new JsonStringEnumConverter() } };

    [Fact]
    public void FramesAreThoseOfNumpyAndScipyWithTheSameBitsOnEverySet()
    {
        foreach ((LogMelOptions options, int samples, double[] expected) in Cases())
        {
            float[] signal = SignalGolden.Samples(samples), scalar = new LogMel(options, Isa.Scalar).Transform(signal);
            InstructionSets.Near(expected, scalar, 3e-5, $"{options}");
            foreach (Isa isa in InstructionSets.All)
                InstructionSets.SameBits(scalar, new LogMel(options, isa).Transform(signal), $"{isa} {options}");
        }
    }

    [Fact]
    public void PiecesOfAnyLengthGiveTheBitsOfTheWhole()
    {
        foreach ((LogMelOptions options, int samples, _) in Cases())
        {
            float[] signal = SignalGolden.Samples(samples);
            LogMel mel = new(options);
            float[] whole = mel.Transform(signal);
            foreach (int piece in (int[])[1, 7, 160, 399, 1000])
            {
                List<float> frames = [];
                float[] room = new float[64 * options.Features];
                for (int start = 0; start < samples; start += piece)
                {
                    int count = Math.Min(piece, samples - start), announced = mel.FramesAfter(count), got = mel.Push(signal.AsSpan(start, count), room);
                    Assert.Equal(announced, got);
                    frames.AddRange(room.AsSpan(0, got * options.Features));
                }

                frames.AddRange(room.AsSpan(0, mel.Finish(room) * options.Features));
                InstructionSets.SameBits(whole, [.. frames], $"pieces of {piece}");
            }
        }
    }

    [Fact]
    public void PushAllocatesNothing()
    {
        foreach ((LogMelOptions options, int samples, _) in Cases())
        {
            LogMel mel = new(options);
            float[] signal = SignalGolden.Samples(samples), room = new float[64 * options.Features];
            Allocations.None(5, () =>
            {
                mel.Push(signal, room);
                mel.Finish(room);
            });
        }
    }

    [Fact]
    public void FrameCountIsWhatATransformGives()
    {
        foreach (bool centered in (bool[])[false, true])
        {
            foreach (int hop in (int[])[3, 10, 17])
            {
                LogMelOptions options = new() { FrameLength = 10, FftLength = 16, Hop = hop, MelBands = 2, Centered = centered };
                LogMel mel = new(options);
                for (int samples = 0; samples < 60; samples++)
                {
                    float[] room = new float[2 * 64];
                    int frames = mel.Push(new float[samples], room);
                    frames += mel.Finish(room);
                    Assert.Equal(options.FrameCount(samples), frames);
                }
            }
        }
    }

    [Fact]
    public void OptionsTravelInMetadata()
    {
        Dictionary<string, string> metadata = [];
        Assert.Null(LogMelOptions.Read(metadata));
        foreach ((LogMelOptions options, _, _) in Cases())
        {
            options.Write(metadata);
            Assert.Equal(options, LogMelOptions.Read(metadata));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"rate\":16000}")]
    [InlineData("{\"rate\":16000.5}")]
    public void BrokenNotesAreRefused(string text)
    {
        EdgeException error = Assert.Throws<EdgeException>(() => LogMelOptions.Read(new Dictionary<string, string> { ["edge.logmel"] = text }));
        Assert.Equal(ErrorKind.Format, error.Kind);
    }

    [Fact]
    public void NotesWithNumbersThatMakeNoSenseAreRefused()
    {
        Dictionary<string, string> metadata = [];
        new LogMelOptions().Write(metadata);
        foreach ((string good, string bad) in ((string, string)[])[("\"hop\":160", "\"hop\":0"), ("Hann", "17"), ("Hann", "Han"), ("\"fft\":512", "\"fft\":100"), ("\"power\":2", "\"power\":3")])
        {
            string text = metadata["edge.logmel"].Replace(good, bad, StringComparison.Ordinal);
            Assert.NotEqual(metadata["edge.logmel"], text);
            Assert.Equal(ErrorKind.Format, Assert.Throws<EdgeException>(() => LogMelOptions.Read(new Dictionary<string, string> { ["edge.logmel"] = text })).Kind);
        }
    }

    public static TheoryData<LogMelOptions> Senseless =>
    [
        new LogMelOptions { SampleRate = 0 },
        new LogMelOptions { Hop = 0 },
        new LogMelOptions { FrameLength = 600 },
        new LogMelOptions { FftLength = int.MaxValue },
        new LogMelOptions { Power = 3 },
        new LogMelOptions { MelBands = 0 },
        new LogMelOptions { Coefficients = 41 },
        new LogMelOptions { LowHertz = -1 },
        new LogMelOptions { LowHertz = 9000 },
        new LogMelOptions { HighHertz = 8001 },
        new LogMelOptions { LowHertz = float.NaN },
        new LogMelOptions { Floor = 0 },
        new LogMelOptions { PreEmphasis = float.PositiveInfinity },
        new LogMelOptions { Window = (SignalWindow)9 },
        new LogMelOptions { Log = (LogKind)(-1) },
    ];

    [Theory]
    [MemberData(nameof(Senseless))]
    public void OptionsThatMakeNoSenseAreRefused(LogMelOptions options) =>
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new LogMel(options)).Kind);

    [Fact]
    public void WhereThereIsNoRoomNothingIsTaken()
    {
        LogMel mel = new(new LogMelOptions());
        float[] signal = SignalGolden.Samples(560), two = new float[80];
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => mel.Push(signal, new float[79])).Kind);
        Assert.Equal(2, mel.Push(signal, two));
        InstructionSets.SameBits(new LogMel(new LogMelOptions()).Transform(signal), two, "after a refused push");
    }

    private static IEnumerable<(LogMelOptions Options, int Samples, double[] Frames)> Cases()
    {
        foreach (JsonElement golden in SignalGolden.Root.GetProperty("mel").EnumerateArray())
        {
            LogMelOptions options = golden.GetProperty("options").Deserialize<LogMelOptions>(Named)!;
            yield return (options, golden.GetProperty("samples").GetInt32(), golden.GetProperty("frames").Deserialize<double[]>()!);
        }
    }
}
