namespace EdgeRuntime.Training;

/// <summary>What a network of sequences concludes from.</summary>
public enum SequencePooling
{
    /// <summary>The state after the last step; of the backward direction, after the first.</summary>
    Last,

    /// <summary>The mean of the states of all steps.</summary>
    Mean,
}
