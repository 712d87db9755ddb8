using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using EdgeCli;
using EdgeCli.Conformance;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using Tests.Support;
using Xunit;

namespace Tests.Import;

/// <summary>Thousands of damaged model files: each gives a model or one <see cref="EdgeException"/>, soon and without much memory.</summary>
public class OnnxMutationTests
{
    private const long SlackBytes = 16L << 20;
    private const long ArenaBudget = 64L << 20;
    private const long RunnableWork = 20_000_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>More of them where <c>EDGE_FUZZ</c> says so.</summary>
    private static int Count { get; } = int.TryParse(Environment.GetEnvironmentVariable("EDGE_FUZZ"), out int count) ? count : 2_000;

    [Fact]
    public void ModelsBuiltHereGiveAModelOrOneErrorHoweverDamaged()
    {
        List<byte[]> files = SmallModels.All();
        int accepted = 0;
        for (int i = 0; i < Count; i++)
            accepted += Check(files[i % files.Count], files[(i + 1) % files.Count], (ulong)i) ? 1 : 0;
        AssertBothKinds(accepted, Count);
    }

    [Theory]
    [InlineData("data/models/onnx/mnist-8/model.onnx")]
    [InlineData("data/models/onnx/rten-mnist/mnist.onnx")]
    [InlineData("data/models-torch/lenet_mnist.onnx")]
    [InlineData("data/models-torch/ds_cnn_kws.onnx")]
    public void RealModelsGiveAModelOrOneErrorHoweverDamaged(string relative)
    {
        byte[] file = File.ReadAllBytes(Shared.Path(relative));
        byte[] other = SmallModels.All()[0];
        int accepted = 0;
        for (int i = 0; i < Count / 4; i++)
            accepted += Check(file, other, (ulong)i) ? 1 : 0;
        AssertBothKinds(accepted, Count / 4);
    }

    /// <summary>One node each, its parameters bound to the stored inputs: what every import rule makes of damaged attributes.</summary>
    [Theory]
    [InlineData("onnx-node-dev")]
    [InlineData("onnx-node-other-dev")]
    [InlineData("onnx-node-v1.7.0-opset12-dev")]
    [InlineData("onnx2c-dev")]
    public void SingleNodesGiveAModelOrOneErrorHoweverDamaged(string suite)
    {
        byte[] other = SmallModels.All()[0];
        ulong seed = 0;
        foreach (ConformanceCase item in CaseReader.Read(Shared.Path($"data/conformance/{suite}.zip")))
        {
            for (int i = 0; i < Math.Max(1, Count / 1_000); i++)
            {
                byte[] file = new Mutations(seed++).Of(item.Model, other);
                string name = $"{item.Name}, seed {seed - 1}";
                long start = Stopwatch.GetTimestamp();
                try
                {
                    Model model = Model.Load(file);
                    using Session session = BoundSession.Open(model, CaseRunner.Stored(model, item.Sets[0]), new SessionOptions { MemoryBudgetBytes = ArenaBudget });
                    RunIfQuick(session);
                }
                catch (EdgeException e)
                {
                    Assert.False(string.IsNullOrWhiteSpace(e.Message), $"{name}: an error without a message.");
                }
                catch (Exception e) when (e is not Xunit.Sdk.XunitException)
                {
                    Assert.Fail($"{name}: {e}");
                }

                Assert.True(Stopwatch.GetElapsedTime(start) < Limit, $"{name}: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
            }
        }
    }

    // Damage that is always found, or never, would test little.
    private static void AssertBothKinds(int accepted, int count) =>
        Assert.True(accepted > count / 20 && accepted < count * 19 / 20, $"{accepted} of {count} damaged files were accepted.");

    private static bool Check(byte[] original, byte[] other, ulong seed)
    {
        byte[] file = new Mutations(seed).Of(original, other);
        long start = Stopwatch.GetTimestamp();
        bool accepted = false;
        try
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Model model;
            try
            {
                model = Model.Load(file);
            }
            finally
            {
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(allocated <= (4L * file.Length) + SlackBytes, $"Seed {seed}: reading {file.Length} bytes allocated {allocated}.");
            }

            using Session session = new(model, new SessionOptions { MemoryBudgetBytes = ArenaBudget });
            accepted = true;
            RunIfQuick(session);
        }
        catch (EdgeException e)
        {
            Assert.False(string.IsNullOrWhiteSpace(e.Message), $"Seed {seed}: an error without a message.");
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"Seed {seed}: {e}");
        }

        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Assert.True(took < Limit, $"Seed {seed}: {took.TotalSeconds:0.0} s for {file.Length} bytes.");
        return accepted;
    }

    private static void RunIfQuick(Session session)
    {
        long work = 0;
        foreach (Step step in session.Executable.Steps)
            work += step.Work;
        if (work < RunnableWork)
            session.Run();
    }
}
