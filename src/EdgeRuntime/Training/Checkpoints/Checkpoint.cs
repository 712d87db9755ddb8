using System;
using System.Collections.Generic;

namespace EdgeRuntime.Training;

/// <summary>A checkpoint that was read: nothing of it is in the trainer yet.</summary>
/// <param name="Fingerprint">Whose run it is.</param>
/// <param name="State">Where the run was.</param>
/// <param name="StepCount">The trainer's steps.</param>
/// <param name="Variables">The trainer's variables.</param>
/// <param name="Best">The best epoch's weights; empty where no epoch was done.</param>
internal sealed record Checkpoint(Fingerprint Fingerprint, RunState State, long StepCount, IReadOnlyList<SavedTensor> Variables, IReadOnlyList<SavedTensor> Best);

/// <summary>One tensor of a checkpoint.</summary>
/// <param name="Name">Its name, type and shape, as a value prints them.</param>
/// <param name="Bytes">Its elements.</param>
internal readonly record struct SavedTensor(string Name, ReadOnlyMemory<byte> Bytes);
