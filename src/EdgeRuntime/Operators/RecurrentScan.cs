using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>
/// One direction of a recurrent layer behind its input's product: from projected gates [T, B, G * H] (with the input's bias), recurrent
/// weights [G * H, H], and, where they are there, recurrent bias [G * H], state [B, H] and int32 lengths [B], to all states [T, B, H] and
/// the last [B, H]. Past its length a sequence's output is 0 and its state stays.
/// </summary>
/// <param name="Settings">The functions of the cell.</param>
/// <param name="Reverse">Whether time runs from each sequence's end to its start.</param>
/// <param name="Saves">Whether what the gradient needs is kept as further outputs.</param>
internal abstract record RecurrentScan(CellSettings Settings, bool Reverse, bool Saves) : Operator
{
    // Inputs.
    protected const int Projected = 0, Weights = 1, Bias = 2, State = 3, Lengths = 4, Cell = 5, Peepholes = 6;

    /// <summary>Gates, candidates included.</summary>
    protected abstract int Gates { get; }

    /// <summary>Whether the candidate's product waits for the reset gate.</summary>
    protected virtual bool ResetsFirst => false;

    protected virtual bool HasCell => false;

    /// <summary>Whether all gates are saved.</summary>
    protected virtual bool SavesGates => true;

    /// <summary>Whether a value for each unit is saved besides the gates.</summary>
    protected virtual bool SavesExtra => true;

    private int Outputs => HasCell ? 3 : 2;

    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int32;

    public override void Infer(Node node)
    {
        Shape p = node.Shape(Projected), r = node.Shape(Weights);
        if (p.Rank != 3 || r.Rank != 2 || r[0] != p[2] || r[0] != Gates * r[1])
            node.Fail($"projected gates [T, B, {Gates} * H] and weights [{Gates} * H, H] are needed, got {node.Input(Projected)} and {node.Input(Weights)}.");
        if (p[0] == 0)
            node.Fail("the input has no steps of time: sequences of length 0 are not supported.");
        int h = r[1];
        Shape state = new(p[1], h);
        Expect(node, Bias, new Shape(r[0]), "the recurrent bias");
        Expect(node, State, state, "the initial state");
        Expect(node, Lengths, new Shape(p[1]), "the lengths of the sequences");
        Expect(node, Cell, state, "the initial cell state");
        Expect(node, Peepholes, new Shape(3 * h), "the peepholes");
        if (node.Optional(Lengths) is { } lengths && lengths.Type != ElementType.Int32)
            node.Fail($"the lengths must be int32, got {lengths}.");
        node.AddOutput(ElementType.Float32, new Shape(p[0], p[1], h));
        node.AddOutput(ElementType.Float32, state);
        if (HasCell)
            node.AddOutput(ElementType.Float32, state);
        if (Saves && SavesGates)
            node.AddOutput(ElementType.Float32, p);
        if (Saves && SavesExtra)
            node.AddOutput(ElementType.Float32, new Shape(p[0], p[1], h));
    }

    public override long Macs(Node node) => (long)node.Shape(Projected).Count * node.Shape(Weights)[1];

    /// <summary>States go on where they were; saved gates take the place of what they were made of.</summary>
    public override Sharing Shares(Node node, int output)
    {
        if (output == 1 && node.Has(State))
            return Sharing.InPlace(State);
        if (output == 2 && HasCell && node.Has(Cell))
            return Sharing.InPlace(Cell);
        return output == Outputs && SavesGates ? Sharing.InPlace(Projected) : Sharing.None;
    }

    public override void Reserve(Node node, Reservation memory)
    {
        Shape p = node.Shape(Projected);
        int h = node.Shape(Weights)[1];
        long scratch = SumsBytes(p[1], h) + (ResetsFirst ? (long)p[1] * h * sizeof(float) : 0);
        if (IsConstant(node))
        {
            memory.Pack(Weights, PackedBytes(h));
            if (node.Has(Bias))
                memory.Pack(Bias, 0); // with the weights
        }
        else
        {
            scratch += PackedBytes(h);
        }
        memory.Scratch(scratch);
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape p = node.Shape(Projected);
        int h = node.Shape(Weights)[1];
        if (p.Count == 0)
            return;
        byte* scratch = steps.Scratch;
        ScanArgs args = new()
        {
            Projected = steps.Floats(node.Input(Projected)),
            Sums = (float*)scratch,
            Reset = (float*)(scratch + SumsBytes(p[1], h)),
            Initial = steps.OptionalFloats(node.Optional(State)),
            State = steps.Floats(node.Outputs[1]),
            Y = steps.Floats(node.Output),
            Peepholes = steps.OptionalFloats(node.Optional(Peepholes)),
            Lengths = node.Optional(Lengths) is { } lengths ? steps.Pointer<int>(lengths) : null,
            Time = p[0],
            Batch = p[1],
            Hidden = h,
            Reverse = Reverse,
        };
        if (HasCell)
        {
            args.InitialCell = steps.OptionalFloats(node.Optional(Cell));
            args.Cell = steps.Floats(node.Outputs[2]);
        }
        if (Saves && SavesGates)
            args.Gates = steps.Floats(node.Outputs[Outputs]);
        if (Saves && SavesExtra)
            args.Extra = steps.Floats(node.Outputs[^1]);
        byte* packed = IsConstant(node) ? steps.Packed(Weights) : scratch + SumsBytes(p[1], h) + (ResetsFirst ? (long)p[1] * h * sizeof(float) : 0);
        AddPack(node, steps, ref args, (float*)packed);
        if (args.Lengths is not null)
            steps.Add(new LengthsStep(args.Lengths, args.Batch, args.Time));
        AddScan(steps, args);
    }

