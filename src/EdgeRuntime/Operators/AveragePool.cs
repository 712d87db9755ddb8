using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>The mean of each window of x [N, ..., C].</summary>
/// <param name="Window">How the window slides.</param>
/// <param name="CountPadding">
/// Whether padding counts, as zeros. What a last window of <c>ceil_mode</c> covers beyond the end padding is no padding and counts nothing, as
/// in ONNX's own cases of both attributes; ONNX Runtime divides by other numbers in some of these windows.
/// </param>
internal sealed record AveragePool(Window Window, bool CountPadding = false) : Operator
{
    /// <summary>ONNX AveragePool 1, 7 (count_include_pad), 10 (ceil_mode), 11, 19 (dilations), 22 and newer.</summary>
    public static void Import(ImportNode node)
    {
        AveragePool pool = new(Pooling.ImportWindow(node), node.Flag("count_include_pad", false));
        node.Return(node.ToChannelsFirst(node.Emit(pool, node.ToChannelsLast(node.Input(0)))));
    }

    /// <summary>ONNX GlobalAveragePool 1, 22 and newer.</summary>
    public static void ImportGlobal(ImportNode node) =>
        node.Return(node.ToChannelsFirst(node.Emit(new AveragePool(Pooling.ImportGlobal(node)), node.ToChannelsLast(node.Input(0)))));

    public override void Infer(Node node) => node.AddOutput(ElementType.Float32, Window.Output(node, node.Shape(0)[^1]));

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        PoolArgs args = new()
        {
            X = steps.Floats(node.Input(0)),
            Y = steps.Floats(node.Output),
            Geometry = Pooling.Geometry(Window, node.Shape(0), node.Output.Shape),
            CountPadding = CountPadding,
        };
        if (args.Geometry.IsGlobal)
            PoolSteps.AddGlobalAverage(steps, args);
        else
            PoolSteps.Add<AverageFold>(steps, args);
    }

    public override void ByFrames(Node node, StreamBuilder stream) => StreamWindow.Pool(node, stream, Window, window => this with { Window = window });

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(new AveragePoolGradient(this, node.Shape(0)), dy));
    }
}
