using System.IO;
using System.Text.Json;
using EdgeCli;
using Google.Protobuf;
using Tests.Import;
using Xunit;

namespace Tests.Support;

/// <summary>Runs of the <c>edge</c> command in this process.</summary>
internal static class EdgeCommand
{
    public static (int Status, string Output, string Log) Run(params string[] args)
    {
        StringWriter output = new(), log = new();
        int status = CommandLine.Run(args, output, log);
        return (status, output.ToString(), log.ToString());
    }

    /// <summary>What a run that succeeds prints: one line that is one JSON object.</summary>
    public static JsonElement Json(params string[] args)
    {
        (int status, string output, string log) = Run(args);
        Assert.True(status == 0, log);
        Assert.Single(output.Trim().Split('\n'));
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>The message of a run that ends with <paramref name="status"/> and prints no result.</summary>
    public static string Refused(int status, params string[] args)
    {
        (int actual, string output, string log) = Run(args);
        Assert.Equal(status, actual);
        Assert.Equal("", output);
        return log;
    }

    /// <summary>The path of a small convolutional model.</summary>
    public static string WriteModel(TemporaryFolder folder)
    {
        string path = folder.At("model.onnx");
        File.WriteAllBytes(path, SmallModels.Convolutional().ToByteArray());
        return path;
    }
}
