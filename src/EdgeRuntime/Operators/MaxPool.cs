using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>The greatest element of each window of x [N, ..., C]; padding never wins.</summary>
/// <param name="Window">How the window slides.</param>
/// <param name="Indices">Whether output 1 tells where each winner stands in the [N, C, ...] tensor, as 64-bit integers.</param>
/// <param name="ColumnMajor">Whether those indices count the outermost spatial axis fastest.</param>
internal sealed record MaxPool(Window Window, bool Indices = false, bool ColumnMajor = false) : Operator
{
    /// <summary>ONNX MaxPool 1, 8 (Indices), 10 (dilations, ceil_mode), 11, 12 (8-bit integers), 22 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Window window = Pooling.ImportWindow(node);
        bool columnMajor = node.Flag("storage_order", false);
        MaxPool pool = new(window, node.Wants(1), node.Wants(1) && columnMajor);
        node.Return(System.Array.ConvertAll(node.EmitAll(pool, node.ToChannelsLast(node.Input(0))), node.ToChannelsFirst));
    }

    /// <summary>ONNX GlobalMaxPool 1, 22 and newer.</summary>
    public static void ImportGlobal(ImportNode node) =>
        node.Return(node.ToChannelsFirst(node.Emit(new MaxPool(Pooling.ImportGlobal(node)), node.ToChannelsLast(node.Input(0)))));

    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int8 or ElementType.UInt8;

    public override void Infer(Node node)
    {
        Shape y = Window.Output(node, node.Shape(0)[^1]);
        node.AddOutput(node.Type(0), y);
        if (Indices)
            node.AddOutput(ElementType.Int64, y);
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        PoolGeometry geometry = Pooling.Geometry(Window, node.Shape(0), node.Output.Shape);
        if (node.Type(0) == ElementType.Float32)
            PoolSteps.Add<MaxFold>(steps, new PoolArgs { X = steps.Floats(node.Input(0)), Y = steps.Floats(node.Output), Geometry = geometry });
        else
            PoolSteps.AddInt8(steps, node, geometry, least: false);
        if (Indices)
            PoolSteps.AddIndices(steps, node, geometry, ColumnMajor);
    }

    public override void ByFrames(Node node, StreamBuilder stream)
    {
        if (Indices)
            stream.Refuse("tells where in the whole sequence each winner stands");
        StreamWindow.Pool(node, stream, Window, window => this with { Window = window });
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(new ExtremePoolGradient(Window), node.Input(0), node.Output, dy));
    }
}
