using System;
using System.Collections.Generic;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Sequences;
using EdgeRuntime.Data.Signals;
using Tests.Support;
using Xunit;

namespace Tests.Data.Sequences;

public sealed class SoundReaderTests
{
    [Fact]
    public void StepsAreTheFramesOfTheFrontEnd()
    {
        float[] sound = Noise(4000);
        SoundReader reader = new("s", new DataOptions(), 8000);
        LogMelOptions expected = new() { SampleRate = 8000, FrameLength = 256, Hop = 128, FftLength = 256, MelBands = 40 };
        Assert.Equal(expected, reader.FrontEnd);
        Assert.Equal(new LogMel(expected).Transform(sound), reader.Steps(new WavSound(sound, 8000), "s"));
        Assert.Equal(40, reader.Steps(new WavSound(Noise(3), 8000), "s").Length);
    }

    [Fact]
    public void WhatAModelWasTrainedOnWinsOverWhatIsAskedFor()
    {
        DataOptions asked = new() { Sound = new SoundOptions { Features = SoundFeatures.Mfcc, Bands = 20, Coefficients = 9, FrameMilliseconds = 32, HopMilliseconds = 16 } };
        SoundReader first = new("s", asked, 8000);
        Assert.Equal(9, first.Features);
        SortedDictionary<string, string> notes = [];
        InputNotes.Write(notes, asked, [], first.Source);
        Assert.Equal(first.FrontEnd, LogMelOptions.Read(notes));
        DataOptions read = InputNotes.Scaling(notes)!;
        SoundReader second = new("s", read, 16000);
        Assert.Equal(8000, second.Rate);
        Assert.Equal(first.FrontEnd, second.FrontEnd);
        InputNotes.Write(notes, new DataOptions(), []);
        Assert.Null(LogMelOptions.Read(notes));
    }

    [Fact]
    public void SoundsOfAnotherRateAreResampledAndMayNotGrowBeyondTheLimit()
    {
        float[] sound = Noise(1000);
        DataOptions raw = new() { Sound = new SoundOptions { Features = SoundFeatures.Raw, SampleRate = 16000 }, MaxBytes = 8000 };
        SoundReader reader = new("s", raw, 8000);
        Assert.Equal(new Resampler(8000, 16000).Transform(sound), reader.Steps(new WavSound(sound, 8000), "s"));
        Assert.Equal(ErrorKind.Memory, Assert.Throws<EdgeException>(() => reader.Steps(new WavSound(Noise(1001), 8000), "s")).Kind);
        SoundReader frames = new("s", new DataOptions { Sound = new SoundOptions { HopMilliseconds = 0.1f }, MaxBytes = 8000 }, 8000);
        Assert.Equal(ErrorKind.Memory, Assert.Throws<EdgeException>(() => frames.Steps(new WavSound(sound, 8000), "s")).Kind);
    }

    [Fact]
    public void SoundsThatAreTooLoudForASpectrumAreNamed()
    {
        float[] loud = new float[1000];
        Array.Fill(loud, 3e38f);
        EdgeException error = Assert.Throws<EdgeException>(() => new SoundReader("s", new DataOptions(), 8000).Steps(new WavSound(loud, 8000), "loud.wav"));
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("loud.wav", error.Message, StringComparison.Ordinal);
        Assert.Contains("too large, up to 3E+38", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALongSoundIsRefusedByItsHeader()
    {
        SoundReader reader = new("s", new DataOptions { MaxBytes = 6_000_000 }, 8000);
        reader.RequireRoom(2_000_044, 900_000, 8000, 1, "a");
        Assert.Contains("112.5 s", Refused(count: 6), StringComparison.Ordinal);
        Assert.Contains("7031 steps of 40; 6 samples of that length", Refused(count: 6), StringComparison.Ordinal);
        Assert.Contains("reading it takes 6600044 bytes", Refused(count: 1, bytes: 3_000_044), StringComparison.Ordinal);

        string Refused(int count, long bytes = 2_000_044)
        {
            EdgeException error = Assert.Throws<EdgeException>(() => reader.RequireRoom(bytes, 900_000, 8000, count, "a"));
            Assert.Equal(ErrorKind.Memory, error.Kind);
            return error.Message;
        }
    }

    [Fact]
    public void RawSamplesStayAsTheyAre()
    {
        DataOptions raw = new() { Sound = new SoundOptions { Features = SoundFeatures.Raw } };
        SoundReader reader = new("s", raw, 8000);
        Assert.Equal([0.5f, -1f], reader.Steps(new WavSound([0.5f, -1f], 8000), "s"));
        SortedDictionary<string, string> notes = [];
        InputNotes.Write(notes, raw, [], reader.Source);
        SoundReader again = new("s", InputNotes.Scaling(notes)!, 8000);
        Assert.Null(again.FrontEnd);
        Assert.Equal(1, again.Features);
    }

    [Fact]
    public void ScalingIsFittedOnFramesOfTheTrainingPartAndTravelsWithTheFrontEnd()
    {
        using TemporaryFolder folder = new();
        short[] sound = new short[2000];
        for (int i = 0; i < 12; i++)
        {
            sound.AsSpan().Fill((short)(i * 100));
            sound[i] = 30000;
            File.WriteAllBytes(folder.At($"a_x_{i}.wav"), WavBytes.OfSamples(sound.AsSpan(0, 1000 + (i * 50))));
            File.WriteAllBytes(folder.At($"b_x_{i}.wav"), WavBytes.OfSamples(sound.AsSpan(0, 1000)));
        }
        Dataset test = Dataset.Open($"wav:{folder.Path}#test", options: new DataOptions { Scaling = FeatureScaling.Standard });
        Assert.True(test.Preparation!.IsSequence);
        Assert.Equal(40, test.Preparation.Divisors.Count);
        Assert.Equal(8000, test.Preparation.Sound!.SampleRate);
        Assert.Contains("log-mel bands of 32 ms every 16 ms at 8000 Hz", test.Remark, StringComparison.Ordinal);
        Dataset train = Dataset.Open($"wav:{folder.Path}#train", options: new DataOptions { Scaling = FeatureScaling.Standard });
        Assert.Equal(train.Preparation!.Divisors, test.Preparation.Divisors);
    }

    [Theory]
    [InlineData(-1, 25, 10)]
    [InlineData(0, 0, 10)]
    [InlineData(0, 25, float.NaN)]
    [InlineData(0, 1e9f, 10)]
    public void OptionsThatMakeNoSenseAreRefused(int rate, float frame, float hop) => Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(
        () => new SoundReader("s", new DataOptions { Sound = new SoundOptions { SampleRate = rate, FrameMilliseconds = frame, HopMilliseconds = hop } }, 8000)).Kind);

    private static float[] Noise(int count)
    {
        float[] noise = new float[count];
        new EdgeRuntime.Random.CounterRandom(1, 2).FillUniform(noise, -1, 1);
        return noise;
    }
}
