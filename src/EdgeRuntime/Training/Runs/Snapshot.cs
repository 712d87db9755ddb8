using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>A copy of some of a trainer's variables, allocated once.</summary>
internal sealed class Snapshot
{
    private readonly Trainer trainer;
    private readonly Value[] values;
    private readonly byte[][] copies;

    public Snapshot(Trainer trainer, IEnumerable<Value> values)
    {
        this.trainer = trainer;
        this.values = [.. values];
        copies = Array.ConvertAll(this.values, v => new byte[v.Bytes]);
    }

    /// <summary>The values, in the order of the trainer.</summary>
    public ReadOnlySpan<Value> Values => values;

    /// <summary>The copied bytes of one value.</summary>
    public byte[] Copy(int index) => copies[index];

    /// <summary>Copies the variables as they are.</summary>
    public void Take()
    {
        for (int i = 0; i < values.Length; i++)
            trainer.Memory(values[i]).CopyTo(copies[i]);
    }

    /// <summary>Writes the copies back.</summary>
    public void Restore()
    {
        for (int i = 0; i < values.Length; i++)
            copies[i].CopyTo(trainer.Memory(values[i]));
    }
}
