namespace EdgeCli;

/// <summary>How data are divided for cross-validation.</summary>
/// <param name="Count">How many stratified parts; null for a part a group.</param>
internal readonly record struct FoldKind(int? Count);
