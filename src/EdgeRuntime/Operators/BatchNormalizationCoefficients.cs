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
        node.ExpectOneShape(4);
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

    /// <summary>With <c>g = dfactor - mean doffset</c>: the offset holds the factor too.</summary>
    public override void Gradient(Node node, GradientBuilder gradient)
    {
        Value zeros = gradient.Constant(new Tensor(ElementType.Float32, node.Shape(0)));
        Value factor = node.Outputs[0], mean = node.Input(2);
        Value doffset = gradient.Of(node.Outputs[1]) ?? zeros;
        Value g = gradient.Emit(new Sub(), gradient.Of(factor) ?? zeros, gradient.Emit(new Mul(), mean, doffset));
        Value variance = gradient.Emit(new Add(), node.Input(3), gradient.Constant(Tensor.Scalar(Epsilon)));
        if (gradient.Needs(node.Input(0)))
            gradient.Add(node.Input(0), gradient.Emit(new Div(), g, gradient.Emit(new Sqrt(), variance)));
        if (gradient.Needs(node.Input(1)))
            gradient.Add(node.Input(1), doffset);
        if (gradient.Needs(mean))
            gradient.Add(mean, gradient.Emit(new Neg(), gradient.Emit(new Mul(), factor, doffset)));
        if (gradient.Needs(node.Input(3)))
        {
            Value slope = gradient.Emit(new Div(), gradient.Emit(new Mul(), g, factor), variance);
            gradient.Add(node.Input(3), gradient.Emit(new Mul(), slope, gradient.Constant(Tensor.Scalar(-0.5f))));
        }
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
