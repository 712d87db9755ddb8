using System;
using System.Collections.Generic;

namespace EdgeRuntime.Operators;

/// <summary>One line of the table: an operator of a model file and the rule that brings it into the graph.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Since">The oldest operator set version whose meaning the rule knows.</param>
/// <param name="Import">The rule.</param>
/// <param name="Domain">The operator set; empty for ONNX's own.</param>
internal sealed record OperatorEntry(string Name, int Since, Action<ImportNode> Import, string Domain = "");

/// <summary>Everything Edge can do, sorted. Import, the README's table, tests and benches read this list.</summary>
internal static class OperatorTable
{
    public static IReadOnlyList<OperatorEntry> All { get; } =
    [
        new("Abs", 1, Abs.Import),
        new("Adagrad", 1, OnnxAdagrad.Import, OnnxUpdate.Domain),
        new("Adam", 1, OnnxAdam.Import, OnnxUpdate.Domain),
        new("Add", 1, Add.Import),
        new("And", 1, And.Import),
        new("ArgMax", 1, ArgReduce.ImportMax),
        new("ArgMin", 1, ArgReduce.ImportMin),
        new("Attention", 23, Attention.Import),
        new("AveragePool", 1, AveragePool.Import),
        new("BatchNormalization", 1, BatchNormalization.Import),
        new("Cast", 1, Cast.Import),
        new("CastLike", 15, Cast.ImportLike),
        new("Ceil", 1, Ceil.Import),
        new("Celu", 12, Celu.Import),
        new("Clip", 1, Clip.Import),
        new("Concat", 1, Concat.Import),
        new("Constant", 1, Constant.Import),
        new("ConstantOfShape", 9, ConstantOfShape.Import),
        new("Conv", 1, Conv.Import),
        new("ConvTranspose", 1, ConvTranspose.Import),
        new("DepthToSpace", 1, DepthToSpace.Import),
        new("Div", 1, Div.Import),
        new("Dropout", 1, Dropout.Import),
        new("Elu", 1, Elu.Import),
        new("Equal", 1, Equal.Import),
        new("Erf", 9, Erf.Import),
        new("Exp", 1, Exp.Import),
        new("Expand", 8, Expand.Import),
        new("Flatten", 1, Flatten.Import),
        new("Floor", 1, Floor.Import),
        new("GRU", 1, GruScan.Import),
        new("Gather", 1, Gather.Import),
        new("GatherElements", 11, GatherElements.Import),
        new("Gelu", 20, Gelu.Import),
        new("Gemm", 1, Gemm.Import),
        new("GlobalAveragePool", 1, AveragePool.ImportGlobal),
        new("GlobalMaxPool", 1, MaxPool.ImportGlobal),
        new("Greater", 1, Greater.Import),
        new("GreaterOrEqual", 12, GreaterOrEqual.Import),
        new("GroupNormalization", 18, GroupNormalization.Import),
        new("HardSigmoid", 1, HardSigmoid.Import),
        new("HardSwish", 14, HardSwish.Import),
        new("Identity", 1, Identity.Import),
        new("InstanceNormalization", 1, InstanceNormalization.Import),
        new("IsInf", 10, IsInf.Import),
        new("IsNaN", 9, IsNaN.Import),
        new("LRN", 1, Lrn.Import),
        new("LSTM", 1, LstmScan.Import),
        new("LayerNormalization", 17, LayerNormalization.Import),
        new("LeakyRelu", 1, LeakyRelu.Import),
        new("Less", 1, Less.Import),
        new("LessOrEqual", 12, LessOrEqual.Import),
        new("Log", 1, Log.Import),
        new("LogSoftmax", 1, Softmax.ImportLogarithm),
        new("MatMul", 1, MatMul.Import),
        new("Max", 1, Max.Import),
        new("MaxPool", 1, MaxPool.Import),
        new("Mean", 1, Mean.Import),
        new("MeanVarianceNormalization", 9, MeanVarianceNormalization.Import),
        new("Min", 1, Min.Import),
        new("MinPool", 1, MinPool.Import, "edge"),
        new("Mish", 18, Mish.Import),
        new("Mod", 10, Mod.Import),
        new("Momentum", 1, OnnxMomentum.Import, OnnxUpdate.Domain),
        new("Mul", 1, Mul.Import),
        new("Neg", 1, Neg.Import),
        new("NegativeLogLikelihoodLoss", 12, NegativeLogLikelihoodLoss.Import),
        new("Not", 1, Not.Import),
        new("Or", 1, Or.Import),
        new("PRelu", 1, PRelu.Import),
        new("Pad", 1, Pad.Import),
        new("Pow", 1, Pow.Import),
        new("RMSNormalization", 23, LayerNormalization.ImportRms),
        new("RNN", 1, RnnScan.Import),
        new("Range", 11, RangeOf.Import),
        new("Reciprocal", 1, Reciprocal.Import),
        new("ReduceL1", 1, Reduce.Import(ReduceKind.L1)),
        new("ReduceL2", 1, Reduce.Import(ReduceKind.L2)),
        new("ReduceLogSum", 1, Reduce.Import(ReduceKind.LogSum)),
        new("ReduceLogSumExp", 1, Reduce.Import(ReduceKind.LogSumExp)),
        new("ReduceMax", 1, Reduce.Import(ReduceKind.Max)),
        new("ReduceMean", 1, Reduce.Import(ReduceKind.Mean)),
        new("ReduceMin", 1, Reduce.Import(ReduceKind.Min)),
        new("ReduceProd", 1, Reduce.Import(ReduceKind.Prod)),
        new("ReduceSum", 1, Reduce.Import(ReduceKind.Sum)),
        new("ReduceSumSquare", 1, Reduce.Import(ReduceKind.SumSquare)),
        new("Relu", 1, Relu.Import),
        new("Reshape", 1, Reshape.Import),
        new("Resize", 10, Resize.Import),
        new("Round", 11, Round.Import),
        new("Selu", 1, Selu.Import),
        new("Shape", 1, ShapeOf.Import),
        new("Sigmoid", 1, Sigmoid.Import),
        new("Sign", 9, Sign.Import),
        new("Size", 1, SizeOf.Import),
        new("Slice", 1, Slice.Import),
        new("Softmax", 1, Softmax.Import),
        new("SoftmaxCrossEntropyLoss", 12, NegativeLogLikelihoodLoss.ImportSoftmax),
        new("Softplus", 1, Softplus.Import),
        new("Softsign", 1, Softsign.Import),
        new("SpaceToDepth", 1, SpaceToDepth.Import),
        new("Split", 1, Split.Import),
        new("Sqrt", 1, Sqrt.Import),
        new("Squeeze", 1, Squeeze.Import),
        new("Step", 1, UnitStep.Import, "edge"),
        new("Sub", 1, Sub.Import),
        new("Sum", 1, Sum.Import),
        new("Swish", 24, Swish.Import),
        new("Tanh", 1, Tanh.Import),
        new("ThresholdedRelu", 1, ThresholdedRelu.Import),
        new("Tile", 1, Tile.Import),
        new("TopK", 1, TopK.Import),
        new("Transpose", 1, Transpose.Import),
        new("Unsqueeze", 1, Unsqueeze.Import),
        new("Upsample", 7, Resize.ImportUpsample),
        new("Where", 9, Where.Import),
        new("Xor", 1, Xor.Import),
    ];

    private static readonly Dictionary<(string Domain, string Name), OperatorEntry> ByName = Index();

    public static OperatorEntry? Find(string domain, string name) =>
        ByName.GetValueOrDefault((domain == "ai.onnx" ? "" : domain, name));

    private static Dictionary<(string Domain, string Name), OperatorEntry> Index()
    {
        Dictionary<(string, string), OperatorEntry> index = [];
        foreach (OperatorEntry entry in All)
            index.Add((entry.Domain, entry.Name), entry);
        return index;
    }
}
