using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>The loss of one row of classes.</summary>
internal unsafe interface IRowLoss
{
    static abstract string Name { get; }

    /// <summary>The loss of a row and its derivative.</summary>
    /// <param name="x">What the model gave [classes].</param>
    /// <param name="slope">Comes in as the truth: how much of each class, times the class's weight. Goes out as the derivative by x.</param>
    /// <param name="label">The class with the largest truth.</param>
    /// <param name="classes">At least 2.</param>
    float Row(float* x, float* slope, int label, int classes);
}

/// <summary>
/// The mean over rows of classes of a loss. Inputs: x [N, C], labels int32 [N] or targets float32 [N, C], and three optional ones: weights of
/// classes [C] and of rows [N], and how many rows count, int32 []. Outputs: loss [], its derivative by x [N, C], the number of rows whose
/// largest x is at the (largest) truth [].
/// </summary>
/// <param name="Formula">The loss of one row.</param>
/// <param name="Smoothing">The part of the truth that is spread evenly over the classes.</param>
internal sealed record RowLoss<TFormula>(TFormula Formula, float Smoothing) : Operator
    where TFormula : unmanaged, IRowLoss
{
    public override string Type => TFormula.Name;

    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int32;

    public override void Infer(Node node)
    {
        Shape x = node.Shape(0);
        bool sparse = node.Type(1) == ElementType.Int32;
        if (x.Rank != 2 || x[1] < 2)
            node.Fail($"what the loss is of must be [batch, classes] with 2 classes or more, got {node.Input(0)}.");
        if (sparse ? node.Shape(1) != new Shape(x[0]) : node.Shape(1) != x)
            node.Fail($"the truth {node.Input(1)} does not fit {x}: int32 [{x[0]}] or float32 {x} is needed.");
        if (node.Has(2) && node.Shape(2) != new Shape(x[1]))
            node.Fail($"class weights {node.Input(2)} must have one element for each of the {x[1]} classes.");
        if (node.Has(3) && node.Shape(3) != new Shape(x[0]))
            node.Fail($"sample weights {node.Input(3)} must have one element for each of the {x[0]} samples.");
        node.AddOutput(ElementType.Float32, default);
        node.AddOutput(ElementType.Float32, x);
        node.AddOutput(ElementType.Float32, default);
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        bool sparse = node.Type(1) == ElementType.Int32;
        steps.Add(new RowLossStep<TFormula>(Formula)
        {
            X = steps.Floats(node.Input(0)),
            Labels = sparse ? steps.Pointer<int>(node.Input(1)) : null,
            Targets = sparse ? null : steps.Floats(node.Input(1)),
            ClassWeights = steps.OptionalFloats(node.Optional(2)),
            RowWeights = steps.OptionalFloats(node.Optional(3)),
            Filled = node.Optional(4) is { } filled ? steps.Pointer<int>(filled) : null,
            Loss = steps.Floats(node.Outputs[0]),
            Slope = steps.Floats(node.Outputs[1]),
            Correct = steps.Floats(node.Outputs[2]),
            Rows = node.Shape(0)[0],
            Classes = node.Shape(0)[1],
            Smoothing = Smoothing,
        });
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dloss)
            gradient.Add(node.Input(0), gradient.Emit(new ScaleSlope(), node.Outputs[1], dloss));
    }
}
