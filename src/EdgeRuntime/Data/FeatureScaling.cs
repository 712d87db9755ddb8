namespace EdgeRuntime.Data;

/// <summary>How features are brought to a common size: tables column by column, all other samples channel by channel (their first axis).</summary>
public enum FeatureScaling
{
    /// <summary>They stay as they are.</summary>
    None,

    /// <summary><c>(x - min) / (max - min)</c>: 0 to 1 over the part to train on.</summary>
    MinMax,

    /// <summary><c>(x - mean) / deviation</c>: mean 0 and deviation 1 over the part to train on; the deviation is that of the whole population (divisor n).</summary>
    Standard,
}
