using System;
using System.Runtime.InteropServices;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Augmentation;
using EdgeRuntime.Random;
using Tests.Support;
using Xunit;

namespace Tests.Data.Augmentation;

public sealed class AugmenterTests
{
    private const int Side = 33, Center = 16;
    private const string Everything = "rotate=20,shift=0.1,zoom=0.2,flip,vflip,shear=10,brightness=0.1,contrast=0.3,noise=0.05,cutout=0.2,elastic=2,scale=0.1";

    [Theory]
    [Trait("arm", "yes")]
    [InlineData(Everything, new[] { 3, 21, 19 }, 2835503937u)]
    [InlineData("flip,vflip,noise=0.1", new[] { 2, 5, 6 }, 1193666219u)]
    [InlineData("jitter=0.1,scale=0.2,time-shift=0.2,crop=0.3", new[] { 6, 100 }, 1884446510u)]
    [InlineData("noise=0.1,scale=0.5", new[] { 13 }, 4133530512u)]
    public void EverySampleHasTheSameBitsOnEveryInstructionSetAndMachine(string text, int[] shape, uint crc)
    {
        float[] expected = Varied(text, shape, Isa.Scalar);
        foreach (Isa isa in InstructionSets.All)
            InstructionSets.SameBits(expected, Varied(text, shape, isa), $"{isa}");
        Assert.Equal(crc, Crc32.Of(MemoryMarshal.AsBytes(expected.AsSpan())));
    }

    [Fact]
    public void ASampleDependsOnSeedEpochAndPlaceAlone()
    {
        Augmenter augmenter = new(AugmentOptions.Parse(Everything), [1, 9, 9], 1);
        float[] first = Of(augmenter, 1, 5);
        Assert.NotEqual(first, Of(augmenter, 2, 5));
        Assert.NotEqual(first, Of(augmenter, 1, 6));
        Assert.Equal(first, Of(augmenter, 1, 5));
        Assert.NotEqual(first, Of(new Augmenter(AugmentOptions.Parse(Everything), [1, 9, 9], 2), 1, 5));

        static float[] Of(Augmenter augmenter, int epoch, int index)
        {
            float[] sample = Random(81);
            augmenter.Apply(sample, epoch, index);
            return sample;
        }
    }

    [Theory]
    [InlineData(Everything, new[] { 1, 28, 28 })]
    [InlineData("jitter=0.1,scale=0.2,time-shift=0.2,crop=0.3", new[] { 6, 100 })]
    public void NothingIsAllocatedForASample(string text, int[] shape)
    {
        Augmenter augmenter = new(AugmentOptions.Parse(text), shape, 1);
        float[] sample = Random(Length(shape));
        int index = 0;
        Allocations.None(20, () => augmenter.Apply(sample, 1, index++));
    }

    // Channel 0 holds each pixel's column and channel 1 its row: after the warp they tell where it came from.
    [Fact]
    public void TurnsKeepDistancesAndStayWithinTheirAngle()
    {
        bool left = false, right = false;
        Sources("rotate=25", (_, dx, dy, x, y) =>
        {
            Assert.Equal((dx * dx) + (dy * dy), (x * x) + (y * y), 1e-2);
            double angle = Math.Atan2((dx * y) - (dy * x), (dx * x) + (dy * y)) * 180 / Math.PI;
            Assert.InRange(angle, -25.001, 25.001);
            (left, right) = (left || angle > 10, right || angle < -10);
        });
        Assert.True(left && right);
    }

    [Fact]
    public void ShiftsMoveAllPixelsAlike()
    {
        double most = 0;
        Sources("shift=0.2", (first, dx, dy, x, y) =>
        {
            Assert.Equal((first.X, first.Y), (x - dx, y - dy), new Near(1e-4));
            most = Math.Max(most, Math.Abs(first.X));
        });
        Assert.InRange(most, 0.15 * Side, 0.2 * Side);
    }

    [Fact]
    public void ZoomsAreEvenAndWithinTheirPart()
    {
        (double least, double most) = (9, 0);
        Sources("zoom=0.25", (_, dx, dy, x, y) =>
        {
            if (dx == 0 || dy == 0)
                return;
            Assert.Equal(dx / x, dy / y, 1e-3);
            (least, most) = (Math.Min(least, dx / x), Math.Max(most, dx / x));
        });
        Assert.InRange(least, 0.7499, 0.8);
        Assert.InRange(most, 1.2, 1.2501);
    }

