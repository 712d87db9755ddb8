using System;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace EdgeCli;

/// <summary>A network to train, as the command line names it: a built-in one or a JSON description.</summary>
internal static class NetworkSource
{
    public const string Description = "A built-in network (lenet, dscnn, mobilenet-0.25, resnet8, autoencoder; gru, lstm, transformer and tcn for sequences) or a .json file that describes one: see src/EdgeRuntime/Training/Architectures/README.md.";

    public static bool IsArchitecture(string name) =>
        IsFile(name) || Array.IndexOf([.. Architecture.Names], name) >= 0;

    /// <summary>Whether the name is that of a file.</summary>
    public static bool IsFile(string name) => name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Refuses a name that is no network, before any data is read for it.</summary>
    public static void Require(string name)
    {
        if (!IsArchitecture(name))
            throw new UsageException($"ARCH: there is no network '{name}': use {string.Join(", ", Architecture.Names)}, or a .json file that describes one.");
    }

    /// <summary>An untrained network for samples of this shape.</summary>
    public static Model Create(string name, Shape sample, int classes, ulong seed, SequenceOptions? options = null)
    {
        if (!IsFile(name))
            return Architecture.Create(name, sample, classes, seed, options);
        try
        {
            return Architecture.FromJson(File.ReadAllText(name), seed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeException(ErrorKind.Data, $"Network '{name}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Whether a built-in network takes sequences [steps, features].</summary>
    public static bool TakesSequences(string name) => Array.IndexOf([.. Architecture.SequenceNames], name) >= 0;

    /// <summary>One sample of the network in the size that its benchmark knows it by; null for those whose model says it.</summary>
    public static Shape? UsualSequence(string name) => TakesSequences(name) ? new Shape(128, 9) : null;

    /// <summary>The network in the size that its benchmark knows it by (MLPerf Tiny's, MNIST's).</summary>
    public static Model CreateUsual(string name)
    {
        (Shape sample, int classes) = name switch
        {
            "dscnn" => (new Shape(1, 49, 10), 12),
            "mobilenet-0.25" => (new Shape(3, 96, 96), 2),
            "resnet8" => (new Shape(3, 32, 32), 10),
            "autoencoder" => (new Shape(640), 0),
            _ when UsualSequence(name) is { } sequence => (sequence, 6),
            _ => (new Shape(1, 28, 28), 10),
        };
        return Create(name, sample, classes, seed: 1);
    }
}
