namespace EdgeRuntime.Graphs;

/// <summary>A step that is one kernel with its arguments bound: what most steps are.</summary>
/// <typeparam name="TArgs">The kernel's pointers and sizes.</typeparam>
internal sealed unsafe class KernelStep<TArgs> : Step
    where TArgs : unmanaged
{
    private readonly TArgs args;
    private readonly delegate*<in TArgs, int, int, void> kernel;

    /// <param name="args">Bound for good.</param>
    /// <param name="kernel">Computes the units from one number up to, not including, another.</param>
    /// <param name="units">How many pieces the step can be cut into.</param>
    /// <param name="work">Roughly the operations of the step.</param>
    public KernelStep(TArgs args, delegate*<in TArgs, int, int, void> kernel, int units, long work)
    {
        this.args = args;
        this.kernel = kernel;
        Units = units;
        Work = work;
    }

    public override void Run(int first, int last, int worker) => kernel(in args, first, last);
}
