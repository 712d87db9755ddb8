using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Augmentation;
using Tests.Support;
using Xunit;

namespace Tests.Data.Augmentation;

public sealed class SequenceAugmenterTests
{
    private const int Steps = 20, Features = 5, Real = 14;

    [Fact]
    public void PaddingStaysAsItIsAndASampleDependsOnSeedEpochAndPlaceAlone()
    {
        float[] one = Vary("noise=0.1,scale=0.2,time-shift=0.2,crop=0.3,time-mask=0.3,feature-mask=0.4", 1, 7);
        Assert.Equal(one, Vary("noise=0.1,scale=0.2,time-shift=0.2,crop=0.3,time-mask=0.3,feature-mask=0.4", 1, 7));
        Assert.NotEqual(one, Vary("noise=0.1,scale=0.2,time-shift=0.2,crop=0.3,time-mask=0.3,feature-mask=0.4", 2, 7));
        Assert.All(one[(Real * Features)..], value => Assert.Equal(0f, value));
    }

    [Fact]
    public void MasksAreOneRunOfStepsAndOneOfFeaturesWithinTheirPart()
    {
        int longest = 0, widest = 0;
        for (int index = 0; index < 200; index++)
        {
            int steps = CountZero(Vary("time-mask=0.5", 1, index), byStep: true), features = CountZero(Vary("feature-mask=0.4", 1, index), byStep: false);
            (longest, widest) = (Math.Max(longest, steps), Math.Max(widest, features));
        }
        Assert.Equal(Real / 2, longest);
        Assert.Equal(2, widest);
    }

    [Fact]
    public void ShiftsAndCropsMoveAllFeaturesAlikeAndStayBetweenTheNeighbours()
    {
        for (int index = 0; index < 50; index++)
        {
            float[] moved = Vary("time-shift=0.3,crop=0.3", 1, index);
            for (int t = 0; t < Real; t++)
            {
                float step = moved[t * Features] - 1;
                Assert.InRange(step, 0, Real - 1);
                Assert.True(t == 0 || step >= moved[(t - 1) * Features] - 1);
                for (int f = 1; f < Features; f++)
                    Assert.Equal(step + 1 + (100 * f), moved[(t * Features) + f], 1e-3f);
            }
        }
    }

    [Fact]
    public void ScalesMultiplyAllRealNumbersAlike()
    {
        float[] scaled = Vary("scale=0.2", 3, 4);
        float scale = scaled[0];
        Assert.InRange(scale, 0.8f, 1.2f);
        Assert.NotEqual(1f, scale);
        Assert.Equal((Real + 400) * scale, scaled[(Real * Features) - 1], 1e-3f);
    }

    [Theory]
    [InlineData("rotate=10")]
    [InlineData("flip")]
    [InlineData("cutout=0.2")]
    public void WhatIsForPicturesIsRefused(string text) =>
        Assert.Contains("sequences", Assert.Throws<EdgeException>(() => new SequenceAugmenter(AugmentOptions.Parse(text), [Steps, Features], 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void PicturesRefuseMasksOfSequences() =>
        Assert.Contains("for sequences", Assert.Throws<EdgeException>(() => new Augmenter(AugmentOptions.Parse("time-mask=0.1"), [1, 8, 8], 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void NothingIsAllocatedForASample()
    {
        SequenceAugmenter augmenter = new(AugmentOptions.Parse("noise=0.1,scale=0.2,time-shift=0.2,crop=0.3,time-mask=0.3,feature-mask=0.4"), [Steps, Features], 1);
        float[] sample = Sample();
        int index = 0;
        Allocations.None(20, () => augmenter.Apply(sample, Real, 1, index++));
    }

    private static float[] Vary(string text, int epoch, int index)
    {
        float[] sample = Sample();
        new SequenceAugmenter(AugmentOptions.Parse(text), [Steps, Features], 9).Apply(sample, Real, epoch, index);
        return sample;
    }

    // Feature f of step t is t + 1 + 100 f, and nothing is 0 but the padding.
    private static float[] Sample()
    {
        float[] sample = new float[Steps * Features];
        for (int i = 0; i < Real * Features; i++)
            sample[i] = (i / Features) + 1 + (100 * (i % Features));
        return sample;
    }

    private static int CountZero(float[] sample, bool byStep)
    {
        int count = 0, last = -1;
        for (int i = 0; i < (byStep ? Real : Features); i++)
        {
            bool all = true;
            for (int j = 0; j < (byStep ? Features : Real); j++)
                all &= sample[byStep ? (i * Features) + j : (j * Features) + i] == 0;
            if (!all)
                continue;
            Assert.True(count == 0 || last == i - 1);
            (count, last) = (count + 1, i);
        }
        return count;
    }
}
