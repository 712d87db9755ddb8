using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Simd;
using Tests.Support;
using Xunit;

namespace Tests.Execution;

/// <summary>The networks of ../shared/data/models-torch against the outputs that are stored with them.</summary>
public class RealModelTests
{
    private const double LargestShareOverTheBound = 1.03;

    public static TheoryData<string> Names => ["lenet_mnist", "ds_cnn_kws", "resnet8_ic", "mobilenetv1_025_vww", "fc_ae_ad", "mobilenetv2_10_224", "gru_har_h64", "gru2_h128"];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheStoredOutputsComeOut(string name)
    {
        float[] expected = NpyArray.Read(Shared.Path($"data/models-torch/{name}.out.npy")).ToFloats();
        float[] actual = Run(name, new SessionOptions());
        double largest = 0;
        foreach (float value in expected)
            largest = Math.Max(largest, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= 1e-4 * largest, $"{name}: element {i} is {actual[i]:R}, stored is {expected[i]:R}.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryInstructionSetAndTwoThreadsGiveTheSameBits(string name)
    {
        float[] expected = Run(name, new SessionOptions { Isa = Isa.Scalar });
        foreach (Isa isa in Enum.GetValues<Isa>())
        {
            if (Dispatch.IsSupported(isa))
                InstructionSets.SameBits(expected, Run(name, new SessionOptions { Isa = isa }), $"{name} on {isa}");
        }

        InstructionSets.SameBits(expected, Run(name, new SessionOptions { Threads = 2 }), $"{name} on two threads");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheArenaIsNearItsLowerBoundAndWhatARunTouches(string name)
    {
        Model model = Model.Load(Shared.Path($"data/models-torch/{name}.onnx"));
        using (Session session = new(model))
            Assert.True(session.ArenaBytes <= LargestShareOverTheBound * session.ArenaLowerBoundBytes, $"{name}: {session.ArenaBytes} bytes, the bound is {session.ArenaLowerBoundBytes}.");
        ArenaUse.Check(model, new SessionOptions());
    }

    [Theory]
    [InlineData("lenet_mnist")]
    [InlineData("ds_cnn_kws")]
    [InlineData("gru_har_h64")]
    public void AThousandRunsAllocateNothing(string name)
    {
        using Session session = new(Model.Load(Shared.Path($"data/models-torch/{name}.onnx")), new SessionOptions { KeepInputs = true });
        Allocations.None(1_000, session.Run);
    }

    private static float[] Run(string name, SessionOptions options)
    {
        float[] input = NpyArray.Read(Shared.Path($"data/models-torch/{name}.in.npy")).ToFloats();
        using Session session = new(Model.Load(Shared.Path($"data/models-torch/{name}.onnx")), options);
        input.CopyTo(session.Input<float>());
        session.Run();
        return session.Output<float>().ToArray();
    }
}
