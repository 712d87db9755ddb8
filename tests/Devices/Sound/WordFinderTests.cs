using System;
using System.Collections.Generic;
using Devices.Sound;
using Devices.Streams;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Signals;
using Tests.Support;
using Xunit;

namespace Tests.Devices.Sound;

public sealed class WordFinderTests
{
    private const int Rate = 8000;

    private static readonly LogMelOptions Frames = new() { SampleRate = Rate, FrameLength = 200, Hop = 80, FftLength = 256, MelBands = 8 };

    [Fact]
    public void AWordIsTheFramesAroundWhatIsLoud()
    {
        float[] sound = Sound(out int begin, out int end);
        (List<float[]> frames, int words) = Listen(sound, 80);
        Assert.Equal(1, words);
        float[] all = new LogMel(Frames).Transform(sound);
        int first = First(all, frames[0]);
        // A frame is loud where its last hop has sound; three frames stand before the first such one and three behind the last.
        Assert.InRange((first * 80) + 200, begin - (3 * 80), begin);
        Assert.InRange(((first + frames.Count - 1) * 80) + 200, end + (2 * 80), end + (4 * 80));
        for (int i = 0; i < frames.Count; i++)
            Assert.Equal(all.AsSpan((first + i) * 8, 8).ToArray(), frames[i]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(64)]
    public void HowTheSoundIsCutMakesNoDifference(int block)
    {
        float[] sound = Sound(out _, out _);
        (List<float[]> whole, _) = Listen(sound, 80);
        (List<float[]> cut, int words) = Listen(sound, block);
        Assert.Equal(1, words);
        Assert.Equal(whole, cut);
    }

    [Fact]
    public void FramesArePreparedAsTheModelSays()
    {
        float[] sound = Sound(out _, out _);
        (List<float[]> raw, _) = Listen(sound, 64);
        float[] twos = [2, 2, 2, 2, 2, 2, 2, 2], ones = [1, 1, 1, 1, 1, 1, 1, 1];
        (List<float[]> prepared, _) = Listen(sound, 64, new Preparation { IsSequence = true, SoundRate = Rate, Sound = Frames, Subtracted = ones, Divisors = twos });
        Assert.Equal(raw.Count, prepared.Count);
        for (int i = 0; i < raw.Count; i++)
            Assert.Equal(Array.ConvertAll(raw[i], x => (x - 1) / 2), prepared[i]);
    }

    [Fact]
    public void APushAllocatesNothing()
    {
        float[] sound = Sound(out _, out _);
        WordFinder finder = Finder();
        int at = 0;
        Allocations.None(400, () => finder.Push(sound.AsSpan(80 * (at++ % 100), 80)), "The finder");
    }

    [Fact]
    public void OtherModelsAndOtherBlocksAreRefused()
    {
        Assert.Contains("edge train", Assert.Throws<EdgeException>(() => new WordFinder(new Preparation())).Message, StringComparison.Ordinal);
        WordFinder finder = Finder();
        Assert.Contains("at most 80", Assert.Throws<EdgeException>(() => finder.Push(new float[81])).Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => finder.Push([float.NaN])).Kind);
    }

    private static WordFinder Finder(Preparation? preparation = null) => new(preparation ?? new Preparation { IsSequence = true, SoundRate = Rate, Sound = Frames });

    // A second and a half of faint noise, with 400 ms of a chord from 0.5 s on.
    private static float[] Sound(out int begin, out int end)
    {
        (begin, end) = (Rate / 2, Rate / 2 + (Rate * 2 / 5));
        System.Random random = new(3);
        float[] sound = new float[Rate * 3 / 2];
        for (int i = 0; i < sound.Length; i++)
        {
            float tone = i >= begin && i < end ? 0.3f * (MathF.Sin(0.3f * i) + MathF.Sin(0.8f * i)) : 0;
            sound[i] = tone + (0.0005f * (random.NextSingle() - 0.5f));
        }
        return sound;
    }

    private static (List<float[]> Frames, int Words) Listen(float[] sound, int block, Preparation? preparation = null)
    {
        WordFinder finder = Finder(preparation);
        List<float[]> frames = [];
        int words = 0;
        for (int at = 0; at < sound.Length; at += block)
        {
            words += finder.Push(sound.AsSpan(at, Math.Min(block, sound.Length - at))) == SegmentState.Ended ? 1 : 0;
            for (int i = 0; i < finder.Count; i++)
                frames.Add(finder.Frame(i).ToArray());
        }
        Assert.Equal(frames.Count, finder.Length);
        return (frames, words);
    }

    private static int First(float[] all, float[] frame)
    {
        for (int i = 0; i < all.Length; i += frame.Length)
        {
            if (all.AsSpan(i, frame.Length).SequenceEqual(frame))
                return i / frame.Length;
        }
        return -1;
    }
}