    /// <summary>Adds the step of the cell's kind.</summary>
    protected abstract void AddScan(StepBuilder steps, in ScanArgs args);

    protected void AddScan<TCell>(StepBuilder steps, in ScanArgs args)
        where TCell : struct, IRecurrentCell
    {
        if (Settings.IsUsual)
            steps.Add(new ScanMaker<TCell, UsualFunctions>(default, args));
        else
            steps.Add(new ScanMaker<TCell, ChosenFunctions>(Settings.Functions, args));
    }

    private static bool IsConstant(Node node) => node.Input(Weights).IsConstant && node.Optional(Bias) is null or { IsConstant: true };

    private static void Expect(Node node, int input, Shape shape, string what)
    {
        if (node.Optional(input) is { } value && value.Shape != shape)
            node.Fail($"{what} must be {shape}, got {value}.");
    }

    private long SumsBytes(int batch, int hidden) => Memory.ArenaPlanner.Align(ScanF32.SumsLength(batch, Gates, hidden) * sizeof(float));

    private long PackedBytes(int hidden) => ResetsFirst
        ? RecurrentProduct.Bytes(2 * hidden, hidden) + RecurrentProduct.Bytes(hidden, hidden)
        : RecurrentProduct.Bytes(Gates * hidden, hidden);

    private unsafe void AddPack(Node node, StepBuilder steps, ref ScanArgs args, float* packed)
    {
        int h = args.Hidden, gates = ResetsFirst ? 2 : Gates;
        int slab = args.Batch == 1 ? RecurrentProduct.SlabOf(Dispatch.Make<LaneCount, int>(steps.Isa, default)) : 0;
        args.Product = new RecurrentProduct { Weights = packed, K = h, N = gates * h, Slab = slab };
        if (ResetsFirst)
            args.Candidate = new RecurrentProduct { Weights = packed + (RecurrentProduct.Bytes(2 * h, h) / sizeof(float)), K = h, N = h, Slab = slab };
        if (!IsConstant(node))
        {
            float* weights = steps.Floats(node.Input(Weights)), bias = steps.OptionalFloats(node.Optional(Bias));
            AddPack(steps, args.Product, weights, bias);
            if (ResetsFirst)
                AddPack(steps, args.Candidate, weights + (2L * h * h), bias is null ? null : bias + (2 * h));
            return;
        }
        fixed (byte* data = node.Input(Weights).Data!.Bytes, biases = node.Optional(Bias) is { } b ? b.Data!.Bytes : default)
        {
            float* weights = (float*)data, bias = (float*)biases;
            args.Product.Pack(weights, bias);
            if (ResetsFirst)
                args.Candidate.Pack(weights + (2L * h * h), bias is null ? null : bias + (2 * h));
        }
    }

    private static unsafe void AddPack(StepBuilder steps, RecurrentProduct product, float* weights, float* bias) =>
        steps.Add(new PackStep(product, weights, bias));

    private readonly struct LaneCount : ISimdMaker<int>
    {
        public int Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => S.Count;
    }

    private sealed unsafe class PackStep : Step
    {
        private readonly RecurrentProduct product;
        private readonly float* weights;
        private readonly float* bias;

        public PackStep(RecurrentProduct product, float* weights, float* bias)
        {
            this.product = product;
            this.weights = weights;
            this.bias = bias;
            Work = (long)product.N * product.K;
        }

        public override void Run(int first, int last, int worker) => product.Pack(weights, bias);
    }

    private readonly struct ScanMaker<TCell, TFunctions>(TFunctions functions, ScanArgs args) : ISimdMaker<Step>
        where TCell : struct, IRecurrentCell
        where TFunctions : struct, ICellFunctions
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new ScanStep<S, V, TCell, TFunctions>(functions, args);
    }

    /// <summary>Units are blocks of samples: time cannot be split, and splitting the units of a small step would cost more than it brings.</summary>
    private sealed class ScanStep<S, V, TCell, TFunctions> : Step
        where S : struct, ISimd<V>
        where V : struct
        where TCell : struct, IRecurrentCell
        where TFunctions : struct, ICellFunctions
    {
        private readonly TFunctions functions;
        private readonly ScanArgs args;

        public ScanStep(TFunctions functions, in ScanArgs args)
        {
            (this.functions, this.args) = (functions, args);
            Units = (args.Batch + ScanF32.RowUnit - 1) / ScanF32.RowUnit;
            Work = (long)args.Time * args.Batch * TCell.Gates * args.Hidden * args.Hidden;
        }

        public override void Run(int first, int last, int worker)
        {
            int end = last * ScanF32.RowUnit;
            ScanF32.Run<S, V, TCell, TFunctions>(functions, in args, first * ScanF32.RowUnit, end < args.Batch ? end : args.Batch);
        }
    }
}
