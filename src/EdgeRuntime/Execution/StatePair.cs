namespace EdgeRuntime;

/// <summary>An input of a model that takes the state and the output that gives its next value.</summary>
/// <param name="Input">The input's name; it is no input of the session, which keeps it.</param>
/// <param name="Output">The output's name; of the input's type and shape.</param>
public sealed record StatePair(string Input, string Output)
{
    /// <summary>What the state is before the first step and after <see cref="Session.Reset"/>; null for zeros.</summary>
    public Tensor? Initial { get; init; }
}
