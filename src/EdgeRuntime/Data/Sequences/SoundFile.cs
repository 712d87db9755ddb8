namespace EdgeRuntime.Data.Sequences;

/// <summary>A file of sound and what its place and name say.</summary>
/// <param name="Name">Its path in the set.</param>
/// <param name="Label">Its class.</param>
/// <param name="Group">Who speaks; null where the name does not say.</param>
/// <param name="Part">The part that it belongs to; null where parts are random shares.</param>
/// <param name="IsNumbered">Whether the part follows from the number in its name.</param>
internal readonly record struct SoundFile(string Name, string Label, string? Group, Split? Part, bool IsNumbered);
