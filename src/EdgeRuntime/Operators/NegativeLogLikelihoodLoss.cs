using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// <c>-weight[label] x[label]</c> of rows x [R, C] of log-probabilities, with labels [R] and weights [C] (optional): each of them [R], or their
/// sum or mean over the weights [].
/// </summary>
/// <param name="Reduction">What is made of the rows.</param>
/// <param name="Ignored">The label of rows that count nothing; null for none.</param>
internal sealed record NegativeLogLikelihoodLoss(LossReduction Reduction, long? Ignored) : Operator
{
    /// <summary>ONNX NegativeLogLikelihoodLoss 12, 13 and newer: x [N, C, ...], labels [N, ...].</summary>
    public static void Import(ImportNode node) => node.Return(Loss(node, Rows(node, node.Input(0))));

    /// <summary>ONNX SoftmaxCrossEntropyLoss 12, 13 and newer: the same of a softmax's logarithm, which is output 1.</summary>
    public static void ImportSoftmax(ImportNode node)
    {
        Value x = node.Input(0), logarithms = node.Emit(new Softmax(1, Logarithm: true), Rows(node, x));
        Value loss = Loss(node, logarithms);
        if (!node.Wants(1))
        {
            node.Return(loss);
            return;
        }

        // [N, ..., C] back to [N, C, ...]
        int[] last = new int[x.Shape.Rank];
        for (int i = 0; i < last.Length; i++)
            last[i] = i == last.Length - 1 ? x.Shape[1] : x.Shape[i == 0 ? 0 : i + 1];
        node.Return(loss, node.ToChannelsFirst(node.Reshape(logarithms, new Shape(last))));
    }

    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int32 or ElementType.Int64;

    public override void Infer(Node node)
    {
        Shape x = node.Shape(0);
        if (x.Rank != 2 || node.Shape(1) != new Shape(x[0]) || node.Type(1) is not (ElementType.Int32 or ElementType.Int64))
            node.Fail($"labels {node.Input(1)} must be integers, one for each place of {node.Input(0)}.");
        if (node.Has(2) && node.Shape(2) != new Shape(x[1]))
            node.Fail($"weights {node.Input(2)} must have one element for each of the {x[1]} classes.");
        node.AddOutput(ElementType.Float32, Reduction == LossReduction.None ? new Shape(x[0]) : default);
        node.AddOutput(ElementType.Float32, default);
    }

    public override unsafe void Compile(Node node, StepBuilder steps) => steps.Add(new KernelStep<NegativeLogLikelihoodArgs>(NegativeLogLikelihoodArgs.Of(this, node, steps, node.Output, node.Outputs[1]), &Run, 1, node.Shape(0)[0]));

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Optional(2)))
            Throw.Unsupported($"{node.Path} has no gradient for its class weights: leave them out of what is trained.");
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dloss)
            gradient.Add(node.Input(0), gradient.Emit(new NegativeLogLikelihoodLossGradient(this), node.Input(0), node.Input(1), node.Optional(2), dloss, node.Outputs[1]));
    }

    private static Value Rows(ImportNode node, Value x)
    {
        if (x.Shape.Rank < 2)
            Throw.Shape($"{node.Path}: {x} must be [batch, classes, ...].");
        Value last = x.Shape.Rank > 2 ? node.ToChannelsLast(x) : x;
        return node.Reshape(last, new Shape(last.Shape.Product(0, last.Shape.Rank - 1), x.Shape[1]));
    }

    private static Value Loss(ImportNode node, Value rows)
    {
        string name = node.String("reduction", "mean");
        LossReduction reduction = name switch { "none" => LossReduction.None, "sum" => LossReduction.Sum, _ => LossReduction.Mean };
        if (name is not ("none" or "sum" or "mean"))
            node.Refuse($"reduction '{name}' is not none, sum or mean");
        Value labels = node.Input(1);
        Value flat = node.Reshape(labels, new Shape(labels.Shape.Count));
        long? ignored = node.HasAttribute("ignore_index") ? node.Long("ignore_index", 0) : null;
        Value loss = node.EmitAll(new NegativeLogLikelihoodLoss(reduction, ignored), rows, flat, node.Optional(2))[0];
        return reduction == LossReduction.None ? node.Reshape(loss, labels.Shape) : loss;
    }

    private static unsafe void Run(in NegativeLogLikelihoodArgs args, int first, int last)
    {
        float sum = 0f, weights = 0f;
        for (int row = 0; row < args.Rows; row++)
        {
            long label = args.LabelOf(row);
            float weight = args.WeightOf(label);
            float loss = weight == 0f ? 0f : -weight * args.X[((nint)row * args.Classes) + (nint)label];
            sum += loss;
            weights += weight;
            if (args.Reduction == LossReduction.None)
                args.Result[row] = loss;
        }

        *args.Total = weights;
        if (args.Reduction != LossReduction.None)
            *args.Result = args.Reduction == LossReduction.Mean ? sum / weights : sum;
    }
}