    [Fact]
    public void ShearsMoveRowsAlongThemselvesInProportion() =>
        Sources("shear=20", (_, dx, dy, x, y) =>
        {
            Assert.Equal(dy, y, 1e-4);
            Assert.InRange(Math.Abs(x - dx), 0, (Math.Abs(dy) * Math.Tan(20 * Math.PI / 180)) + 1e-3);
        });

    [Fact]
    public void ElasticDisplacementsAreSmoothAndBounded()
    {
        double most = 0;
        (double Dx, double Dy, double Move) before = (-99, 0, 0);
        Sources("elastic=4", (_, dx, dy, x, y) =>
        {
            most = Math.Max(most, Math.Max(Math.Abs(x - dx), Math.Abs(y - dy)));
            if (dx == before.Dx + 1 && dy == before.Dy)
                Assert.InRange(Math.Abs(x - dx - before.Move), 0, 8 / 8.25); // neighbouring knots differ by up to 8 and are 33 / 4 pixels apart
            before = (dx, dy, x - dx);
        });
        Assert.InRange(most, 1, 4);
    }

    [Fact]
    public void FlipsMirrorEverySecondPictureExactly()
    {
        float[] picture = Random(2 * 5 * 6);
        int mirrored = 0, upside = 0;
        Augmenter both = new(AugmentOptions.Parse("flip,vflip"), [2, 5, 6], 1), warped = new(AugmentOptions.Parse("flip,vflip,rotate=1e-30"), [2, 5, 6], 1);
        for (int i = 0; i < 400; i++)
        {
            float[] varied = [.. picture], through = [.. picture];
            both.Apply(varied, 1, i);
            warped.Apply(through, 1, i);
            Assert.Equal(varied, through);
            bool isMirrored = varied[0] == picture[5] || varied[0] == picture[29], isUpside = varied[0] == picture[24] || varied[0] == picture[29];
            (mirrored, upside) = (mirrored + (isMirrored ? 1 : 0), upside + (isUpside ? 1 : 0));
            for (int n = 0; n < picture.Length; n++)
            {
                int x = n % 6, y = n / 6 % 5, plane = n - (n % 30);
                Assert.Equal(picture[plane + ((isUpside ? 4 - y : y) * 6) + (isMirrored ? 5 - x : x)], varied[n]);
            }
        }

        Assert.InRange(mirrored, 160, 240);
        Assert.InRange(upside, 160, 240);
    }

    [Fact]
    public void NoiseIsNormalAndLeavesOtherDrawsAsTheyAre()
    {
        float[] noise = new float[200_000], plain = Random(81), noisy = Random(81);
        new Augmenter(new AugmentOptions { NoiseDeviation = 2 }, [noise.Length], 1).Apply(noise, 1, 1);
        double sum = 0, squares = 0, fourth = 0;
        foreach (float value in noise)
            (sum, squares, fourth) = (sum + value, squares + (value * value), fourth + ((double)value * value * value * value));
        Assert.Equal(0, sum / noise.Length, 0.02);
        Assert.Equal(4, squares / noise.Length, 0.04);
        Assert.Equal(3 * 16, fourth / noise.Length, 1.5);
        new Augmenter(AugmentOptions.Parse("rotate=20,flip"), [1, 9, 9], 1).Apply(plain, 1, 1);
        new Augmenter(AugmentOptions.Parse("rotate=20,flip,noise=1e-6"), [1, 9, 9], 1).Apply(noisy, 1, 1);
        for (int i = 0; i < plain.Length; i++)
            Assert.Equal(plain[i], noisy[i], 1e-5f);
    }

    [Fact]
    public void BrightnessAddsAndContrastTurnsAboutTheMean()
    {
        float[] first = Random(64);
        double mean = 0;
        foreach (float value in first)
            mean += value / 64;
        for (int index = 0; index < 50; index++)
        {
            float[] brighter = [.. first], contrasted = [.. first];
            new Augmenter(new AugmentOptions { Brightness = 0.5f }, [1, 8, 8], 1).Apply(brighter, 1, index);
            new Augmenter(new AugmentOptions { ContrastFraction = 0.5f }, [1, 8, 8], 1).Apply(contrasted, 1, index);
            double factor = (contrasted[0] - mean) / (first[0] - mean);
            Assert.InRange(brighter[0] - first[0], -0.5, 0.5);
            Assert.InRange(factor, 0.49, 1.51);
            for (int i = 0; i < 64; i++)
            {
                Assert.Equal(brighter[0] - first[0], brighter[i] - first[i], 1e-5f);
                Assert.Equal(mean + (factor * (first[i] - mean)), contrasted[i], 1e-4);
            }
        }
    }

