using System;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using EdgeCli;
using EdgeRuntime;
using EdgeRuntime.Data;
using Tests.Support;
using Xunit;
using Split = EdgeRuntime.Data.Split;

namespace Tests.FirmwareSamples;

/// <summary>The networks that the programs come with: made by the commands of their READMEs, and saying themselves how they want their input.</summary>
public sealed partial class SampleModelTests
{
    [Theory]
    [InlineData("MotionGru", "gestures")]
    [InlineData("SpokenDigit", "words")]
    public void TheNetworkHasTheWeightsThatTheReadmeNames(string program, string model)
    {
        (_, uint crc) = Command(program);
        Assert.Equal(crc, ModelWeights.Checksum(Load(program, model)));
    }

    [Theory]
    [InlineData("MotionGru", "gestures", "gestures", 20_000)]
    [InlineData("SpokenDigit", "words", "tones", 60_000)]
    public void TheNetworkKnowsSamplesThatItNeverSaw(string program, string model, string data, int mostWeights)
    {
        Model network = Load(program, model);
        DataOptions options = InputNotes.Scaling(network.Metadata)! with { Seed = 4321, Count = 100 };
        Dataset unseen = Dataset.Open(data, Split.Test, options);
        Assert.Equal(unseen.ClassNames, InputNotes.ClassNames(network.Metadata));
        Assert.InRange(Weights(network), 1000, mostWeights);
        using Session session = new(network, new SessionOptions { Streaming = true });
        float[] sample = new float[unseen.SampleLength];
        int right = 0;
        for (int i = 0; i < unseen.Count; i++)
        {
            unseen.CopySample(i, sample);
            session.Reset();
            for (int step = 0; step < unseen.Length(i); step++)
                session.Step(sample.AsSpan(step * session.FrameLength, session.FrameLength));
            right += global::Devices.Streams.StreamReport.Best(session.Output<float>()).Label == unseen.Label(i) ? 1 : 0;
        }
        Assert.InRange(right, 95, 100);
    }

    [Fact]
    public void TheNetworkOfWordsSaysHowSoundBecomesItsFrames()
    {
        Model network = Load("SpokenDigit", "words");
        Preparation preparation = InputNotes.Scaling(network.Metadata)!.Preparation!;
        Preparation trained = Dataset.Open("tones#test", options: new DataOptions { Count = 1 }).Preparation!;
        Assert.Equal(trained.Sound, preparation.Sound);
        Assert.Equal((trained.SoundRate, preparation.Sound!.Features), (preparation.SoundRate, preparation.Divisors.Count));
    }

    [Theory]
    [InlineData("MotionGru")]
    [InlineData("SpokenDigit")]
    [Trait("slow", "yes")]
    public void TheCommandOfTheReadmeMakesTheSameWeights(string program)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("EDGE_SLOW") == "1", "trains a network: EDGE_SLOW=1 runs it");
        using TemporaryFolder folder = new();
        (string[] command, uint crc) = Command(program);
        command[Array.IndexOf(command, "--out") + 1] = folder.At("again.onnx");
        Assert.Equal(crc, EdgeCommand.Json([.. command, "--json"]).GetProperty("weights_crc32").GetUInt32());
    }

    private static Model Load(string program, string model) => Model.Load(Sources.PathOf($"firmware-samples/{program}/{model}.onnx"));

    private static int Weights(Model model)
    {
        int count = 0;
        foreach (EdgeRuntime.Import.Onnx.TensorProto tensor in model.Proto.Graph.Initializer)
            count += model.Initializer(tensor.Name).Shape.Count;
        return count;
    }

    /// <summary>The first training of a README, from <c>edge</c> to the end of its lines, and the checksum that it names.</summary>
    private static (string[] Words, uint Crc) Command(string program)
    {
        string readme = File.ReadAllText(Sources.PathOf($"firmware-samples/{program}/README.md"));
        Match command = Training().Match(readme), crc = Checksum().Match(readme);
        Assert.True(command.Success && crc.Success, $"{program}/README.md names no training and its weights crc32.");
        string[] words = command.Groups[1].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (words, uint.Parse(crc.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^ {4}edge (train (?:[^\n]*\\\n)*[^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex Training();

    [GeneratedRegex("weights crc32 ([0-9]+)")]
    private static partial Regex Checksum();
}
