using System.Collections.Generic;
using EdgeRuntime.Kernels;
using Xunit;

namespace Tests.Kernels;

public class TransposedPhaseTests
{
    /// <summary>Against every pair of input and tap: <c>o = input * stride + tap * dilation - begin</c>.</summary>
    [Fact]
    public void EachOutputSeesEveryTapThatReachesIt()
    {
        const int Inputs = 4;
        for (int stride = 1; stride <= 12; stride++)
        {
            for (int dilation = 1; dilation <= 7; dilation++)
            {
                for (int begin = 0; begin < 5; begin++)
                    Check(stride, dilation, taps: 1 + ((stride + dilation) % 6), begin);
            }
        }

        static void Check(int stride, int dilation, int taps, int begin)
        {
            int outputs = ((Inputs - 1) * stride) + ((taps - 1) * dilation) + 1 - begin;
            for (int start = 0; start < stride && start < outputs; start++)
            {
                TransposedPhase phase = TransposedPhase.Of(start, Inputs, outputs, stride, dilation, taps, begin);
                for (int j = 0; start + (j * stride) < outputs; j++)
                    Assert.Equal(Reaching(start + (j * stride), stride, dilation, taps, begin), Seen(phase, j));
            }
        }

        static List<(int Input, int Tap)> Reaching(int output, int stride, int dilation, int taps, int begin)
        {
            List<(int, int)> pairs = [];
            for (int tap = taps - 1; tap >= 0; tap--)
            {
                int place = output + begin - (tap * dilation);
                if (place >= 0 && place % stride == 0 && place / stride < Inputs)
                    pairs.Add((place / stride, tap));
            }

            return pairs;
        }

        static List<(int Input, int Tap)> Seen(TransposedPhase phase, int j)
        {
            List<(int, int)> pairs = [];
            for (int t = 0; t < phase.Axis.Taps; t++)
            {
                int input = j + phase.Axis.First + (t * phase.Axis.Step);
                if (input >= 0 && input < Inputs)
                    pairs.Add((input, phase.FirstTap + (t * phase.TapStep)));
            }

            return pairs;
        }
    }

    [Fact]
    public void StridesAndLengthsNearTheLargestNumberDoNotOverflow()
    {
        TransposedPhase phase = TransposedPhase.Of(5, 1, int.MaxValue, int.MaxValue - 1, 1, 1 << 30, 0);
        Assert.Equal((1, 1, 5), (phase.Axis.Out, phase.Axis.Taps, phase.FirstTap));
    }
}
