using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import.Onnx;

namespace EdgeCli;

/// <summary>Whether a model can be run frame by frame, what a step then costs and keeps, or why it cannot.</summary>
internal sealed class StreamFacts
{
    private readonly long stateBytes;
    private readonly long stepMacs;
    private readonly long stepArenaBytes;
    private readonly Shape frame;

    private StreamFacts(string reason) => Reason = reason;

    private StreamFacts(Session session)
    {
        (stateBytes, stepArenaBytes, frame) = (session.StateBytes, session.ArenaBytes, session.FrameShape);
        foreach (Node node in session.Executable.Graph.Nodes)
            stepMacs += node.Operator.Macs(node);
    }

    /// <summary>Why the model cannot be run frame by frame; null where it can.</summary>
    public string? Reason { get; }

    /// <summary>Tries by the model's sequence or, where its states have names that say so, by these.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How.</param>
    /// <param name="isAsked">Whether the options say how to stream; else pictures are not looked at.</param>
    public static StreamFacts Of(Model model, SessionOptions options, bool isAsked)
    {
        if (!isAsked && (model.RunTimeInputs is not [{ } first, ..] || first.Type?.TensorType?.Shape is not { Dim.Count: <= 3 }))
            return new StreamFacts("its input is no sequence [batch, time, features]; --stream --time-axis AXIS tries all the same");
        try
        {
            return Open(model, isAsked ? options : options with { Streaming = true });
        }
        catch (EdgeException e)
        {
            if (!isAsked && model.RunTimeInputs.Count > 1 && Explicit(model, options) is { } byStates)
                return byStates;
            string hint = model.RunTimeInputs.Count > 1 && !isAsked ? " If an input takes a state, name it: --stream --state IN=OUT." : "";
            return new StreamFacts(e.Message + hint);
        }
    }

    public override string ToString() => Reason is null
        ? $"frames {frame}, {stateBytes} bytes of state, {stepMacs} MACs a step, arena {stepArenaBytes} bytes"
        : $"no: {Reason}";

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteBoolean("streamable", Reason is null);
        if (Reason is not null)
        {
            json.WriteString("streaming_reason", Reason);
            json.WriteNull("state_bytes");
            json.WriteNull("step_macs");
            return;
        }

        json.WriteNumber("state_bytes", stateBytes);
        json.WriteNumber("step_macs", stepMacs);
        json.WriteNumber("step_arena_bytes", stepArenaBytes);
        json.WriteStartArray("frame");
        foreach (int length in frame.Dims)
            json.WriteNumberValue(length);
        json.WriteEndArray();
    }

    private static StreamFacts? Explicit(Model model, SessionOptions options)
    {
        try
        {
            return Open(model, options with { FindStates = true });
        }
        catch (EdgeException)
        {
            return null; // the reason that counts is the one above
        }
    }

    private static StreamFacts Open(Model model, SessionOptions options)
    {
        using Session session = new(model, options);
        return new StreamFacts(session);
    }
}
