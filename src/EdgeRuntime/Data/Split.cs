namespace EdgeRuntime.Data;

/// <summary>Which part of a data set: <c>#train</c>, <c>#val</c>, <c>#test</c> in a SPEC.</summary>
public enum Split
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>To train on.</summary>
    Train,

    /// <summary>To choose settings by.</summary>
    Validation,

    /// <summary>To measure the result with, once.</summary>
    Test,
}
