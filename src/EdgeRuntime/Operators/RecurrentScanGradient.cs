using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>
/// The gradient of a <see cref="RecurrentScan"/> from what it saved: of the projected gates [T, B, G * H], the initial state, an LSTM's initial
/// cell state; then what weights and biases need: the gradient of the recurrent sums where it is another, the states as a GRU that resets
/// first multiplied them, and the gradient of the sums at each sequence's first step where there is an initial state.
/// </summary>
/// <param name="Forward">The scan.</param>
/// <param name="TruncateSteps">After so many steps the gradient goes no further back; 0 for all the way.</param>
internal sealed record RecurrentScanGradient(RecurrentScan Forward, int TruncateSteps) : Operator
{
    // Inputs.
    private const int Gates = 0, Extra = 1, Y = 2, Weights = 3, State = 4, Cell = 5, Lengths = 6, Peepholes = 7, Dy = 8, Dlast = 9, DlastCell = 10;

    public override string Type => $"{Forward.Type}Gradient";

    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int32;

    public override void Infer(Node node)
    {
        Shape y = node.Shape(Y), r = node.Shape(Weights);
        Shape gates = new(y[0], y[1], r[0]), state = new(y[1], y[2]);
        node.AddOutput(ElementType.Float32, gates);
        node.AddOutput(ElementType.Float32, state);
        if (Forward.HasCell)
            node.AddOutput(ElementType.Float32, state);
        if (Forward.HasOwnSums)
            node.AddOutput(ElementType.Float32, gates);
        if (Forward.ResetsFirst)
            node.AddOutput(ElementType.Float32, y);
        if (HasFirst(node))
            node.AddOutput(ElementType.Float32, new Shape(y[1], r[0]));
    }

    /// <summary>The gradient of the recurrent sums.</summary>
    public Value SumsOf(Node node) => Forward.HasOwnSums ? node.Outputs[2] : node.Output;

    public Value ResetOf(Node node) => node.Outputs[2];

    public Value? FirstOf(Node node) => HasFirst(node) ? node.Outputs[^1] : null;

    private static bool HasFirst(Node node) => node.Has(State) || node.Has(Cell);

    public override long Macs(Node node) => (long)node.Output.Shape.Count * node.Shape(Weights)[1];

    /// <summary>The gradients of sums take the place of the gates.</summary>
    public override Sharing Shares(Node node, int output) =>
        node.Outputs[output] == SumsOf(node) && node.Has(Gates) ? Sharing.InPlace(Gates) : Sharing.None;

    public override void Reserve(Node node, Reservation memory)
    {
        Shape y = node.Shape(Y);
        long states = 2 * RecurrentProduct.SumsBytes(y[1], y[2]);
        memory.Scratch(states + RecurrentProduct.SumsBytes(1, y[2]) + Forward.WeightsOf(y[2], back: true).Bytes);
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape y = node.Shape(Y);
        int h = y[2];
        if (y.Count == 0)
            return;
        long state = RecurrentProduct.SumsBytes(y[1], h);
        ScanGradientArgs args = new()
        {
            Gates = steps.OptionalFloats(node.Optional(Gates)),
            Extra = steps.OptionalFloats(node.Optional(Extra)),
            Y = steps.Floats(node.Input(Y)),
            Initial = steps.OptionalFloats(node.Optional(State)),
            InitialCell = steps.OptionalFloats(node.Optional(Cell)),
            Peepholes = steps.OptionalFloats(node.Optional(Peepholes)),
            CouplesGates = Forward is LstmScan { CouplesGates: true },
            Lengths = node.Optional(Lengths) is { } lengths ? steps.Pointer<int>(lengths) : null,
            Dy = steps.OptionalFloats(node.Optional(Dy)),
            Dlast = steps.OptionalFloats(node.Optional(Dlast)),
            DlastCell = steps.OptionalFloats(node.Optional(DlastCell)),
            Dprojected = steps.Floats(node.Output),
            Dsums = steps.Floats(SumsOf(node)),
            Dinitial = steps.Floats(node.Outputs[1]),
            Dcell = Forward.HasCell ? steps.Floats(node.Outputs[2]) : null,
            Reset = Forward.ResetsFirst ? steps.Floats(ResetOf(node)) : null,
            First = steps.OptionalFloats(FirstOf(node)),
            Dstate = (float*)steps.Scratch,
            Dreset = (float*)(steps.Scratch + state),
            Zeros = (float*)(steps.Scratch + (2 * state)),
            TruncateSteps = TruncateSteps,
            Time = y[0],
            Batch = y[1],
            Hidden = h,
            Reverse = Forward.Reverse,
        };
        RecurrentWeights packing = Forward.WeightsOf(h, back: true);
        var products = packing.Products(steps, y[1], steps.Scratch + (2 * state) + RecurrentProduct.SumsBytes(1, h));
        (args.Product, args.Candidate) = products;
        packing.AddPack(steps, products, steps.Floats(node.Input(Weights)), null);
        Forward.AddGradient(steps, args);
    }
}
