namespace EdgeRuntime.Training;

/// <summary>How the learning rate goes over a run. A pure function of the position: it keeps no state, and gives the same bits on every machine.</summary>
public abstract record Schedule
{
    /// <summary>Whether the rates depend on how many epochs the whole run has, so that a run cannot be lengthened later.</summary>
    public virtual bool DependsOnLength => false;

    /// <summary>Whether the rates depend on the losses of the epochs that are done, so that the data which these are measured on choose something.</summary>
    public virtual bool DependsOnLosses => false;

    /// <summary>The learning rate of the coming step.</summary>
    /// <param name="rate">The optimizer's rate, or what the schedule before this one made of it.</param>
    /// <param name="position">Where the run is.</param>
    public abstract double Rate(double rate, in RunPosition position);

    /// <summary>Reads a schedule: <c>cosine</c>, <c>step:10,0.1</c>, <c>exponential:0.95</c>, <c>one-cycle:0.1</c>, <c>plateau:3,0.5</c>, <c>warmup:100</c>, several joined by <c>+</c>.</summary>
    /// <param name="text">For example <c>warmup:100+cosine</c>.</param>
    /// <exception cref="EdgeException">Kind Data: what is wrong with the text.</exception>
    public static Schedule Parse(string text) => ScheduleText.Parse(text);

    /// <summary>Refuses numbers that make no schedule.</summary>
    internal virtual void Check()
    {
    }
}
