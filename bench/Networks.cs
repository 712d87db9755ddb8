using EdgeRuntime;
using EdgeRuntime.Training;

namespace Bench;

/// <summary>The built-in networks with the input sizes of MLPerf Tiny.</summary>
internal static class Networks
{
    public static string[] Names { get; } = ["lenet", "dscnn", "resnet8", "mobilenet-0.25", "autoencoder"];

    public static Model Create(string name) => name switch
    {
        "lenet" => Architecture.Create(name, new Shape(1, 28, 28), 10, seed: 1),
        "dscnn" => Architecture.Create(name, new Shape(1, 49, 10), 12, seed: 1),
        "resnet8" => Architecture.Create(name, new Shape(3, 32, 32), 10, seed: 1),
        "mobilenet-0.25" => Architecture.Create(name, new Shape(3, 96, 96), 2, seed: 1),
        _ => Architecture.Create(name, new Shape(640), 640, seed: 1),
    };
}
