using System;
using System.Collections.Generic;
using EdgeRuntime.Random;

namespace EdgeRuntime.Training;

/// <summary>How first weights are made: the same for a seed on every machine.</summary>
internal abstract record Initializer
{
    /// <summary>The names of those without parameters, and of the others with what they have where nothing is said.</summary>
    public static IReadOnlyDictionary<string, Initializer> ByName { get; } = Names();

    /// <summary>Fills a weight tensor.</summary>
    /// <param name="target">All weights, one row for each output unit.</param>
    /// <param name="rows">Output units.</param>
    /// <param name="fanIn">Inputs that one output sees.</param>
    /// <param name="fanOut">Outputs that one input reaches.</param>
    /// <param name="random">The stream to draw from.</param>
    public abstract void Fill(Span<float> target, int rows, int fanIn, int fanOut, CounterRandom random);

    private static Dictionary<string, Initializer> Names()
    {
        Dictionary<string, Initializer> names = new(StringComparer.Ordinal);
        foreach (string family in (ReadOnlySpan<string>)["Glorot", "He", "LeCun"])
        {
            foreach (string distribution in (ReadOnlySpan<string>)["Uniform", "Normal"])
                names.Add($"{family}-{distribution}".ToLowerInvariant(), new ScaledInitializer(Enum.Parse<InitializerKind>(family + distribution)));
        }

        names.Add("normal", new NormalInitializer(0f, 0.05f));
        names.Add("uniform", new UniformInitializer(-0.05f, 0.05f));
        names.Add("orthogonal", new OrthogonalInitializer(1f));
        names.Add("zeros", new ConstantInitializer(0f));
        names.Add("ones", new ConstantInitializer(1f));
        names.Add("constant", new ConstantInitializer(0f));
        return names;
    }
}

/// <summary>Normal numbers of this mean and standard deviation.</summary>
internal sealed record NormalInitializer(float Mean, float Deviation) : Initializer
{
    public override void Fill(Span<float> target, int rows, int fanIn, int fanOut, CounterRandom random)
    {
        random.FillNormal(target, Deviation);
        foreach (ref float weight in target)
            weight += Mean;
    }
}

/// <summary>Numbers between these, all alike probable.</summary>
internal sealed record UniformInitializer(float Low, float High) : Initializer
{
    public override void Fill(Span<float> target, int rows, int fanIn, int fanOut, CounterRandom random) => random.FillUniform(target, Low, High);
}

/// <summary>The same number everywhere.</summary>
internal sealed record ConstantInitializer(float Value) : Initializer
{
    public override void Fill(Span<float> target, int rows, int fanIn, int fanOut, CounterRandom random) => target.Fill(Value);
}
