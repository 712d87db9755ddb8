using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>
/// The inference form of batch normalization: <c>y = x factor + offset</c> over x [N, ..., C], with a factor and an offset [C] that
/// <see cref="BatchNormalizationCoefficients"/> made of the statistics, once and for all where these are constants.
/// </summary>
internal sealed record BatchNormalization : Operator
{
    /// <summary>
    /// ONNX BatchNormalization 7 (spatial), 9, 14 (training_mode), 15 and newer. In a graph to be trained, running statistics that are
    /// variables give way to those of the batch, whatever the file says, and are overwritten in each step; constant ones stay (frozen).
    /// </summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        float epsilon = node.Float("epsilon", 1e-5f), momentum = node.Float("momentum", 0.9f);
        bool perElement = node.Opset < 9 && !node.Flag("spatial", true);
        bool batchStatistics = node.Opset < 14 ? node.OutputCount > 1 : node.Flag("training_mode", false);
        if (node.Opset < 7)
            node.Ignore("is_test", "consumed_inputs");
        Value rows = ToRows(node, x, perElement);
        Value[] parameters = new Value[4];
        for (int i = 0; i < 4; i++)
        {
            Value parameter = node.Input(i + 1);
            if (parameter.Shape.Count != rows.Shape[^1])
                Throw.Shape($"{node.Path}: input {i + 1} ({parameter}) must have {rows.Shape[^1]} elements, one for each channel of {x}.");
            parameters[i] = node.Reshape(parameter, new Shape(parameter.Shape.Count));
        }

        bool learns = node.Training && parameters[2].Kind == ValueKind.Variable && parameters[3].Kind == ValueKind.Variable;
        if (batchStatistics || learns)
        {
            ImportTraining(node, x, rows, parameters, epsilon, momentum, learns);
            return;
        }

        (Value factor, Value offset) = Coefficients(node, parameters, epsilon);
        node.Return(FromRows(node, node.Emit(new BatchNormalization(), rows, factor, offset), x));
    }

    public override void Infer(Node node)
    {
        Shape x = node.Shape(0), channels = new(x.Rank == 0 ? 1 : x[^1]);
        if (x.Rank == 0 || node.Shape(1) != channels || node.Shape(2) != channels)
            node.Fail($"factor {node.Shape(1)} and offset {node.Shape(2)} must have one element for each channel of {node.Input(0)}.");
        node.AddOutput(ElementType.Float32, x);
    }

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(0);

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape x = node.Shape(0);
        steps.AddAcross(x[^1], new Maker(new ChannelAffineArgs
        {
            Rows = new ChannelRows(1, x.Product(0, x.Rank - 1), x[^1], 1),
            X = steps.Floats(node.Input(0)),
            Factor = steps.Floats(node.Input(1)),
            Offset = steps.Floats(node.Input(2)),
            Y = steps.Floats(node.Output),
        }));
    }

    public override void ByFrames(Node node, StreamBuilder stream) => stream.PassUnless(node, axis => axis == node.Shape(0).Rank - 1, "takes its channels");

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Of(node.Output) is not { } dy)
            return;
        if (gradient.Needs(node.Input(0)))
        {
            Value zeros = gradient.Constant(new Tensor(ElementType.Float32, node.Shape(1)));
            gradient.Add(node.Input(0), gradient.Emit(new BatchNormalization(), dy, node.Input(1), zeros));
        }

        if (gradient.Needs(node.Input(1)))
            gradient.Add(node.Input(1), FactorGradient(node, gradient, dy));
        if (gradient.Needs(node.Input(2)))
            gradient.Add(node.Input(2), gradient.Emit(new SumRows(), dy));
    }

    /// <summary>A factor for each channel is a depthwise convolution of one tap.</summary>
    private static Value FactorGradient(Node node, GradientBuilder gradient, Value dy)
    {
        Shape x = node.Shape(0), rows = new(1, x.Product(0, x.Rank - 1), x[^1]);
        Window tap = new(new Axes(1), new Axes(1), new Axes(1), new Axes(0), new Axes(0));
        Value dfactor = gradient.Emit(new ConvWeightGradient(tap, x[^1]), gradient.Emit(new Reshape(rows), node.Input(0)), gradient.Emit(new Reshape(rows), dy));
        return gradient.Emit(new Reshape(node.Shape(1)), dfactor);
    }

    /// <summary>Where the bias alone is trained it is taken out of the coefficients, so that the factor is a constant that folds into weights.</summary>
    private static (Value Factor, Value Offset) Coefficients(ImportNode node, Value[] parameters, float epsilon)
    {
        bool biasAlone = !parameters[1].IsConstant && parameters[0].IsConstant && parameters[2].IsConstant && parameters[3].IsConstant;
        Value bias = biasAlone ? node.Constant(new Tensor(ElementType.Float32, parameters[1].Shape)) : parameters[1];
        Value[] coefficients = node.EmitAll(new BatchNormalizationCoefficients(epsilon), parameters[0], bias, parameters[2], parameters[3]);
        return (coefficients[0], biasAlone ? node.Emit(new Add(), coefficients[1], parameters[1]) : coefficients[1]);
    }

    private static void ImportTraining(ImportNode node, Value x, Value rows, Value[] parameters, float epsilon, float momentum, bool overwrites)
    {
        Value[] y = node.EmitAll(new ChannelNormalization(epsilon, 1, AcrossBatch: true), rows, parameters[0], parameters[1]);
        Value[] running = node.EmitAll(new RunningStatistics(momentum, overwrites), parameters[2], parameters[3], y[1], y[2]);
        Value result = FromRows(node, y[0], x);
        if (node.Opset < 14)
            node.Return(result, Restore(3, running[0]), Restore(4, running[1]), Restore(3, y[1]), Restore(4, y[2]));
        else
            node.Return(result, Restore(3, running[0]), Restore(4, running[1]));

        Value Restore(int input, Value statistic) => node.Reshape(statistic, node.Input(input).Shape);
    }

    // [N, C] already has its channels last, and a lone axis is a batch of one channel.
    private static Value ToRows(ImportNode node, Value x, bool perElement)
    {
        if (x.Shape.Rank == 0)
            Throw.Shape($"{node.Path}: input {x} has no axes.");
        if (x.Shape.Rank == 1)
            return node.Reshape(x, new Shape(x.Shape.Count, 1));
        if (perElement)
            return node.Reshape(x, new Shape(x.Shape[0], x.Shape.Product(1, x.Shape.Rank)));
        return x.Shape.Rank == 2 ? x : node.ToChannelsLast(x);
    }

    private static Value FromRows(ImportNode node, Value y, Value x) =>
        y.Shape.Rank > 2 ? node.ToChannelsFirst(y) : node.Reshape(y, x.Shape);

    private readonly unsafe struct Maker(ChannelAffineArgs args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new KernelStep<ChannelAffineArgs>(args, &ChannelAffineF32.Run<S, V>, args.Rows.Chunks, args.Rows.Count);
    }
}
