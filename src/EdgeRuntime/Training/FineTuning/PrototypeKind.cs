namespace EdgeRuntime.Training;

/// <summary>How a <see cref="PrototypeClassifier"/> tells classes apart.</summary>
public enum PrototypeKind
{
    /// <summary>By the distance to the mean of a class's embeddings.</summary>
    NearestMean,

    /// <summary>By the angle to the mean of a class's embeddings of length 1.</summary>
    Imprinted,
}
