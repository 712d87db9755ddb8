using System;
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
    internal const int Projected = 0, Weights = 1, Bias = 2, State = 3, Lengths = 4, Cell = 5, Peepholes = 6, InputWeights = 7, InputBias = 8;

    /// <summary>
    /// Whether the node multiplies its input too: input 0 is that [T, B, I], inputs 7 and 8 are its constant weights [G * H, I] and,
    /// where there is one, bias [G * H].
    /// </summary>
    public bool Projects { get; init; }

    private const int RowsAtOnce = 24;

    /// <summary>Whether all states are written; without, output 0 is empty.</summary>
    public bool HasSequence { get; init; } = true;

    /// <summary>Gates, candidates included.</summary>
    internal abstract int Gates { get; }

    /// <summary>Whether the candidate's product waits for the reset gate.</summary>
    internal virtual bool ResetsFirst => false;

    internal virtual bool HasCell => false;

    /// <summary>Whether the gradients of the recurrent sums are others than those of the projected gates.</summary>
    internal virtual bool HasOwnSums => false;

    /// <summary>Whether all gates are saved.</summary>
    protected virtual bool SavesGates => true;

    /// <summary>Whether a value for each unit is saved besides the gates.</summary>
    protected virtual bool SavesExtra => true;

    private int OwnOutputs => HasCell ? 3 : 2;

    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int32;

    public override void Infer(Node node)
    {
        Shape p = node.Shape(Projected), r = node.Shape(Weights), columns = Projects ? node.Shape(InputWeights) : new Shape(p[^1], p[^1]);
        if (p.Rank != 3 || r.Rank != 2 || columns != new Shape(r[0], p[2]) || r[0] != Gates * r[1])
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
        Expect(node, InputBias, new Shape(r[0]), "the bias of the input");
        if (node.Optional(Lengths) is { } lengths && lengths.Type != ElementType.Int32)
            node.Fail($"the lengths must be int32, got {lengths}.");
        node.AddOutput(ElementType.Float32, new Shape(HasSequence ? p[0] : 0, p[1], h));
        node.AddOutput(ElementType.Float32, state);
        if (HasCell)
            node.AddOutput(ElementType.Float32, state);
        if (Saves && SavesGates)
            node.AddOutput(ElementType.Float32, p);
        if (Saves && SavesExtra)
            node.AddOutput(ElementType.Float32, new Shape(p[0], p[1], h));
    }

    /// <summary>The state goes from step to step: a variable where the model starts from a fixed one, else the explicit state that it reads.</summary>
    public override void ByFrames(Node node, StreamBuilder stream)
    {
        if (Reverse)
            stream.Refuse("runs from the last frame to the first");
        (Frames frames, int axis) = stream.Along(node, Projected);
        if (axis != 0)
            stream.Refuse("takes the frames for samples of a batch");
        if (node.Optional(Lengths) is { IsConstant: true } fixedLengths && System.Array.Exists(fixedLengths.Data!.ToInt64(), length => length < frames.Length))
            stream.Refuse("stops before the end of the sequence");
        Value?[] inputs = System.Array.ConvertAll(node.Inputs, value => stream.Step(value));
        if (inputs.Length > Lengths)
            inputs[Lengths] = null; // every frame that comes is one of the sequence
        Value? state = Remember(node, stream, ref inputs, State), cell = HasCell ? Remember(node, stream, ref inputs, Cell) : null;
        Value[] outputs = stream.EmitAll(this, inputs);
        stream.Return(node.Outputs[0], outputs[0], frames.At(node.Outputs[0].Shape, 0));
        for (int i = 1; i < outputs.Length; i++)
            stream.Return(node.Outputs[i], outputs[i], null);
        if (state is not null)
            stream.Keep(state, outputs[1]);
        if (cell is not null)
            stream.Keep(cell, outputs[2]);
    }

    private Value? Remember(Node node, StreamBuilder stream, ref Value?[] inputs, int input)
    {
        Value? initial = node.Optional(input);
        if (initial is not null && stream.InputOf(initial) is { } source)
            stream.Refuse($"starts from what input '{source.Name}' gives: pair that input with the output of its next value (SessionOptions.States)");
        if (initial is { IsConstant: false })
            return null;
        if (inputs.Length <= input)
            System.Array.Resize(ref inputs, input + 1);
        string name = $"{node.Name} {(input == Cell ? "cell" : "state")}";
        return inputs[input] = stream.State(name, node.Outputs[1].Shape, initial?.Data);
    }

    public override long Macs(Node node)
    {
        Shape p = node.Shape(Projected), r = node.Shape(Weights);
        return (long)p[0] * p[1] * r[0] * (r[1] + (Projects ? p[2] : 0));
    }

    /// <summary>How many steps of a batch a node that projects multiplies at once: a few tiles of rows.</summary>
    public static int StepsAtOnce(int batch) => batch is > 0 and < RowsAtOnce ? RowsAtOnce / batch : 1;

    /// <summary>States go on where they were; saved gates take the place of what they were made of.</summary>
    public override Sharing Shares(Node node, int output)
    {
        if (output == 1 && node.Has(State))
            return Sharing.InPlace(State);
        if (output == 2 && HasCell && node.Has(Cell))
            return Sharing.InPlace(Cell);
        return output == OwnOutputs && SavesGates ? Sharing.InPlace(Projected) : Sharing.None;
    }

    public override void Reserve(Node node, Reservation memory)
    {
        int batch = node.Shape(Projected)[1], h = node.Shape(Weights)[1];
        long scratch = RecurrentProduct.SumsBytes(batch, Gates * h) + (ResetsFirst ? RecurrentProduct.SumsBytes(batch, h) : 0);
        RecurrentWeights weights = WeightsOf(h, back: false);
        if (IsConstant(node))
        {
            memory.Pack(Weights, weights.Bytes);
            if (node.Has(Bias))
                memory.Pack(Bias, 0); // with the weights
        }
        else
        {
            scratch += weights.Bytes;
        }

        if (Projects)
        {
            scratch += RecurrentProduct.SumsBytes(StepsAtOnce(batch) * batch, Gates * h);
            memory.Pack(InputWeights, InputProduct(node).Bytes);
            if (node.Has(InputBias))
                memory.Pack(InputBias, 0);
        }

        memory.Scratch(scratch);
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape p = node.Shape(Projected);
        int h = node.Shape(Weights)[1];
        if (p.Count == 0)
            return;
        ScanArgs args = new()
        {
            Projected = Projects ? null : steps.Floats(node.Input(Projected)),
            StepsAtOnce = p[0],
            Sums = (float*)steps.Scratch,
            Reset = (float*)(steps.Scratch + RecurrentProduct.SumsBytes(p[1], Gates * h)),
            Initial = steps.OptionalFloats(node.Optional(State)),
            State = steps.Floats(node.Outputs[1]),
            InitialCell = steps.OptionalFloats(node.Optional(Cell)),
            Cell = HasCell ? steps.Floats(node.Outputs[2]) : null,
            Y = HasSequence ? steps.Floats(node.Output) : null,
            Gates = Saves && SavesGates ? steps.Floats(node.Outputs[OwnOutputs]) : null,
            Extra = Saves && SavesExtra ? steps.Floats(node.Outputs[^1]) : null,
            Peepholes = steps.OptionalFloats(node.Optional(Peepholes)),
            Lengths = node.Optional(Lengths) is { } lengths ? steps.Pointer<int>(lengths) : null,
            Time = p[0],
            Batch = p[1],
            Hidden = h,
            Reverse = Reverse,
        };
        (args.Product, args.Candidate) = Pack(node, steps, p[1], h);
        if (Projects)
            BindInput(node, steps, ref args);
        if (args.Lengths is not null)
            steps.Add(new LengthsStep(args.Lengths, args.Batch, args.Time));
        AddScan(steps, args);
    }

    /// <summary>The gradient of the weights is one product over all steps: gradients of sums by the states before them.</summary>
    public override void Gradient(Node node, GradientBuilder gradient)
    {
        Settings.RequireGradient(node);
        Extend(node);
        Value? Saved(bool saves, Index at) => saves ? node.Outputs[at] : null;
        Value gates = node.Input(Projected), weights = node.Input(Weights);
        RecurrentScanGradient op = new(this, gradient.TruncateSteps);
        Value[] results = gradient.EmitAll(
            op, Saved(SavesGates, OwnOutputs), Saved(SavesExtra, ^1), node.Output, weights, node.Optional(State), node.Optional(Cell),
            node.Optional(Lengths), node.Optional(Peepholes), gradient.Of(node.Output), gradient.Of(node.Outputs[1]), HasCell ? gradient.Of(node.Outputs[2]) : null);
        Node back = results[0].Producer!;
        if (gradient.Needs(gates))
            gradient.Add(gates, results[0]);
        if (gradient.Needs(node.Optional(State)))
            gradient.Add(node.Input(State), results[1]);
        if (gradient.Needs(node.Optional(Cell)))
            gradient.Add(node.Input(Cell), results[2]);
        RecurrentWeightGradient rows = new(this, node, back, gradient);
        if (gradient.Needs(weights) && rows.Weights() is { } dweights)
            gradient.Add(weights, dweights);
        if (gradient.Needs(node.Optional(Bias)))
            gradient.Add(node.Input(Bias), rows.Bias());
        if (gradient.Needs(node.Optional(Peepholes)))
            gradient.Add(node.Input(Peepholes), rows.Peepholes(node.Outputs[^1]));
    }

    /// <summary>The packed form of weights.</summary>
    public RecurrentWeights WeightsOf(int hidden, bool back) => new(Gates, hidden, ResetsFirst, back);

    /// <summary>Adds the step of the gradient of the cell's kind.</summary>
    public abstract void AddGradient(StepBuilder steps, in ScanGradientArgs args);

    /// <summary>Adds the step of the cell's kind.</summary>
    protected abstract void AddScan(StepBuilder steps, in ScanArgs args);

    protected void AddScan<TCell>(StepBuilder steps, in ScanArgs args)
        where TCell : struct, IRecurrentCell
    {
        if (Settings.IsUsual)
            steps.Add(new ScanMaker<TCell, UsualFunctions>(new(args, default)));
        else
            steps.Add(new ScanMaker<TCell, ChosenFunctions>(new(args, Settings.Functions)));
    }

    protected void AddGradient<TCell>(StepBuilder steps, in ScanGradientArgs args)
        where TCell : struct, IRecurrentCell
    {
        if (Settings.IsUsual)
            steps.Add(new GradientMaker<TCell, UsualFunctions>(new(args, default)));
        else
            steps.Add(new GradientMaker<TCell, ChosenFunctions>(new(args, Settings.Functions)));
    }

    /// <summary>Makes a forward node keep what the gradient needs.</summary>
    protected abstract void Extend(Node node);

    internal static bool IsConstant(Node node) => node.Input(Weights).IsConstant && node.Optional(Bias) is null or { IsConstant: true };

    private static void Expect(Node node, int input, Shape shape, string what)
    {
        if (node.Optional(input) is { } value && value.Shape != shape)
            node.Fail($"{what} must be {shape}, got {value}.");
    }

    private static RecurrentProduct InputProduct(Node node) => new() { K = node.Shape(InputWeights)[1], N = node.Shape(InputWeights)[0] };

    private unsafe void BindInput(Node node, StepBuilder steps, ref ScanArgs args)
    {
        args.X = steps.Floats(node.Input(Projected));
        args.StepsAtOnce = StepsAtOnce(args.Batch);
        args.Projected = (float*)(steps.Scratch + RecurrentProduct.SumsBytes(args.Batch, Gates * args.Hidden) + (ResetsFirst ? RecurrentProduct.SumsBytes(args.Batch, args.Hidden) : 0));
        args.Input = InputProduct(node);
        args.Input.Weights = (float*)steps.Packed(InputWeights);
        fixed (byte* weights = node.Input(InputWeights).Data!.Bytes, bias = node.Optional(InputBias) is { } b ? b.Data!.Bytes : default)
            args.Input.Pack((float*)weights, 1, args.Input.K, (float*)bias);
    }

    private unsafe (RecurrentProduct First, RecurrentProduct Candidate) Pack(Node node, StepBuilder steps, int batch, int h)
    {
        RecurrentWeights packing = WeightsOf(h, back: false);
        if (IsConstant(node))
        {
            var products = packing.Products(steps, batch, steps.Packed(Weights));
            fixed (byte* weights = node.Input(Weights).Data!.Bytes, bias = node.Optional(Bias) is { } b ? b.Data!.Bytes : default)
                packing.Pack(products, (float*)weights, (float*)bias);
            return products;
        }

        long sums = RecurrentProduct.SumsBytes(batch, Gates * h) + (ResetsFirst ? RecurrentProduct.SumsBytes(batch, h) : 0);
        var packed = packing.Products(steps, batch, steps.Scratch + sums);
        packing.AddPack(steps, packed, steps.Floats(node.Input(Weights)), steps.OptionalFloats(node.Optional(Bias)));
        return packed;
    }

    private static long Work<TCell>(int time, int batch, int hidden)
        where TCell : struct, IRecurrentCell => (long)time * batch * TCell.Gates * hidden * hidden;

    private readonly unsafe struct ScanMaker<TCell, TFunctions>(CellCall<ScanArgs, TFunctions> call) : ISimdMaker<Step>
        where TCell : struct, IRecurrentCell
        where TFunctions : unmanaged, ICellFunctions
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new KernelStep<CellCall<ScanArgs, TFunctions>>(
                call, &ScanF32.Run<S, V, TCell, TFunctions>, ScanF32.Units(call.Args.Batch), Work<TCell>(call.Args.Time, call.Args.Batch, call.Args.Hidden));
    }

    private readonly unsafe struct GradientMaker<TCell, TFunctions>(CellCall<ScanGradientArgs, TFunctions> call) : ISimdMaker<Step>
        where TCell : struct, IRecurrentCell
        where TFunctions : unmanaged, ICellFunctions
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new KernelStep<CellCall<ScanGradientArgs, TFunctions>>(
                call, &ScanGradientF32.Run<S, V, TCell, TFunctions>, ScanF32.Units(call.Args.Batch), Work<TCell>(call.Args.Time, call.Args.Batch, call.Args.Hidden));
    }
}
