using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>The smallest element of each window of x [N, ..., C]; padding never wins. Edge's own operator, domain <c>edge</c>.</summary>
/// <param name="Window">How the window slides.</param>
internal sealed record MinPool(Window Window) : Operator
{
    /// <summary>edge.MinPool 1: the attributes of ONNX MaxPool 12, without Indices.</summary>
    public static void Import(ImportNode node) =>
        node.Return(node.ToChannelsFirst(node.Emit(new MinPool(Pooling.ImportWindow(node)), node.ToChannelsLast(node.Input(0)))));

    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int8 or ElementType.UInt8;

    public override void Infer(Node node) => node.AddOutput(node.Type(0), Window.Output(node, node.Shape(0)[^1]));

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        PoolGeometry geometry = Pooling.Geometry(Window, node.Shape(0), node.Output.Shape);
        if (node.Type(0) == ElementType.Float32)
            PoolSteps.Add<MinFold>(steps, new PoolArgs { X = steps.Floats(node.Input(0)), Y = steps.Floats(node.Output), Geometry = geometry });
        else
            PoolSteps.AddInt8(steps, node, geometry, least: true);
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(new ExtremePoolGradient(Window), node.Input(0), node.Output, dy));
    }
}
