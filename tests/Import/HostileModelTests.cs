using System;
using System.Diagnostics;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import.Onnx;
using Google.Protobuf;
using Tests.Support;
using Xunit;

namespace Tests.Import;

/// <summary>Small files that ask for much: time, memory, other people's files.</summary>
public partial class HostileModelTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    [Fact]
    public void AHugeConstantIsNotComputedBeforeTheBudgetIsAsked()
    {
        ModelProto model = Empty();
        Constant(model, "shape", 1 << 15, 1 << 15);
        Node(model, "ConstantOfShape", ["shape"], "huge");
        Node(model, "Relu", ["huge"], "y");
        EdgeException error = Refused(model, ErrorKind.Memory);
        Assert.Contains("4294967296", error.Message);
    }

    [Fact]
    public void MoreElementsThanAnArrayHasAreRefused()
    {
        ModelProto model = Empty();
        Constant(model, "shape", 1 << 16, 1 << 16);
        Node(model, "ConstantOfShape", ["shape"], "y");
        Refused(model, ErrorKind.Shape);
    }

    [Fact]
    public void ALongComputationOfConstantsIsLeftToTheRun()
    {
        ModelProto model = Empty();
        Constant(model, "image", 1, 1, 1400, 1400);
        Constant(model, "filter", 1, 1, 700, 700);
        Node(model, "ConstantOfShape", ["image"], "x");
        Node(model, "ConstantOfShape", ["filter"], "w");
        Node(model, "Conv", ["x", "w"], "y");
        long start = Stopwatch.GetTimestamp();
        using Session session = new(Model.Load(model.ToByteArray()));
        Assert.True(Stopwatch.GetElapsedTime(start) < Limit);
        long work = 0;
        foreach (Step step in session.Executable.Steps)
            work += step.Work;
        Assert.True(work > 1_000_000_000);
    }

    [Fact]
    public void AChainOfManyNodesIsPlannedInTime()
    {
        ModelProto model = Empty();
        model.Graph.Input.Add(OnnxNodes.Describe("v0", ElementType.Float32, new Shape(4)));
        for (int i = 1; i <= 5_000; i++)
            Node(model, i % 2 == 0 ? "Exp" : "Sqrt", [$"v{i - 1}"], $"v{i}");
        model.Graph.Output.Clear();
        model.Graph.Output.Add(new ValueInfoProto { Name = "v5000" });
        long start = Stopwatch.GetTimestamp();
        using Session session = new(Model.Load(model.ToByteArray()));
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Assert.True(took < Limit, $"{took.TotalSeconds:0.0} s");
        Assert.Equal(5_000, session.Executable.Steps.Length);
    }

    [Fact]
    public void MillionsOfEmptyPartsAreRefusedBeforeTheyBecomeObjects()
    {
        byte[] start = Empty().ToByteArray();
        byte[] file = new byte[start.Length + 8_000_000];
        start.CopyTo(file, 0);
        for (int i = start.Length; i < file.Length; i += 2)
            file[i] = 0x72; // metadata entry of length 0
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(ErrorKind.Format, Assert.Throws<EdgeException>(() => Model.Load(file)).Kind);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 << 20);
    }

    [Theory]
    [InlineData("../secret.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("inside/../../secret.bin")]
    public void WeightsOutsideOfTheModelsFolderAreRefused(string location)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.At("secret.bin"), new byte[16]);
        EdgeException error = RefusedData(folder, location);
        Assert.Equal(ErrorKind.Format, error.Kind);
        Assert.Contains("outside", error.Message);
    }

    [Fact]
    public void ALinkedFolderDoesNotLeadOutOfTheModelsFolder()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.At("other/secret.bin"), new byte[16]);
        File.WriteAllBytes(folder.At("models/readme"), []);
        Directory.CreateSymbolicLink(folder.At("models/link"), Path.GetDirectoryName(folder.At("other/secret.bin"))!);
        Assert.Contains("outside", RefusedData(folder, "link/secret.bin").Message);
    }

    [Fact]
    public void APipeInPlaceOfWeightsIsNotWaitedFor()
    {
        if (OperatingSystem.IsWindows())
            return;
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.At("models/readme"), []);
        using (Process pipe = Process.Start("mkfifo", folder.At("models/pipe")))
            pipe.WaitForExit();
        Assert.Contains("which has 0", RefusedData(folder, "pipe").Message);
    }

    [Fact]
    public void ABudgetTooSmallNamesTheTensorsAtThePeakAndTheBytesNeeded()
    {
        Model model = Model.Load(SmallModels.Convolutional().ToByteArray());
        EdgeException error = Assert.Throws<EdgeException>(() => new Session(model, new SessionOptions { MemoryBudgetBytes = 4_000 }).Dispose());
        Assert.Equal(ErrorKind.Memory, error.Kind);
        using Session session = new(model);
        Assert.Contains($"Allow {session.ArenaBytes} bytes", error.Message);
        Assert.Contains("Conv", error.Message);
    }

    /// <summary>What is said of a model in the folder "models" whose four floats of weights are in the file <paramref name="location"/>.</summary>
    private static EdgeException RefusedData(TemporaryFolder folder, string location)
    {
        ModelProto model = Empty();
        TensorProto tensor = new() { Name = "w", DataType = 1, DataLocation = TensorProto.Types.DataLocation.External };
        tensor.Dims.Add(4);
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        model.Graph.Initializer.Add(tensor);
        Node(model, "Relu", ["w"], "y");
        string path = folder.At("models/model.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        return Assert.Throws<EdgeException>(() => new Session(Model.Load(path)).Dispose());
    }

    private static EdgeException Refused(ModelProto model, ErrorKind kind)
    {
        long start = Stopwatch.GetTimestamp(), before = GC.GetTotalAllocatedBytes();
        EdgeException error = Assert.Throws<EdgeException>(() =>
            new Session(Model.Load(model.ToByteArray()), new SessionOptions { MemoryBudgetBytes = 1 << 20 }).Dispose());
        Assert.Equal(kind, error.Kind);
        Assert.True(Stopwatch.GetElapsedTime(start) < Limit);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 1L << 30);
        return error;
    }

    private static ModelProto Empty()
    {
        ModelProto model = new() { IrVersion = 8, Graph = new GraphProto { Name = "hostile" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 13 });
        model.Graph.Output.Add(new ValueInfoProto { Name = "y" });
        return model;
    }

    private static void Constant(ModelProto model, string name, params int[] values) =>
        model.Graph.Initializer.Add(EdgeRuntime.Import.TensorReader.Write(name, Tensor.Ints(values)));

    private static NodeProto Node(ModelProto model, string type, string[] inputs, string output, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        NodeProto node = new() { OpType = type, Name = output };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        foreach ((string name, object value) in attributes)
            node.Attribute.Add(OnnxNodes.Attribute(name, value));
        model.Graph.Node.Add(node);
        return node;
    }
}
