using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using Devices.Imaging;
using EdgeRuntime;
using EdgeRuntime.Data.Images;

namespace DigitCamera;

/// <summary>Counts, times and prints what the camera saw.</summary>
internal sealed class Report(Session session)
{
    /// <summary>Below this part of digits read rightly on frames with known truth, the program fails.</summary>
    private const float LeastAccuracy = 0.95f;
    private const int PrintEvery = 20;

    private readonly RecognitionScore score = new();
    private int frames;
    private int digits;
    private double readMicroseconds, thresholdMicroseconds, componentsMicroseconds, selectMicroseconds, cropMicroseconds, networkMicroseconds;
    private string? picture;

    /// <summary>Refuses a network that is not made for digits of 28 x 28 pixels.</summary>
    public static void CheckFits(Session session)
    {
        (Shape input, Shape output) = (session.Inputs[0].Shape, session.Outputs[0].Shape);
        if (session.Inputs.Count != 1 || input.Count != DigitFinder.SampleLength || output.Count != 10)
            throw new EdgeException(ErrorKind.Shape, $"the model takes {input} and gives {output}: one input of 28 x 28 pixels and ten logits are needed.");
    }

    public void Add(int number, IFrameSource source, DigitFinder finder, ReadOnlySpan<int> labels, long readTicks, long networkTicks)
    {
        frames++;
        digits += labels.Length;
        readMicroseconds += Microseconds(readTicks);
        networkMicroseconds += Microseconds(networkTicks);
        thresholdMicroseconds += finder.Times.ThresholdMicroseconds;
        componentsMicroseconds += finder.Times.ComponentsMicroseconds;
        selectMicroseconds += finder.Times.SelectMicroseconds;
        cropMicroseconds += finder.Times.CropMicroseconds;
        if (source.KnowsTruth)
            score.Add(source.Truth, finder.Boxes, labels);
        if (number % PrintEvery == 0 || number == 1)
        {
            string accuracy = source.KnowsTruth ? $", {score.Accuracy:P1} right so far" : "";
            Console.WriteLine($"frame {number} ({source.FrameName}): {string.Join(' ', labels.ToArray())}; find {finder.Times.TotalMicroseconds:F0} us, network {Microseconds(networkTicks):F0} us{accuracy}");
        }
    }

    public void SavePicture(Image image, string path)
    {
        Png.Write(path, image);
        picture = Path.GetFullPath(path);
    }

    /// <summary>Prints the summary and gives the exit status.</summary>
    public int Finish(IFrameSource source)
    {
        if (frames == 0)
        {
            Console.Error.WriteLine("DigitCamera: the source gave no frame.");
            return 1;
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{frames} frames, {digits} digits read. Per frame, in microseconds: source {readMicroseconds / frames:F0}, threshold {thresholdMicroseconds / frames:F0}, components {componentsMicroseconds / frames:F0}, selection {selectMicroseconds / frames:F0}, crops {cropMicroseconds / frames:F0}, network {networkMicroseconds / frames:F0} ({networkMicroseconds / Math.Max(digits, 1):F1} a digit, {session.Isa.ToString().ToLowerInvariant()})."));
        if (picture is not null)
            Console.WriteLine($"Annotated picture: {picture}");
        if (!source.KnowsTruth)
            return 0;
        bool good = score.Accuracy >= LeastAccuracy;
        Console.WriteLine($"Truth: {score.Digits} digits, {score.Correct} right, {score.Confused} confused, {score.Missed} missed, {score.Invented} invented: accuracy {score.Accuracy:P2}{(good ? "" : $", below {LeastAccuracy:P0}: the network or the finder does not suit these frames")}.");
        return good ? 0 : 1;
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
