namespace EdgeRuntime.Data;

/// <summary>What is done with numbers that a table lacks: empty cells, <c>NA</c>, <c>NaN</c>, <c>null</c>, <c>?</c>.</summary>
public enum MissingValues
{
    /// <summary>The first one is an error that names its place.</summary>
    Refuse,

    /// <summary>Samples that lack a number are left out.</summary>
    Drop,

    /// <summary>The mean of the feature over the part to train on stands in; in columns of text the commonest text.</summary>
    Mean,

    /// <summary>The median of the feature over the part to train on stands in; in columns of text the commonest text.</summary>
    Median,
}
