using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>
/// What brings all gradients together to a norm of at most <paramref name="Limit"/>: <c>min(1, limit / (norm + 1e-6))</c>, PyTorch's
/// clip_grad_norm_. Inputs: the scalars of <see cref="UpdateRule.WriteScalars"/>, then sums of squares, added in double in their order.
/// </summary>
/// <param name="Limit">The largest norm.</param>
internal sealed record ClipFactor(float Limit) : Operator
{
    public override void Infer(Node node) => node.AddOutput(ElementType.Float32, default);

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        FactorStep step = new(Limit, steps.Floats(node.Input(0)), steps.Floats(node.Output), node.Inputs.Length - 1);
        for (int i = 1; i < node.Inputs.Length; i++)
            step.Sums[i - 1] = ((nint)steps.Floats(node.Input(i)), node.Shape(i).Count);
        steps.Add(step);
    }

    private sealed unsafe class FactorStep(float limit, float* scalars, float* factor, int count) : Step
    {
        public (nint From, int Count)[] Sums { get; } = new (nint, int)[count];

        public override void Run(int first, int last, int worker)
        {
            if (scalars[UpdateRule.Due] == 0f)
                return;
            double sum = 0;
            foreach ((nint from, int length) in Sums)
            {
                for (int i = 0; i < length; i++)
                    sum += ((float*)from)[i];
            }

            double ratio = limit / (Math.Sqrt(sum) + 1e-6);
            *factor = ratio >= 1 ? 1f : (float)ratio; // NaN goes on into the weights, where the loss shows it
        }
    }
}
