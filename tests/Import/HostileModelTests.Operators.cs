using System;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Operators;
using Google.Protobuf;
using Tests.Support;
using Xunit;

namespace Tests.Import;

/// <summary>Single operators with parameters that would take gigabytes or hours at load.</summary>
public partial class HostileModelTests
{
    private const long Slack = 32L << 20;

    [Theory]
    [InlineData("edge", 2, 1 << 28, 1 << 28)]
    [InlineData("reflect", 1 << 30, 1 << 29, 1 << 28)]
    [InlineData("wrap", 2, 0, 1 << 29)]
    public void TablesOfPaddingStayInProportionToTheFile(string mode, int length, int before, int after)
    {
        ModelProto model = Empty();
        model.Graph.Input.Add(OnnxNodes.Describe("x", ElementType.Float32, new Shape(length)));
        Constant(model, "pads", before, after);
        Node(model, "Pad", ["x", "pads"], "y", ("mode", mode));
        EdgeException error = RefusedWithin(Slack, model, ErrorKind.Unsupported);
        Assert.Contains($"{(long)length + before + after} indices", error.Message);
    }

    [Theory]
    [InlineData(1 << 29, ErrorKind.Shape)]
    [InlineData(1 << 15, ErrorKind.Shape)]
    [InlineData((1 << 14) + 1, ErrorKind.Shape)]
    [InlineData(1 << 14, ErrorKind.Unsupported)]
    public void ATransposedConvolutionOfHugeStridesIsRefused(int stride, ErrorKind kind)
    {
        ModelProto model = TransposedConvolutions(1, stride);
        EdgeException error = RefusedWithin(Slack, model, kind);
        Assert.Contains($"strides of {stride}", error.Message);
    }

    [Fact]
    public void TransposedConvolutionsTogetherStayInProportionToTheFile()
    {
        const int Stride = 1 << 12;
        using (Session one = new(Model.Load(TransposedConvolutions(1, Stride).ToByteArray())))
            Assert.Equal(2 * Stride, one.Executable.Steps.Length); // each phase packs its weights and convolves
        Assert.Contains($"strides of {Stride}", RefusedWithin(Slack, TransposedConvolutions(100, Stride), ErrorKind.Unsupported).Message);
    }

    [Fact]
    public void ManyComputationsOfConstantsTogetherAreLeftToTheRun()
    {
        const int Nodes = 40;
        ModelProto model = Empty();
        Constant(model, "image", 1, 1, 300, 300);
        Constant(model, "filter", 1, 1, 30, 30);
        Node(model, "ConstantOfShape", ["image"], "x");
        Node(model, "ConstantOfShape", ["filter"], "w");
        string[] results = new string[Nodes];
        for (int i = 0; i < Nodes; i++)
            Node(model, "Conv", ["x", "w"], results[i] = $"y{i}");
        Node(model, "Sum", results, "y");
        Graph graph = Model.Load(model.ToByteArray()).ToGraph(new EdgeRuntime.Import.ImportOptions());
        long left = 0;
        foreach (Node node in graph.Nodes)
            left += node.Operator is Conv ? node.Operator.Macs(node) : 0;
        long all = Nodes * 271L * 271 * 900;
        Assert.InRange(all - left, 1, 400_000_000); // some are computed at load, never more than the budget
    }

    [Fact]
    public void ANodeOfManyOutputsTakesMemoryInProportion()
    {
        const int Outputs = 12_000;
        ModelProto model = Empty();
        model.Graph.Input.Add(OnnxNodes.Describe("x", ElementType.Float32, new Shape(Outputs)));
        NodeProto split = Node(model, "Split", ["x"], "y");
        for (int i = 1; i < Outputs; i++)
            split.Output.Add($"y{i}");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Graph graph = Model.Load(model.ToByteArray()).ToGraph(new EdgeRuntime.Import.ImportOptions());
        Assert.Equal(Outputs, graph.Nodes[0].Outputs.Length);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64L << 20);
    }

    [Theory]
    [InlineData("Conv", "strides", 1.5f, "a float, expected a list of integers")]
    [InlineData("Conv", "group", "two", "a text, expected an integer")]
    [InlineData("MaxPool", "kernel_shape", 3, "an integer, expected a list of integers")]
    [InlineData("Pad", "mode", 1, "an integer, expected a text")]
    [InlineData("LRN", "alpha", new[] { 1f }, "a list of floats, expected a float")]
    public void AnAttributeOfAnotherKindIsAnErrorThatSaysSo(string type, string attribute, object value, string expected)
    {
        ModelProto model = Empty();
        model.Graph.Input.Add(OnnxNodes.Describe("x", ElementType.Float32, new Shape(1, 1, 4, 4)));
        model.Graph.Initializer.Add(EdgeRuntime.Import.TensorReader.Write("w", new Tensor(ElementType.Float32, new Shape(1, 1, 3, 3))));
        string[] inputs = type == "Conv" ? ["x", "w"] : ["x"];
        Node(model, type, inputs, "y", [(attribute, value), .. type == "LRN" ? [("size", 3)] : Array.Empty<(string, object)>()]);
        Assert.Contains($"attribute '{attribute}' is {expected}", RefusedWithin(Slack, model, ErrorKind.Format).Message);
    }

    private static ModelProto TransposedConvolutions(int count, int stride)
    {
        ModelProto model = Empty();
        model.Graph.Input.Add(OnnxNodes.Describe("x", ElementType.Float32, new Shape(1, 1, 2)));
        model.Graph.Input.Add(OnnxNodes.Describe("w", ElementType.Float32, new Shape(1, 1, 3)));
        for (int i = 0; i < count; i++)
            Node(model, "ConvTranspose", ["x", "w"], i == 0 ? "y" : $"y{i}", ("strides", new[] { stride }));
        return model;
    }

    private static EdgeException RefusedWithin(long bytes, ModelProto model, ErrorKind kind)
    {
        byte[] file = model.ToByteArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        EdgeException error = Assert.Throws<EdgeException>(() => new Session(Model.Load(file)).Dispose());
        Assert.Equal(kind, error.Kind);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < bytes, $"{allocated} bytes for a file of {file.Length}.");
        return error;
    }
}