    [Fact]
    public void CutoutsAreBoxesOfTheMeanThatStayInThePicture()
    {
        Augmenter augmenter = new(new AugmentOptions { CutoutFraction = 0.5f }, [1, 8, 8], 1);
        int largest = 0;
        for (int index = 0; index < 100; index++)
        {
            float[] sample = Random(64), first = Random(64);
            augmenter.Apply(sample, 1, index);
            int cut = 0;
            for (int i = 0; i < 64; i++)
                cut += sample[i] != first[i] ? 1 : 0;
            Assert.InRange(cut, 4, 16); // 4 x 4 about any pixel; at a corner a quarter of it is left
            largest = Math.Max(largest, cut);
        }

        Assert.Equal(16, largest);
    }

    [Fact]
    public void SignalsAreMovedCutAndScaled()
    {
        const int Steps = 101;
        float[] ramp = new float[2 * Steps];
        for (int i = 0; i < ramp.Length; i++)
            ramp[i] = (i % Steps) + 1000;
        Augmenter shift = new(new AugmentOptions { TimeShiftFraction = 0.1f }, [2, Steps], 1), crop = new(new AugmentOptions { CropFraction = 0.2f }, [2, 1, Steps], 1), scale = new(new AugmentOptions { ScaleFraction = 0.1f }, [2, Steps], 1);
        for (int index = 0; index < 50; index++)
        {
            float[] shifted = [.. ramp], cropped = [.. ramp], scaled = [.. ramp];
            shift.Apply(shifted, 1, index);
            Assert.InRange(shifted[50] - ramp[50], -0.1f * Steps, 0.1f * Steps);
            Assert.Equal(shifted[50] - ramp[50], shifted[Steps + 60] - ramp[60], 1e-3f);
            crop.Apply(cropped, 1, index);
            Assert.InRange(cropped[0], 1000, 1020);
            Assert.InRange(cropped[100] - cropped[0], 80, 100);
            Assert.Equal((cropped[0] + cropped[100]) / 2, cropped[50], 1e-3f);
            scale.Apply(scaled, 1, index);
            Assert.InRange(scaled[0] / ramp[0], 0.9f, 1.1f);
            Assert.Equal(scaled[0] / ramp[0], scaled[150] / ramp[150], 1e-5f);
        }
    }

    // Calls check with (the move of the middle pixel; a pixel from the center; where it came from, from the center) where that lies inside.
    private static void Sources(string text, Action<(double X, double Y), double, double, double, double> check)
    {
        float[] places = new float[2 * Side * Side];
        for (int i = 0; i < Side * Side; i++)
            (places[i], places[(Side * Side) + i]) = (i % Side, i / Side);
        Augmenter augmenter = new(AugmentOptions.Parse(text), [2, Side, Side], 1);
        for (int index = 0; index < 40; index++)
        {
            float[] warped = [.. places];
            augmenter.Apply(warped, 1, index);
            int middle = (Center * Side) + Center;
            for (int i = 0; i < Side * Side; i++)
            {
                (float x, float y) = (warped[i], warped[(Side * Side) + i]);
                if (x > 0 && y > 0 && x < Side - 1 && y < Side - 1)
                    check((warped[middle] - Center, warped[(Side * Side) + middle] - Center), (i % Side) - Center, (i / Side) - Center, x - Center, y - Center);
            }
        }
    }

    private static float[] Varied(string text, int[] shape, Isa isa)
    {
        Augmenter augmenter = new(AugmentOptions.Parse(text), shape, seed: 7, isa);
        int length = Length(shape);
        float[] all = new float[8 * length];
        for (int i = 0; i < 8; i++)
        {
            Span<float> sample = all.AsSpan(i * length, length);
            Random(length).CopyTo(sample);
            augmenter.Apply(sample, epoch: 3, index: i);
        }

        return all;
    }

    private static int Length(int[] shape)
    {
        int length = 1;
        foreach (int axis in shape)
            length *= axis;
        return length;
    }

    private static float[] Random(int length)
    {
        float[] values = new float[length];
        new CounterRandom(11, 0).FillUniform(values, 0, 1);
        return values;
    }

    private sealed class Near(double tolerance) : System.Collections.Generic.IEqualityComparer<(double X, double Y)>
    {
        public bool Equals((double X, double Y) a, (double X, double Y) b) => Math.Abs(a.X - b.X) <= tolerance && Math.Abs(a.Y - b.Y) <= tolerance;

        public int GetHashCode((double X, double Y) pair) => 0;
    }
}
