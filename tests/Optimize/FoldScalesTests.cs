using System.Linq;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Xunit;

namespace Tests.Optimize;

public class FoldScalesTests
{
    private const float Rounding = 1e-5f;

    private readonly GraphMaker make = new();

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(4, false)]
    public void ScaleAndShiftGoIntoAConvolution(int groups, bool bias)
    {
        Value y = make.Conv(make.Input(2, 5, 6, 4), 8, 3, padding: 1, groups, bias);
        y = make.Add(new Mul(), make.Constant(1, 8), y);
        y = make.Add(new Add(), y, make.Constant(1, 1, 1, 1, 8));
        y = make.Add(new Div(), y, make.Scalar(3));
        y = make.Add(new Sub(), make.Constant(1, 1, 8), make.Add(new Sub(), y, make.Constant(1, 8)));
        Folds(make.Return(y), "Conv");
    }

    [Fact]
    public void ScaleAndShiftGoIntoAMatrixProductOfEitherLayout()
    {
        Value x = make.Input(3, 5);
        Value a = make.Add(new Gemm(true, Bounds.None), x, make.Constant(1, 7, 5)), b = make.Add(new Gemm(false, Bounds.None), x, make.Constant(1, 5, 7), make.Constant(1, 7));
        Folds(make.Return(Scaled(a), Scaled(b)), "Gemm Gemm");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ScaleAndShiftGoIntoATransposedConvolution(int groups)
    {
        Window window = new(new Axes(2, 2), new Axes(2, 2), new Axes(1, 1), new Axes(0, 0), new Axes(0, 0));
        Value y = make.Add(new ConvTranspose(window, groups, Bounds.None), make.Input(1, 3, 4, 6), make.Constant(1, 6, 7 / groups, 2, 2), null);
        Folds(make.Return(Scaled(y)), "ConvTranspose");
    }

    [Fact]
    public void BatchNormalizationGoesIntoTheProductBeforeIt()
    {
        Value x = make.Conv(make.Input(2, 5, 6, 3), 4, 3, bias: false);
        Value y = make.Add(new BatchNormalization(), x, make.Constant(1, 4), make.Constant(1, 4));
        Value z = make.Add(new Relu(), make.Add(new BatchNormalization(), make.Gemm(make.Reshape(y, 2, 48), 7), make.Constant(1, 7), make.Constant(1, 7)));
        Folds(make.Return(z), "Conv Reshape Gemm");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void ScaleAndShiftGoIntoTheConvolutionBehindThem(int groups)
    {
        Value x = make.Add(new Relu(), make.Input(2, 5, 6, 6));
        Folds(make.Return(make.Add(new Relu(), make.Conv(Scaled(x), 12, 3, padding: 0, groups))), "Relu Conv");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ScaleAndShiftGoIntoTheMatrixProductBehindThem(bool transB)
    {
        Value x = make.Add(new Sigmoid(), make.Input(3, 5));
        Value weights = transB ? make.Constant(1, 7, 5) : make.Constant(1, 5, 7);
        Folds(make.Return(make.Add(new Add(), make.Add(new Gemm(transB, Bounds.None), Scaled(x), weights), make.Input(3, 7))), "Sigmoid Gemm");
    }

    [Fact]
    public void AShiftStaysOutOfPaddingButAFactorDoesNot()
    {
        Value x = make.Add(new Relu(), make.Input(2, 5, 6, 3));
        Value y = make.Conv(make.Add(new Add(), make.Add(new Mul(), x, make.Constant(1, 3)), make.Constant(1, 3)), 4, 3, padding: 1);
        Folds(make.Return(y, make.Conv(make.Add(new Mul(), x, make.Constant(1, 3)), 4, 3, padding: 1)), "Relu Mul Add Conv Conv");
    }

    [Fact]
    public void FactorsThatWeightsCannotHoldStay()
    {
        Value y = make.Add(new Mul(), make.Gemm(make.Input(3, 5), 4), make.Scalar(float.PositiveInfinity));
        Value z = make.Add(new Mul(), make.Gemm(make.Input(3, 5), 4), make.Scalar(3e38f));
        Value big = make.Add(new Mul(), z, make.Scalar(3e38f));
        Graph graph = make.Return(y, big);
        Optimizer.Run(graph);
        Assert.DoesNotContain(graph.Nodes, node => node.Operator is Gemm && node.Input(1).Data!.As<float>().ToArray().Any(w => !float.IsFinite(w)));
    }

    [Fact]
    public void AProductWithoutBiasTakesARowThatIsTrained()
    {
        Value y = make.Add(new Gemm(false, Bounds.None), make.Input(3, 5), make.Variable(5, 7));
        Graph graph = make.Return(make.Add(new Add(), y, make.Variable(1, 7)));
        GraphRun.OptimizedGivesTheSame(graph, Rounding);
        Assert.Equal("Reshape Gemm", GraphRun.Operators(graph));
    }

    [Fact]
    public void WeightsThatAreTrainedAreLeftAlone()
    {
        Value y = make.Conv(make.Input(1, 5, 5, 2), make.Variable(3, 2, 3, 3), make.Variable(3));
        Graph graph = make.Return(make.Add(new Mul(), y, make.Constant(1, 3)));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Conv Mul", GraphRun.Operators(graph));
    }

    [Fact]
    public void AProductThatOthersReadIsLeftAlone()
    {
        Value y = make.Gemm(make.Input(3, 5), 7);
        Graph graph = make.Return(make.Add(new Mul(), y, make.Constant(1, 7)), y);
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Gemm Mul", GraphRun.Operators(graph));
    }

    [Fact]
    public void AConstantThatVariesOverPixelsIsLeftAlone()
    {
        Value y = make.Conv(make.Input(1, 4, 4, 2), 4, 1);
        Graph graph = make.Return(make.Add(new Mul(), y, make.Constant(1, 4, 1)));
        GraphRun.OptimizedGivesTheSame(graph);
        Assert.Equal("Conv Mul", GraphRun.Operators(graph));
    }

    private Value Scaled(Value x)
    {
        int channels = x.Shape[^1];
        Value turned = make.Add(new Scale(2), make.Add(new Neg(), x));
        return make.Add(new Add(), make.Add(new Mul(), turned, make.Constant(1, channels)), make.Constant(1, channels));
    }

    private static void Folds(Graph graph, string operators)
    {
        GraphRun.OptimizedGivesTheSame(graph, Rounding);
        Assert.Equal(operators, GraphRun.Operators(graph));
    }
}
