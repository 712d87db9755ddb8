using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>A direction of a GRU with gates z, r and candidate n.</summary>
/// <param name="Settings">The functions of the cell.</param>
/// <param name="Reverse">Whether time runs backwards.</param>
/// <param name="LinearBeforeReset">Whether the reset gate comes after the candidate's product.</param>
/// <param name="Saves">Whether what the gradient needs is kept.</param>
internal sealed record GruScan(CellSettings Settings, bool Reverse, bool LinearBeforeReset, bool Saves = false)
    : RecurrentScan(Settings, Reverse, Saves)
{
    /// <summary>ONNX GRU 1, 3, 7, 14, 22 and newer.</summary>
    public static void Import(ImportNode node)
    {
        bool linear = node.Flag("linear_before_reset", false);
        if (!linear && node.Producer.Contains("pytorch", StringComparison.OrdinalIgnoreCase))
            node.Warn("the reset gate comes before the product, which no GRU of PyTorch does; its exporter is known to leave linear_before_reset = 1 out, and the results are then wrong. Compare them with PyTorch's, and export again with a newer one.");
        RecurrentImport.Run(node, gates: 3, ["Sigmoid", "Tanh"], hasCell: false, (functions, clip, reverse) =>
            new GruScan(new CellSettings(functions[0], functions[1], CellActivation.Tanh, clip), reverse, linear));
    }

    public override string Type => "GRU";

    internal override int Gates => 3;

    internal override bool ResetsFirst => !LinearBeforeReset;

    internal override bool HasOwnSums => LinearBeforeReset;

    protected override bool SavesExtra => LinearBeforeReset;

    protected override void AddScan(StepBuilder steps, in ScanArgs args)
    {
        if (LinearBeforeReset)
            AddScan<GruCell>(steps, args);
        else
            AddScan<GruResetFirstCell>(steps, args);
    }

    public override void AddGradient(StepBuilder steps, in ScanGradientArgs args)
    {
        if (LinearBeforeReset)
            AddGradient<GruCell>(steps, args);
        else
            AddGradient<GruResetFirstCell>(steps, args);
    }

    protected override void Extend(Node node) => node.Extend(this with { Saves = true });
}
