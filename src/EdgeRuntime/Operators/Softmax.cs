using EdgeRuntime.Graphs;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary><c>y = e^x / sum(e^x)</c> along an axis, shifted by the maximum so that nothing overflows; or its logarithm.</summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="Logarithm">Whether the logarithm is taken: LogSoftmax.</param>
internal sealed record Softmax(int Axis, bool Logarithm = false) : Operator
{
    public override string Type => Logarithm ? "LogSoftmax" : "Softmax";

    /// <summary>ONNX Softmax 1, 11 (all axes from <c>axis</c> on are one), 13 and newer (that axis alone).</summary>
    public static void Import(ImportNode node) => Import(node, false);

    /// <summary>ONNX LogSoftmax 1, 11, 13 and newer, with axes as in Softmax.</summary>
    public static void ImportLogarithm(ImportNode node) => Import(node, true);

    public override void Infer(Node node)
    {
        if (Axis < 0 || Axis >= node.Shape(0).Rank)
            node.Fail($"axis {Axis} is not one of the {node.Shape(0).Rank} axes of {node.Input(0)}.");
        node.AddOutput(ElementType.Float32, node.Shape(0));
    }

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(0);

    public override unsafe void Compile(Node node, StepBuilder steps) =>
        steps.Add(new Maker(new SoftmaxArgs(node.Shape(0), Axis, Logarithm, steps.Floats(node.Input(0)), null, steps.Floats(node.Output))));

    public override void ByFrames(Node node, StreamBuilder stream) => stream.PassUnless(node, axis => axis == Axis, "normalizes");

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(new SoftmaxGradient(Axis, Logarithm), node.Output, dy));
    }

    private static void Import(ImportNode node, bool logarithm)
    {
        Value x = node.Input(0);
        Shape shape = x.Shape;
        if (node.Opset >= 13)
        {
            node.Return(node.Emit(new Softmax(node.Axis(node.Int("axis", -1), shape.Rank), logarithm), x));
            return;
        }

        int axis = node.Int("axis", 1);
        if (axis != shape.Rank)
            axis = node.Axis(axis, shape.Rank);
        Value flat = node.Reshape(x, new Shape(shape.Product(0, axis), shape.Product(axis, shape.Rank)));
        node.Return(node.Reshape(node.Emit(new Softmax(1, logarithm), flat), shape));
    }

    private readonly struct Maker(SoftmaxArgs args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new SoftmaxStep<S, V>(args);
    }
}
