using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>
/// <c>y = (x - mean) / sqrt(variance + epsilon) * scale + bias</c> with the statistics of the axes from <paramref name="Axis"/> on; outputs
/// y, mean and <c>1 / sqrt(variance + epsilon)</c>. Scale and bias have the shape of those axes; bias may be left out.
/// </summary>
/// <param name="Axis">The first axis that is normalized over, from 0.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Centered">False for root mean square normalization: the mean counts as 0.</param>
internal sealed record LayerNormalization(int Axis, float Epsilon, bool Centered) : Operator
{
    /// <summary>ONNX LayerNormalization 17 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Value[] y = Emit(node, centered: true);
        node.Return(y[0], y[1], y[2]);
    }

    /// <summary>ONNX RMSNormalization 23 and newer.</summary>
    public static void ImportRms(ImportNode node) => node.Return(Emit(node, centered: false)[0]);

    public override void Infer(Node node)
    {
        Shape x = node.Shape(0);
        if (Axis < 0 || Axis >= x.Rank || x.Count == 0)
            node.Fail($"axis {Axis} is not one of {node.Input(0)}, or there is nothing to normalize.");
        Shape parameters = new(x.Dims[Axis..]);
        if (node.Shape(1) != parameters || (node.Has(2) && node.Shape(2) != parameters))
            node.Fail($"scale {node.Shape(1)} and bias {node.Optional(2)?.Shape} must have the normalized shape {parameters}.");
        int[] statistics = x.Dims.ToArray();
        statistics.AsSpan(Axis).Fill(1);
        node.AddOutput(ElementType.Float32, x);
        node.AddOutput(ElementType.Float32, new Shape(statistics));
        node.AddOutput(ElementType.Float32, new Shape(statistics));
    }

    public override Sharing Shares(Node node, int output) => output == 0 ? Sharing.InPlace(0) : Sharing.None;

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape x = node.Shape(0);
        steps.Add(new Maker(new LayerNormalizationArgs
        {
            Rows = x.Product(0, Axis),
            Length = x.Product(Axis, x.Rank),
            Epsilon = Epsilon,
            Centered = Centered,
            X = steps.Floats(node.Input(0)),
            Scale = steps.Floats(node.Input(1)),
            Bias = steps.OptionalFloats(node.Optional(2)),
            Y = steps.Floats(node.Outputs[0]),
            Mean = steps.Floats(node.Outputs[1]),
            Inverse = steps.Floats(node.Outputs[2]),
        }));
    }

    public override void ByFrames(Node node, StreamBuilder stream) => stream.PassUnless(node, axis => axis >= Axis, "normalizes");

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        Value dy = gradient.Of(node.Output) ?? gradient.Constant(new Tensor(ElementType.Float32, node.Shape(0)));
        Value[] gradients = gradient.EmitAll(
            new LayerNormalizationGradient(this), node.Input(0), node.Input(1), node.Outputs[1], node.Outputs[2], dy,
            gradient.Of(node.Outputs[1]), gradient.Of(node.Outputs[2]));
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            if (node.Optional(i) is { } input && gradient.Needs(input))
                gradient.Add(input, gradients[i]);
        }
    }

    private static Value[] Emit(ImportNode node, bool centered)
    {
        Value x = node.Input(0);
        int axis = node.Axis(node.Int("axis", -1), x.Shape.Rank);
        if (node.Int("stash_type", 1) != 1)
            node.Refuse("only stash_type 1 (32-bit floats) is supported");
        LayerNormalization op = new(axis, node.Float("epsilon", 1e-5f), centered);
        Shape parameters = new(x.Shape.Dims[axis..]);
        Value scale = Broadcast(node, node.Input(1), parameters);
        return node.Has(2) ? node.EmitAll(op, x, scale, Broadcast(node, node.Input(2), parameters)) : node.EmitAll(op, x, scale);
    }

    private static Value Broadcast(ImportNode node, Value parameter, Shape target)
    {
        if (parameter.Shape.Count == target.Count)
            return node.Reshape(parameter, target);
        if (Shape.Broadcast(parameter.Shape, target) != target)
            Throw.Shape($"{node.Path}: {parameter} does not broadcast to the normalized shape {target}.");
        return node.Emit(new Expand(target), parameter);
    }

    private readonly unsafe struct Maker(LayerNormalizationArgs args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct =>
            new KernelStep<LayerNormalizationArgs>(args, &LayerNormalizationF32.Forward<S, V>, args.Rows, 3L * args.Rows * args.Length);
    }
}
