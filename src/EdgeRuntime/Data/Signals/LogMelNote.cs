using System;
using System.Buffers;
using System.Text;
using System.Text.Json;

namespace EdgeRuntime.Data.Signals;

/// <summary>Options of a mel front end as text: one JSON object with a property for each of them.</summary>
internal static class LogMelNote
{
    public static string Write(LogMelOptions options)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("rate", options.SampleRate);
            json.WriteNumber("frame", options.FrameLength);
            json.WriteNumber("hop", options.Hop);
            json.WriteNumber("fft", options.FftLength);
            json.WriteString("window", options.Window.ToString());
            json.WriteBoolean("periodic", options.PeriodicWindow);
            json.WriteBoolean("centered", options.Centered);
            json.WriteNumber("preemphasis", options.PreEmphasis);
            json.WriteNumber("power", options.Power);
            json.WriteNumber("bands", options.MelBands);
            json.WriteNumber("low", options.LowHertz);
            json.WriteNumber("high", options.HighHertz);
            json.WriteString("scale", options.Scale.ToString());
            json.WriteBoolean("normalized", options.NormalizedBands);
            json.WriteString("log", options.Log.ToString());
            json.WriteNumber("floor", options.Floor);
            json.WriteNumber("coefficients", options.Coefficients);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a note; every property must be there, so that a cut one is not taken for the defaults.</summary>
    public static LogMelOptions Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            LogMelOptions options = new()
            {
                SampleRate = Property(root, "rate").GetInt32(),
                FrameLength = Property(root, "frame").GetInt32(),
                Hop = Property(root, "hop").GetInt32(),
                FftLength = Property(root, "fft").GetInt32(),
                Window = Named<SignalWindow>(root, "window"),
                PeriodicWindow = Property(root, "periodic").GetBoolean(),
                Centered = Property(root, "centered").GetBoolean(),
                PreEmphasis = Property(root, "preemphasis").GetSingle(),
                Power = Property(root, "power").GetInt32(),
                MelBands = Property(root, "bands").GetInt32(),
                LowHertz = Property(root, "low").GetSingle(),
                HighHertz = Property(root, "high").GetSingle(),
                Scale = Named<MelScale>(root, "scale"),
                NormalizedBands = Property(root, "normalized").GetBoolean(),
                Log = Named<LogKind>(root, "log"),
                Floor = Property(root, "floor").GetSingle(),
                Coefficients = Property(root, "coefficients").GetInt32(),
            };
            return options.Fault() is { } fault ? throw new FormatException(fault) : options;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            Throw.Format($"The model's note of how sound becomes its input (edge.logmel) cannot be read: {error.Message}", error);
            return null!;
        }
    }

    private static JsonElement Property(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) ? value : throw new FormatException($"'{name}' is missing.");

    private static T Named<T>(JsonElement root, string name)
        where T : struct, Enum =>
        Enum.TryParse(Property(root, name).GetString(), out T value) && Enum.IsDefined(value) ? value : throw new FormatException($"'{name}' is '{Property(root, name)}'.");
}
