using System;
using EdgeRuntime.Random;

namespace EdgeRuntime.Training;

/// <summary>How the first weights are drawn.</summary>
internal enum InitializerKind
{
    /// <summary>Uniform in ±sqrt(6 / (fan in + fan out)) (Glorot and Bengio, 2010).</summary>
    GlorotUniform,

    /// <summary>Normal with variance 2 / (fan in + fan out) (Glorot and Bengio, 2010).</summary>
    GlorotNormal,

    /// <summary>Uniform in ±sqrt(6 / fan in), for layers before a Relu (He et al., 2015).</summary>
    HeUniform,

    /// <summary>Normal with variance 2 / fan in, for layers before a Relu (He et al., 2015).</summary>
    HeNormal,

    /// <summary>Uniform in ±sqrt(3 / fan in) (LeCun et al., 1998).</summary>
    LeCunUniform,

    /// <summary>Normal with variance 1 / fan in (LeCun et al., 1998).</summary>
    LeCunNormal,
}

/// <summary>Draws first weights: the same for a seed on every machine.</summary>
internal static class Initializer
{
    /// <summary>Fills a weight tensor.</summary>
    /// <param name="kind">The distribution.</param>
    /// <param name="target">All weights.</param>
    /// <param name="fanIn">Inputs that one output sees.</param>
    /// <param name="fanOut">Outputs that one input reaches.</param>
    /// <param name="random">The stream to draw from.</param>
    public static void Fill(InitializerKind kind, Span<float> target, int fanIn, int fanOut, CounterRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(fanOut, 1);
        double fan = kind is InitializerKind.GlorotUniform or InitializerKind.GlorotNormal ? (fanIn + (double)fanOut) / 2 : fanIn;
        double gain = kind is InitializerKind.HeUniform or InitializerKind.HeNormal ? 2 : 1;
        double variance = gain / fan;
        if (kind is InitializerKind.GlorotUniform or InitializerKind.HeUniform or InitializerKind.LeCunUniform)
        {
            float limit = (float)Math.Sqrt(3 * variance);
            random.FillUniform(target, -limit, limit);
        }
        else
        {
            random.FillNormal(target, (float)Math.Sqrt(variance));
        }
    }
}
