namespace EdgeRuntime.Memory;

/// <summary>A block of bytes and the steps during which it must not be touched by others, both ends included.</summary>
/// <param name="Name">What the block holds, for messages and pictures.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="First">The step that writes it first.</param>
/// <param name="Last">The step that reads it last.</param>
internal readonly record struct Lifetime(string Name, long Bytes, int First, int Last)
{
    public bool Overlaps(in Lifetime other) => First <= other.Last && other.First <= Last;
}
