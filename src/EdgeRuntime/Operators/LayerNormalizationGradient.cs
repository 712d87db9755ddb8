using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>The gradient of <see cref="LayerNormalization"/>: from x, scale, mean, inverse deviation, dy, dmean and dinverse to dx, dscale and dbias.</summary>
/// <param name="Forward">The normalization.</param>
internal sealed record LayerNormalizationGradient(LayerNormalization Forward) : Operator
{
    public override void Infer(Node node)
    {
        if (node.Shape(4) != node.Shape(0) || node.Shape(2).Count != node.Shape(0).Product(0, Forward.Axis) || node.Shape(3) != node.Shape(2))
            node.Fail($"mean {node.Shape(2)}, inverse deviation {node.Shape(3)} and dy {node.Shape(4)} do not belong to {node.Input(0)}.");
        node.AddOutput(ElementType.Float32, node.Shape(0));
        node.AddOutput(ElementType.Float32, node.Shape(1));
        node.AddOutput(ElementType.Float32, node.Shape(1));
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape x = node.Shape(0);
        LayerNormalizationArgs args = new()
        {
            Rows = x.Product(0, Forward.Axis),
            Length = x.Product(Forward.Axis, x.Rank),
            Epsilon = Forward.Epsilon,
            Centered = Forward.Centered,
            X = steps.Floats(node.Input(0)),
            Scale = steps.Floats(node.Input(1)),
            Mean = steps.Floats(node.Input(2)),
            Inverse = steps.Floats(node.Input(3)),
            Dy = steps.Floats(node.Input(4)),
            Dmean = steps.OptionalFloats(node.Optional(5)),
            Dinverse = steps.OptionalFloats(node.Optional(6)),
            Dx = steps.Floats(node.Outputs[0]),
            Dscale = steps.Floats(node.Outputs[1]),
            Dbias = steps.Floats(node.Outputs[2]),
        };
        steps.Add(new InputMaker(args));
        steps.Add(new ParameterMaker(args));
    }

    private readonly unsafe struct InputMaker(LayerNormalizationArgs args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct =>
            new KernelStep<LayerNormalizationArgs>(args, &LayerNormalizationF32.InputGradient<S, V>, args.Rows, 3L * args.Rows * args.Length);
    }

    private readonly unsafe struct ParameterMaker(LayerNormalizationArgs args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            int blocks = (args.Length + LayerNormalizationF32.Block - 1) / LayerNormalizationF32.Block;
            return new KernelStep<LayerNormalizationArgs>(
                args, &LayerNormalizationF32.ParameterGradients<S, V>, blocks, 2L * args.Rows * args.Length);
        }
    }
}
