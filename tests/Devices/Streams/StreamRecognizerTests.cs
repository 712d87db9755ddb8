using System;
using System.IO;
using Devices.Motion;
using Devices.Streams;
using EdgeRuntime;
using EdgeRuntime.Data.Sequences;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Devices.Streams;

public sealed class StreamRecognizerTests
{
    private const int Waves = 40;

    private static readonly SegmenterOptions Options = new() { LeastFloor = 1e-3f, FramesBefore = 0, FramesBehind = 0, QuietFrames = 10, LeastLoudFrames = 3 };

    [Fact]
    public void EachSegmentIsANewSequenceForTheNetwork()
    {
        Model model = Architecture.Create("gru", new Shape(Waves, 2), 3, seed: 4);
        using Session session = new(model, new SessionOptions { Streaming = true });
        using SequencePlayer source = new(TwoWaves(), 50, new PlayerOptions { RestsAtZero = true, Shuffles = false });
        StringWriter lines = new();
        StreamReport report = new(session, ["a", "b", "c"], lines);
        GestureFinder finder = new(2, null, Options);
        new StreamRecognizer(session, finder).Follow(source, 1, report);
        string[] heard = lines.ToString().TrimEnd().Split('\n');
        Assert.Equal(2, heard.Length);
        // Both waves are the same: so is what the network says of them, whatever came before.
        Assert.Equal(heard[0][4..29], heard[1][4..29]);
        Assert.Equal((2 * finder.Length, 2), ((int)report.Times.Count, source.EventCount));
    }

    [Fact]
    public void TheReportCountsAgainstTheTruthAndFailsWhereItIsTooLittle()
    {
        Model model = Architecture.Create("gru", new Shape(Waves, 2), 2, seed: 4);
        using Session session = new(model, new SessionOptions { Streaming = true });
        using SequencePlayer source = new(TwoWaves(), 50, new PlayerOptions { RestsAtZero = true, Shuffles = false });
        StringWriter lines = new();
        StreamReport report = new(session, ["up", "down"], lines);
        new StreamRecognizer(session, new GestureFinder(2, null, Options)).Follow(source, 1, report);
        // The same wave twice under two names: one of the answers is right.
        Assert.Equal(0, report.Finish(source, "waves", leastAccuracy: 0.5f));
        Assert.Equal(1, report.Finish(source, "waves", leastAccuracy: 0.6f));
        Assert.Contains("Truth: 2 waves, 1 right, 1 confused, 0 missed, 0 invented: accuracy 50.00 %", lines.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void NamesThatTheNetworkDoesNotKnowAreShownAndNotJudged()
    {
        Model model = Architecture.Create("gru", new Shape(Waves, 2), 2, seed: 4);
        using Session session = new(model, new SessionOptions { Streaming = true });
        using SequencePlayer source = new(TwoWaves(), 50, new PlayerOptions { RestsAtZero = true, Shuffles = false });
        StringWriter lines = new();
        StreamReport report = new(session, ["left", "right"], lines);
        new StreamRecognizer(session, new GestureFinder(2, null, Options)).Follow(source, 1, report);
        Assert.Equal(0, report.Finish(source, "waves", leastAccuracy: 1));
        Assert.Contains("(down)", lines.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Truth", lines.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherSensorThanTheNetworksIsRefused()
    {
        Model model = Architecture.Create("gru", new Shape(Waves, 3), 2, seed: 4);
        using Session session = new(model, new SessionOptions { Streaming = true });
        using SequencePlayer source = new(TwoWaves(), 50, new PlayerOptions { RestsAtZero = true });
        StreamRecognizer recognizer = new(session, new GestureFinder(2, null, Options));
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => recognizer.Follow(source, 1, new StreamReport(session, ["a", "b"], TextWriter.Null))).Kind);
    }

    private static SequenceDataset TwoWaves()
    {
        float[] steps = new float[2 * Waves * 2];
        for (int i = 0; i < 2 * Waves; i++)
        {
            steps[2 * i] = MathF.Sin(0.6f * (i % Waves));
            steps[(2 * i) + 1] = MathF.Sin(0.4f * (i % Waves));
        }
        return new SequenceDataset("waves", 2, steps, [0, Waves, 2 * Waves]) { Classes = ["up", "down"], Labels = [0, 1] };
    }
}
