using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Random;
using Google.Protobuf;
using Tests.Import;
using Tests.Support;
using Xunit;

namespace Tests.Execution;

public class SessionTests
{
    public static TheoryData<string> Models => ["convolutional", "attention", "shapes"];

    [Theory]
    [MemberData(nameof(Models))]
    public void AThousandRunsAllocateNothing(string name)
    {
        using Session session = new(Load(name));
        Fill(session);
        Allocations.None(1_000, session.Run);
    }

    [Theory]
    [MemberData(nameof(Models))]
    [Trait("arm", "yes")]
    public void EveryInstructionSetAndNumberOfThreadsGivesTheSameBits(string name)
    {
        float[] expected = Run(name, new SessionOptions { Isa = Isa.Scalar });
        foreach (Isa isa in Enum.GetValues<Isa>())
        {
            if (!EdgeRuntime.Simd.Dispatch.IsSupported(isa))
                continue;
            for (int threads = 1; threads <= 3; threads++)
                InstructionSets.SameBits(expected, Run(name, new SessionOptions { Isa = isa, Threads = threads }), $"{name} on {isa}, {threads} threads");
        }
    }

    // What is in the arena before a run must not matter: everything that is read was written first.
    [Theory]
    [MemberData(nameof(Models))]
    public void WhatEarlierRunsLeftInTheArenaDoesNotMatter(string name)
    {
        using Session session = new(Load(name));
        Fill(session);
        session.Run();
        float[] expected = session.Output<float>().ToArray();
        session.Executable.ArenaMemory[(int)session.WeightBytes..].Fill(0xFF);
        Fill(session);
        session.Run();
        InstructionSets.SameBits(expected, session.Output<float>().ToArray(), name);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TheArenaIsWhatARunTouches(string name) => ArenaUse.Check(Load(name), new SessionOptions());

    [Fact]
    public void InputsStayIntactWhereThatIsAskedFor()
    {
        using Session session = new(Load("convolutional"), new SessionOptions { KeepInputs = true });
        Fill(session);
        float[] before = session.Input<float>().ToArray();
        session.Run();
        InstructionSets.SameBits(before, session.Input<float>().ToArray(), "input");
    }

    [Fact]
    public void WrongNamesAndTypesAreNamed()
    {
        using Session session = new(Load("convolutional"));
        Assert.Contains("'image'", Assert.Throws<EdgeException>(() => _ = session.Input<float>("picture").Length).Message);
        Assert.Contains("probabilities", Assert.Throws<EdgeException>(() => _ = session.Output<float>("logits").Length).Message);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => _ = session.Input<int>("image").Length).Kind);
    }

    [Fact]
    public void ASessionThatIsGivenBackDoesNotRun()
    {
        Session session = new(Load("convolutional"), new SessionOptions { Threads = 2 });
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(session.Run);
    }

    [Fact]
    public void InputsThatMustBeKnownEarlyCanBeBound()
    {
        OperatorInput shape = OperatorInput.Of(Tensor.Ints(3, 2));
        OperatorInput[] inputs = [OperatorInput.Of(2, 3), shape];
        Model model = new(OnnxNodes.Model("Reshape", 13, 1, [], inputs, [inputs[0].Make(1), shape.Make(1)]));
        Assert.Contains("must be a constant", Assert.Throws<EdgeException>(() => new Session(model).Dispose()).Message);
        using Session session = new(model, new SessionOptions { Constants = new Dictionary<string, Tensor> { ["x1"] = shape.Make(1) } });
        Assert.Single(session.Inputs);
        Assert.Equal(new Shape(3, 2), session.Outputs[0].Shape);
    }

    private static float[] Run(string name, SessionOptions options)
    {
        using Session session = new(Load(name), options);
        Fill(session);
        session.Run();
        return session.Output<float>().ToArray();
    }

    private static void Fill(Session session) => new CounterRandom(3, 0).FillUniform(session.Input<float>(), -1, 1);

    private static Model Load(string name) => Model.Load((name switch
    {
        "convolutional" => SmallModels.Convolutional(),
        "attention" => SmallModels.Attention(),
        _ => SmallModels.ShapeChain(),
    }).ToByteArray());
}
