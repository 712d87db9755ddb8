using System;
using System.Globalization;

namespace DigitCamera;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments
{
    public const string Usage = "usage: DigitCamera [--frames N] [--seed N] [--folder DIR] [--model FILE.onnx] [--picture FILE.png] [--picture-of FRAME]";

    public int Frames { get; init; } = 200;

    public ulong Seed { get; init; } = 1;

    public string? Folder { get; init; }

    public string? Model { get; init; }

    public string Picture { get; init; } = "digitcamera.png";

    public int PictureOf { get; init; } = 10;

    public static Arguments Parse(string[] args)
    {
        Arguments arguments = new();
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : "";
            arguments = args[i] switch
            {
                "--frames" => arguments with { Frames = Number(args[i], value) },
                "--seed" => arguments with { Seed = (ulong)Number(args[i], value) },
                "--picture-of" => arguments with { PictureOf = Number(args[i], value) },
                "--folder" => arguments with { Folder = value },
                "--model" => arguments with { Model = value },
                "--picture" => arguments with { Picture = value },
                _ => throw new ArgumentException($"'{args[i]}' is not known."),
            };
            if (value.Length == 0)
                throw new ArgumentException($"{args[i]} needs a value.");
        }

        return arguments;
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new ArgumentException($"{name} must be a whole number from 1 on, got '{value}'.");
}
