using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>What a recurrent layer's weights get from the gradients of all steps.</summary>
internal sealed class RecurrentWeightGradient
{
    private readonly RecurrentScan scan;
    private readonly Node node;
    private readonly Node back;
    private readonly GradientBuilder gradient;
    private readonly Value sums; // [T, B, gates * H]
    private readonly Value? first; // [B, gates * H]
    private readonly int time;
    private readonly int batch;
    private readonly int hidden;

    /// <param name="scan">The forward operator.</param>
    /// <param name="node">Its node.</param>
    /// <param name="back">The node of its <see cref="RecurrentScanGradient"/>.</param>
    /// <param name="gradient">Where nodes go.</param>
    public RecurrentWeightGradient(RecurrentScan scan, Node node, Node back, GradientBuilder gradient)
    {
        (this.scan, this.node, this.back, this.gradient) = (scan, node, back, gradient);
        RecurrentScanGradient op = (RecurrentScanGradient)back.Operator;
        (sums, first) = (op.SumsOf(back), op.FirstOf(back));
        (time, batch, hidden) = (node.Output.Shape[0], node.Output.Shape[1], node.Output.Shape[2]);
    }

    /// <summary>[gates * H, H]; null where all states before a step are zeros.</summary>
    public Value? Weights()
    {
        if (!scan.ResetsFirst)
            return OfStates(sums, first);
        Value gates = gradient.Emit(Slice.Of(sums.Shape, 2, 0, 2 * hidden), sums);
        Value? firstGates = first is null ? null : gradient.Emit(Slice.Of(first.Shape, 1, 0, 2 * hidden), first);
        Value candidate = gradient.Emit(Slice.Of(sums.Shape, 2, 2 * hidden, hidden), sums);
        Value dcandidate = gradient.Emit(new GemmTransposed(), Rows(candidate), Rows(((RecurrentScanGradient)back.Operator).ResetOf(back)));
        Value dgates = OfStates(gates, firstGates) ?? gradient.Constant(new Tensor(ElementType.Float32, new Shape(2 * hidden, hidden)));
        return gradient.Emit(new Concat(0), dgates, dcandidate);
    }

    /// <summary>[gates * H].</summary>
    public Value Bias() => gradient.Emit(new SumRows(), Rows(sums));

    /// <summary>[3 * H] of gates i, o and f: o sees the cell state after the step, the others the one before.</summary>
    public Value Peepholes(Value cells)
    {
        Value[] parts = new Value[3];
        for (int gate = 0; gate < parts.Length; gate++)
        {
            Value d = gradient.Emit(Slice.Of(sums.Shape, 2, gate * hidden, hidden), sums);
            if (gate == 1)
            {
                parts[gate] = gradient.Emit(new SumRows(), Rows(gradient.Emit(new Mul(), d, cells)));
                continue;
            }

            Value? sum = time == 1 ? null : gradient.Emit(new SumRows(), Rows(gradient.Emit(new Mul(), After(d), Before(cells))));
            if (node.Optional(5) is { } initial)
            {
                Value begins = FirstOf(gate);
                Value initially = gradient.Emit(new SumRows(), gradient.Emit(new Mul(), begins, initial));
                sum = sum is null ? initially : gradient.Emit(new Add(), sum, initially);
            }

            parts[gate] = sum ?? gradient.Constant(new Tensor(ElementType.Float32, new Shape(hidden)));
        }

        return gradient.Emit(new Concat(0), parts);
    }

    /// <summary>Gradients of sums [T, B, n] by the states before: those of the step before, or the initial one.</summary>
    private Value? OfStates(Value d, Value? begins)
    {
        Value? sum = time == 1 ? null : gradient.Emit(new GemmTransposed(), Rows(After(d)), Rows(Before(node.Output)));
        if (begins is null || node.Optional(3) is not { } initial)
            return sum;
        Value initially = gradient.Emit(new GemmTransposed(), begins, initial);
        return sum is null ? initially : gradient.Emit(new Add(), sum, initially);
    }

    private Value FirstOf(int gate) => gradient.Emit(Slice.Of(first!.Shape, 1, gate * hidden, hidden), first);

    /// <summary>All steps that another one comes before.</summary>
    private Value After(Value value) => gradient.Emit(Slice.Of(value.Shape, 0, scan.Reverse ? 0 : 1, time - 1), value);

    /// <summary>The steps before those of <see cref="After"/>.</summary>
    private Value Before(Value value) => gradient.Emit(Slice.Of(value.Shape, 0, scan.Reverse ? 1 : 0, time - 1), value);

    private Value Rows(Value value) => gradient.Emit(new Reshape(new Shape(value.Shape[0] * batch, value.Shape[2])), value);
}
