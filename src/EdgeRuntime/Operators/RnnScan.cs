using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>A direction of a plain recurrent layer.</summary>
/// <param name="Settings">The function of the cell, as that of candidates.</param>
/// <param name="Reverse">Whether time runs backwards.</param>
/// <param name="Saves">Whether what the gradient needs is kept: nothing but the output.</param>
internal sealed record RnnScan(CellSettings Settings, bool Reverse, bool Saves = false)
    : RecurrentScan(Settings, Reverse, Saves)
{
    /// <summary>ONNX RNN 1, 7, 14, 22 and newer.</summary>
    public static void Import(ImportNode node) =>
        RecurrentImport.Run(node, gates: 1, ["Tanh"], hasCell: false, (functions, clip, reverse) =>
            new RnnScan(CellSettings.Usual with { G = functions[0], Clip = clip }, reverse));

    public override string Type => "RNN";

    internal override int Gates => 1;

    protected override bool SavesGates => false;

    protected override bool SavesExtra => false;

    protected override void AddScan(StepBuilder steps, in ScanArgs args) => AddScan<RnnCell>(steps, args);

    public override void AddGradient(StepBuilder steps, in ScanGradientArgs args) => AddGradient<RnnCell>(steps, args);

    protected override void Extend(Node node) => node.Extend(this with { Saves = true });
}
