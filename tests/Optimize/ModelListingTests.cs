using System;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using Tests.Support;
using Xunit;

namespace Tests.Optimize;

/// <summary>What is left of real models: a pass that stops to match shows here.</summary>
public class ModelListingTests
{
    [Theory]
    [InlineData("lenet_mnist")]
    [InlineData("ds_cnn_kws")]
    [InlineData("resnet8_ic")]
    [InlineData("mobilenetv1_025_vww")]
    [InlineData("fc_ae_ad")]
    [InlineData("mobilenetv2_10_224")]
    public void TheOptimizedGraphIsTheGolden(string model)
    {
        Graph graph = Load(model, training: false);
        Optimizer.Run(graph);
        Assert.All(graph.Nodes, node => Assert.True(node.Operator is Conv or Gemm or MaxPool or AveragePool or Reshape or Softmax, GraphPrinter.Line(node)));
        string once = GraphPrinter.Print(graph);
        Golden.Matches($"Listings/{model}.txt", once);
        Optimizer.Run(graph);
        Assert.Equal(once, GraphPrinter.Print(graph));
    }

    [Theory]
    [InlineData("lenet_mnist")]
    [InlineData("resnet8_ic")]
    public void TheGraphThatIsTrainedIsTheGolden(string model)
    {
        Graph graph = Load(model, training: true);
        Optimizer.Run(graph);
        Golden.Matches($"Listings/{model}.training.txt", GraphPrinter.Print(graph));
    }

    [Theory]
    [InlineData("lenet_mnist")]
    [InlineData("ds_cnn_kws")]
    [InlineData("resnet8_ic")]
    [InlineData("fc_ae_ad")]
    public void OutputsStayTheSame(string model) => Optimize.GraphRun.OptimizedGivesTheSame(Load(model, training: false), 1e-5f);

    private static Graph Load(string model, bool training) =>
        Model.Load(Shared.Path(Path.Combine("data", "models-torch", model + ".onnx"))).ToGraph(new ImportOptions { Training = training });
}
