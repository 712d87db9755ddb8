using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using EdgeRuntime.Execution.Streaming;
using EdgeRuntime.Graphs;

namespace EdgeRuntime;

/// <content>What a session keeps from one run to the next.</content>
public sealed partial class Session
{
    private readonly SessionStates states;
    private readonly Value? frame; // what Step fills; null where that is not one float input
    private readonly nint framePlace;

    /// <summary>What the session keeps between runs: state inputs, states of recurrent layers, past frames of convolutions.</summary>
    public IReadOnlyList<TensorInfo> States => states.Infos;

    /// <summary>The bytes of all states, in the persistent part of the arena.</summary>
    public long StateBytes => states.Bytes;

    /// <summary>The bytes that <see cref="Snapshot"/> writes.</summary>
    public int SnapshotBytes => states.SnapshotBytes;

    /// <summary>The numbers that <see cref="Step"/> takes at once; 0 where the session does not stream.</summary>
    public int FrameLength => frame?.Shape.Count ?? 0;

    internal Shape FrameShape => frame?.Shape ?? default;

    /// <summary>Copies a frame into the session's input and runs: the outputs are those of the newest frame.</summary>
    /// <param name="values">The whole input of one step, row-major; what is not a number goes into the state as it is.</param>
    /// <exception cref="EdgeException">The frame has another length, or the session does not stream.</exception>
    public unsafe void Step(ReadOnlySpan<float> values)
    {
        executable.ThrowIfGivenBack();
        if (frame is null)
            RefuseStep();
        if (values.Length != frame.Shape.Count)
            Throw.Data($"The frame has {values.Length} numbers, a step takes {frame}: {frame.Shape.Count} numbers.");
        values.CopyTo(new Span<float>((void*)framePlace, values.Length));
        Run();
    }

    /// <summary>Sets all states to what they were before the first run.</summary>
    public void Reset()
    {
        executable.ThrowIfGivenBack();
        states.Reset();
    }

    /// <summary>Writes all states, so that <see cref="Restore"/> of this or another session of the same model can go on from here.</summary>
    /// <param name="destination">At least <see cref="SnapshotBytes"/> bytes.</param>
    /// <exception cref="EdgeException">The span is too short.</exception>
    public void Snapshot(Span<byte> destination)
    {
        executable.ThrowIfGivenBack();
        states.Snapshot(destination);
    }

    /// <summary>Sets all states to what they were when <see cref="Snapshot"/> was called.</summary>
    /// <param name="snapshot">What it wrote.</param>
    /// <exception cref="EdgeException">The bytes are no snapshot, are damaged, or hold the state of another model; the states stay as they were.</exception>
    public void Restore(ReadOnlySpan<byte> snapshot)
    {
        executable.ThrowIfGivenBack();
        states.Restore(snapshot);
    }

    [DoesNotReturn]
    private void RefuseStep() => Throw.Data(states.IsEmpty
        ? "This session does not stream: make it with SessionOptions.Streaming or with States, or call Run."
        : $"Step fills one input of 32-bit floats, this session has {Inputs.Count}: write them and call Run.");
}
