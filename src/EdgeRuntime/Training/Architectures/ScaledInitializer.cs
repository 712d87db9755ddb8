using System;
using EdgeRuntime.Random;

namespace EdgeRuntime.Training;

/// <summary>What variance first weights have.</summary>
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

/// <summary>Numbers whose variance keeps that of activations or gradients from layer to layer.</summary>
internal sealed record ScaledInitializer(InitializerKind Kind) : Initializer
{
    public override void Fill(Span<float> target, int rows, int fanIn, int fanOut, CounterRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(fanOut, 1);
        double fan = Kind is InitializerKind.GlorotUniform or InitializerKind.GlorotNormal ? (fanIn + (double)fanOut) / 2 : fanIn;
        double gain = Kind is InitializerKind.HeUniform or InitializerKind.HeNormal ? 2 : 1;
        double variance = gain / fan;
        if (Kind is InitializerKind.GlorotUniform or InitializerKind.HeUniform or InitializerKind.LeCunUniform)
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
