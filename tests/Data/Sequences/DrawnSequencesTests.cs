using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using EdgeRuntime;
using EdgeRuntime.Data;
using Xunit;

namespace Tests.Data.Sequences;

public sealed class DrawnSequencesTests
{
    private static readonly DataOptions s_raw = new() { Count = 40, Sound = new SoundOptions { Features = SoundFeatures.Raw } };

    /// <summary>Other machines, and the next version, draw the same.</summary>
    [Theory]
    [InlineData("tones", 2806536111u)]
    [InlineData("tones#test", 3075379606u)]
    [InlineData("gestures", 705259249u)]
    [InlineData("gestures#val", 2586716833u)]
    public void TheSeedDrawsTheSameBitsEverywhere(string spec, uint crc) =>
        Assert.Equal(crc, Crc32.Of(MemoryMarshal.AsBytes<float>(DatasetTests.Values(Dataset.Open(spec, options: s_raw)))));

    [Theory]
    [InlineData("tones", 10, 40, 10)]
    [InlineData("gestures", 5, 6, 20)]
    public void SamplesAreSequencesOfDifferentLengthByDifferentPeople(string spec, int classes, int features, int ofClass)
    {
        Dataset set = Dataset.Open(spec, options: new DataOptions { Count = classes * ofClass });
        Assert.Equal(classes, set.ClassNames.Count);
        Assert.Equal(features, set.SampleShape[1]);
        Assert.True(set.HasLengths);
        Assert.All(set.ClassCounts(), count => Assert.Equal(ofClass, count));
        HashSet<string?> groups = [], others = [];
        for (int i = 0; i < set.Count; i++)
            groups.Add(set.Group(i));
        Dataset test = Dataset.Open($"{spec}#test", options: new DataOptions { Count = 50 });
        for (int i = 0; i < test.Count; i++)
            others.Add(test.Group(i));
        Assert.Equal(ofClass, groups.Count);
        Assert.Empty(System.Linq.Enumerable.Intersect(groups, others));
        Assert.All(DatasetTests.Values(set), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void ASensorAtRestFeelsOneG()
    {
        Dataset set = Dataset.Open("gestures", options: s_raw);
        float[] sample = new float[set.SampleLength];
        double sum = 0;
        for (int i = 0; i < set.Count; i++)
        {
            set.CopySample(i, sample);
            ReadOnlySpan<float> last = sample.AsSpan((set.Length(i) - 1) * 6, 3);
            sum += Math.Sqrt((last[0] * last[0]) + (last[1] * last[1]) + (last[2] * last[2])) / set.Count;
        }
        Assert.Equal(1, sum, 0.05);
    }

    [Fact]
    public void SoundsStayWithinFullScaleAndAreHeard()
    {
        Dataset set = Dataset.Open("tones", options: s_raw);
        float[] sample = new float[set.SampleLength];
        for (int i = 0; i < set.Count; i++)
        {
            set.CopySample(i, sample);
            float most = 0;
            foreach (float value in sample)
                most = Math.Max(most, Math.Abs(value));
            Assert.InRange(most, 0.2f, 0.85f);
            Assert.InRange(set.Length(i), 1000, 9000);
        }
    }

    [Theory]
    [InlineData("tones:x")]
    [InlineData("gestures:x")]
    public void WhatIsDrawnTakesNoPath(string spec) => Assert.Contains("takes no path", Assert.Throws<EdgeException>(() => Dataset.Open(spec)).Message, StringComparison.Ordinal);
}
