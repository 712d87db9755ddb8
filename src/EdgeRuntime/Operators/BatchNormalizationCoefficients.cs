using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// From scale, bias, mean and variance [C] to <c>factor = scale / sqrt(variance + epsilon)</c> and <c>offset = bias - mean factor</c>;
/// computed when the model is loaded unless the statistics are inputs.
/// </summary>
/// <param name="Epsilon">Added to the variance.</param>
internal sealed record BatchNormalizationCoefficients(float Epsilon) : Operator
{
    public override void Infer(Node node)
    {
        for (int i = 1; i < 4; i++)
        {
            if (node.Shape(i) != node.Shape(0))
                node.Fail($"{node.Input(i)} must have the shape of {node.Input(0)}.");
        }

        node.AddOutput(ElementType.Float32, node.Shape(0));
        node.AddOutput(ElementType.Float32, node.Shape(0));
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Args args = new()
        {
            Scale = steps.Floats(node.Input(0)),
            Bias = steps.Floats(node.Input(1)),
            Mean = steps.Floats(node.Input(2)),
            Variance = steps.Floats(node.Input(3)),
            Factor = steps.Floats(node.Outputs[0]),
            Offset = steps.Floats(node.Outputs[1]),
            Epsilon = Epsilon,
        };
        steps.Add(new KernelStep<Args>(args, &Run, node.Shape(0).Count, node.Shape(0).Count));
    }

    private static unsafe void Run(in Args args, int first, int last)
    {
        for (int c = first; c < last; c++)
        {
            args.Factor[c] = args.Scale[c] / MathF.Sqrt(args.Variance[c] + args.Epsilon);
            args.Offset[c] = MathF.FusedMultiplyAdd(-args.Mean[c], args.Factor[c], args.Bias[c]);
        }
    }

    private unsafe struct Args
    {
        public float* Scale;
        public float* Bias;
        public float* Mean;
        public float* Variance;
        public float* Factor;
        public float* Offset;
        public float Epsilon;
    }
}
