using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>A direction of an LSTM with gates i, o, f and candidate g; inputs 5 and 6 are its cell state [B, H] and peepholes [3 * H], output 2 the last cell state.</summary>
/// <param name="Settings">The functions of the cell.</param>
/// <param name="Reverse">Whether time runs backwards.</param>
/// <param name="CouplesGates">Whether what is forgotten is what is not taken in, <c>f = 1 - i</c>.</param>
/// <param name="Saves">Whether what the gradient needs is kept.</param>
internal sealed record LstmScan(CellSettings Settings, bool Reverse, bool CouplesGates, bool Saves = false)
    : RecurrentScan(Settings, Reverse, Saves)
{
    /// <summary>ONNX LSTM 1, 7, 14, 22 and newer.</summary>
    public static void Import(ImportNode node)
    {
        bool couples = node.Flag("input_forget", false);
        RecurrentImport.Run(node, gates: 4, ["Sigmoid", "Tanh", "Tanh"], hasCell: true, (functions, clip, reverse) =>
            new LstmScan(new CellSettings(functions[0], functions[1], functions[2], clip), reverse, couples));
    }

    public override string Type => "LSTM";

    internal override int Gates => 4;

    internal override bool HasCell => true;

    protected override void AddScan(StepBuilder steps, in ScanArgs args) => AddScan<LstmCell>(steps, args with { CouplesGates = CouplesGates });

    public override void AddGradient(StepBuilder steps, in ScanGradientArgs args) => AddGradient<LstmCell>(steps, args);

    protected override void Extend(Node node) => node.Extend(this with { Saves = true });
}
