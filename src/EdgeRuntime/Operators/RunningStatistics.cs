using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// <c>running momentum + batch (1 - momentum)</c> for the mean and the variance [C]: inputs running mean, running variance, batch mean,
/// batch variance.
/// </summary>
/// <param name="Momentum">How much of the old statistics stays.</param>
/// <param name="Overwrites">Whether the results replace inputs 0 and 1, which are variables then.</param>
internal sealed record RunningStatistics(float Momentum, bool Overwrites) : Operator
{
    public override bool Updates => Overwrites;

    public override void Infer(Node node)
    {
        node.ExpectOneShape(4);
        node.AddOutput(ElementType.Float32, node.Shape(0));
        node.AddOutput(ElementType.Float32, node.Shape(0));
    }

    public override Sharing Shares(Node node, int output) => Overwrites ? Sharing.View(output) : Sharing.None;

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        for (int i = 0; i < 2; i++)
        {
            Args args = new()
            {
                Running = steps.Floats(node.Input(i)),
                Batch = steps.Floats(node.Input(i + 2)),
                Result = steps.Floats(node.Outputs[i]),
                Momentum = Momentum,
            };
            steps.Add(new KernelStep<Args>(args, &Run, node.Shape(0).Count, node.Shape(0).Count));
        }
    }

    /// <summary>Statistics follow the batches; no loss depends on what they will be.</summary>
    public override void Gradient(Node node, GradientBuilder gradient)
    {
    }

    private static unsafe void Run(in Args args, int first, int last)
    {
        for (int c = first; c < last; c++)
            args.Result[c] = MathF.FusedMultiplyAdd(args.Running[c], args.Momentum, args.Batch[c] * (1f - args.Momentum));
    }

    private unsafe struct Args
    {
        public float* Running;
        public float* Batch;
        public float* Result;
        public float Momentum;
    }
}
