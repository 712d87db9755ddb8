using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Execution.Streaming;

/// <summary>The states of a session in its arena: set back, written out and read in again; nothing is allocated.</summary>
/// <remarks>A snapshot is little-endian: "EDGESTAT", version (4), count of states (4), hash of the layout (8), hash of the content (8), the bytes of each state.</remarks>
internal sealed class SessionStates
{
    private const int HeaderBytes = 32;
    private const int Version = 1;

    private readonly List<(Value State, nint Place)> states = [];
    private readonly ulong layout;

    public SessionStates(Executable executable)
    {
        Graph graph = executable.Graph;
        layout = Fnv.Add(Fnv.Start, graph.Name);
        foreach (Value state in graph.States)
        {
            states.Add((state, executable.Pointer(state)));
            Bytes += state.Bytes;
            layout = Fnv.Add(layout, state.ToString());
        }

        Infos = graph.States.ConvertAll(state => new TensorInfo(state.Name, state.Type, state.Shape));
    }

    public IReadOnlyList<TensorInfo> Infos { get; }

    /// <summary>The bytes of all states.</summary>
    public long Bytes { get; }

    public int SnapshotBytes => checked(HeaderBytes + (int)Bytes);

    public bool IsEmpty => states.Count == 0;

    public void Reset()
    {
        foreach ((Value state, nint place) in states)
        {
            if (state.Data is { } initial)
                initial.Bytes.CopyTo(Memory(state, place));
            else
                Memory(state, place).Clear();
        }
    }

    public void Snapshot(Span<byte> destination)
    {
        if (destination.Length < SnapshotBytes)
            Throw.Data($"A snapshot of this session takes {SnapshotBytes} bytes, the span has {destination.Length}.");
        Span<byte> content = destination[HeaderBytes..SnapshotBytes];
        foreach ((Value state, nint place) in states)
        {
            Span<byte> memory = Memory(state, place);
            memory.CopyTo(content);
            content = content[memory.Length..];
        }

        WriteHeader(destination, Fnv.Add(Fnv.Start, destination[HeaderBytes..SnapshotBytes]));
    }

    public void Restore(ReadOnlySpan<byte> snapshot)
    {
        if (snapshot.Length < HeaderBytes || !snapshot[..8].SequenceEqual("EDGESTAT"u8))
            Throw.Data($"These {snapshot.Length} bytes are no snapshot of a session's state.");
        if (BinaryPrimitives.ReadInt32LittleEndian(snapshot[8..]) is var version and not Version)
            Throw.Data($"The snapshot is of version {version}, this Edge reads version {Version}.");
        if (BinaryPrimitives.ReadInt32LittleEndian(snapshot[12..]) != states.Count || BinaryPrimitives.ReadUInt64LittleEndian(snapshot[16..]) != layout)
            Throw.Data($"The snapshot holds the state of another model: this one keeps {states.Count} states of {Bytes} bytes, with other names, types or shapes.");
        if (snapshot.Length < SnapshotBytes)
            Throw.Data($"The snapshot is cut off: it has {snapshot.Length} bytes, {SnapshotBytes} are needed.");
        ReadOnlySpan<byte> content = snapshot[HeaderBytes..SnapshotBytes];
        if (Fnv.Add(Fnv.Start, content) != BinaryPrimitives.ReadUInt64LittleEndian(snapshot[24..]))
            Throw.Data("The snapshot is damaged: its content does not have the hash that it was written with.");
        foreach ((Value state, nint place) in states)
        {
            Span<byte> memory = Memory(state, place);
            content[..memory.Length].CopyTo(memory);
            content = content[memory.Length..];
        }
    }

    private void WriteHeader(Span<byte> destination, ulong content)
    {
        "EDGESTAT"u8.CopyTo(destination);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], states.Count);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], layout);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], content);
    }

    private static unsafe Span<byte> Memory(Value state, nint place) => new((void*)place, checked((int)state.Bytes));
}
