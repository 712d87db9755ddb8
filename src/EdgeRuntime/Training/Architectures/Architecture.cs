using System;
using System.Collections.Generic;

namespace EdgeRuntime.Training;

/// <summary>Networks that Edge makes itself, with first weights drawn from a seed.</summary>
public static class Architecture
{
    private static readonly Initializer Glorot = new ScaledInitializer(InitializerKind.GlorotUniform);

    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["lenet", "dscnn", "mobilenet-0.25", "resnet8", "autoencoder", "gru", "lstm", "transformer", "tcn"];

    /// <summary>Those of them that take sequences.</summary>
    public static IReadOnlyList<string> SequenceNames { get; } = ["gru", "lstm", "transformer", "tcn"];

    /// <summary>Makes a built-in network.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="input">One sample, [channels, height, width], or [steps, features] for networks of sequences; any shape for an autoencoder, which sees it flat.</param>
    /// <param name="classes">Classes to tell apart; an autoencoder has none.</param>
    /// <param name="seed">Where first weights come from.</param>
    /// <param name="options">How large a network of sequences is; null for the usual size.</param>
    /// <returns>An untrained model with the output <c>logits</c> (<c>reconstruction</c> for an autoencoder), an open batch, and open steps where it takes sequences.</returns>
    /// <exception cref="EdgeException">The name is unknown, or the input does not suit the network.</exception>
    public static Model Create(string name, Shape input, int classes, ulong seed, SequenceOptions? options = null)
    {
        if (name is "gru" or "lstm")
            return RecurrentNetwork.Create(name, input, classes, seed, options ?? new SequenceOptions());
        if (name == "tcn")
            return TemporalNetwork.Create(input, classes, seed, options ?? new SequenceOptions());
        if (name == "transformer")
            return TransformerNetwork.Create(input, classes, seed, options ?? new SequenceOptions());
        if (name != "autoencoder" && (input.Rank != 3 || input.Count == 0 || classes < 2))
            Throw.Data($"'{name}' takes samples of [channels, height, width] and 2 classes or more, got {input} and {classes}.");
        ModelBuilder builder = new(name, name == "autoencoder" ? new Shape(input.Count) : input, seed);
        switch (name)
        {
            case "lenet":
                return LeNet(builder, classes);
            case "dscnn":
                return DsCnn(builder, classes);
            case "mobilenet-0.25":
                return MobileNet(builder, classes);
            case "resnet8":
                return ResNet8(builder, classes);
            case "autoencoder":
                return Autoencoder(builder);
            default:
                Throw.Data($"There is no network '{name}': use {string.Join(", ", Names)}, or a JSON file that describes one.");
                return null!;
        }
    }

    /// <summary>Makes a network from a JSON description.</summary>
    /// <param name="json">An object with <c>input</c> (one sample's shape) and <c>layers</c>, each with a <c>type</c>; see the folder's README.</param>
    /// <param name="seed">Where first weights come from.</param>
    /// <returns>An untrained model with the output <c>logits</c> and an open batch.</returns>
    /// <exception cref="EdgeException">The text is not JSON, a property is missing, unknown or wrong, or layers do not fit together.</exception>
    public static Model FromJson(string json, ulong seed) => JsonArchitecture.Read(json, seed);

    /// <summary>conv 8 3x3, pool, conv 16 3x3, pool, dense 64, dense.</summary>
    private static Model LeNet(ModelBuilder b, int classes) => b
        .Conv(8, [3, 3], [1, 1], [0, 0, 0, 0]).Relu().Pool("MaxPool", [2, 2], [2, 2])
        .Conv(16, [3, 3], [1, 1], [0, 0, 0, 0]).Relu().Pool("MaxPool", [2, 2], [2, 2])
        .Flatten().Dense(64).Relu().Dense(classes, Glorot).Build("logits");

    /// <summary>The keyword-spotting network of MLPerf Tiny: conv 64 10x4/2, four depthwise separable blocks of 64.</summary>
    private static Model DsCnn(ModelBuilder b, int classes)
    {
        int tall = Math.Min(10, b.Shape[1]), wide = Math.Min(4, b.Shape[2]);
        int[] pads = [Before(b.Shape[1], tall), Before(b.Shape[2], wide), After(b.Shape[1], tall), After(b.Shape[2], wide)];
        b.Conv(64, [tall, wide], [2, 2], pads, bias: false).BatchNorm().Relu();
        for (int i = 0; i < 4; i++)
            b.ConvNorm(64, 3, groups: 64).Relu().ConvNorm(64, 1).Relu();
        return b.GlobalAveragePool().Flatten().Dense(classes, Glorot).Build("logits");

        static int Total(int length, int kernel) => Math.Max(0, ((((length + 1) / 2) - 1) * 2) + kernel - length);
        static int Before(int length, int kernel) => Total(length, kernel) / 2;
        static int After(int length, int kernel) => Total(length, kernel) - Before(length, kernel);
    }

    /// <summary>MobileNetV1 of a quarter of the width (Howard et al., 2017), as MLPerf Tiny has it for visual wake words.</summary>
    private static Model MobileNet(ModelBuilder b, int classes)
    {
        b.ConvNorm(8, 3, stride: 2).Relu();
        ReadOnlySpan<(int Filters, int Stride)> blocks =
        [
            (16, 1), (32, 2), (32, 1), (64, 2), (64, 1), (128, 2), (128, 1), (128, 1), (128, 1), (128, 1), (128, 1), (256, 2), (256, 1),
        ];
        foreach ((int filters, int stride) in blocks)
            b.ConvNorm(b.Shape[0], 3, stride, groups: b.Shape[0]).Relu().ConvNorm(filters, 1).Relu();
        return b.GlobalAveragePool().Flatten().Dense(classes, Glorot).Build("logits");
    }

    /// <summary>The image classification network of MLPerf Tiny: three residual blocks of 16, 32 and 64 channels.</summary>
    private static Model ResNet8(ModelBuilder b, int classes)
    {
        b.ConvNorm(16, 3).Relu();
        foreach (int filters in (ReadOnlySpan<int>)[16, 32, 64])
        {
            (string shortcut, Shape shape) = (b.Value, b.Shape);
            int stride = filters == 16 ? 1 : 2;
            if (stride > 1)
            {
                b.Conv(filters, [1, 1], [2, 2], [0, 0, 0, 0]);
                string narrowed = b.Value;
                (b.Value, b.Shape) = (shortcut, shape);
                shortcut = narrowed;
            }

            b.ConvNorm(filters, 3, stride).Relu().ConvNorm(filters, 3).Add(shortcut).Relu();
        }

        return b.GlobalAveragePool().Flatten().Dense(classes, Glorot).Build("logits");
    }

    /// <summary>The anomaly detection network of MLPerf Tiny: 128 x 4, 8, 128 x 4 and back to the input.</summary>
    private static Model Autoencoder(ModelBuilder b)
    {
        int features = b.Shape[0];
        foreach (int units in (ReadOnlySpan<int>)[128, 128, 128, 128, 8, 128, 128, 128, 128])
            b.Dense(units).BatchNorm().Relu();
        return b.Dense(features, Glorot).Build("reconstruction");
    }
}
