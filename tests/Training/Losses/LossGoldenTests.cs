using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training.Losses;

/// <summary>Every loss and its gradient against PyTorch (tests/Golden/make_losses.py), of inputs from integer formulas that both sides know.</summary>
public class LossGoldenTests
{
    private const int Rows = 6, Classes = 5;
    private static readonly float[] Weights = [1f, 2f, 0.5f, 3f, 0.25f];
    private static readonly float[] Samples = [1f, 0.5f, 2f, 0f, 1.5f, 1f];

    private static readonly Dictionary<string, Loss> Losses = new()
    {
        ["cross-entropy"] = new CrossEntropy(),
        ["cross-entropy smoothed"] = new CrossEntropy { LabelSmoothing = 0.1f },
        ["cross-entropy weighted"] = new CrossEntropy { ClassWeights = Weights },
        ["cross-entropy weighted smoothed"] = new CrossEntropy { ClassWeights = Weights, LabelSmoothing = 0.2f },
        ["cross-entropy of samples"] = new CrossEntropy { WeightsSamples = true },
        ["dense"] = new DenseCrossEntropy(),
        ["dense weighted smoothed"] = new DenseCrossEntropy { ClassWeights = Weights, LabelSmoothing = 0.1f },
        ["kullback-leibler"] = new KullbackLeibler(),
        ["focal 2"] = new Focal(),
        ["focal 0.5 weighted"] = new Focal { Focus = 0.5f, ClassWeights = Weights },
        ["hinge"] = new Hinge(),
        ["hinge margin 2"] = new Hinge { Margin = 2f },
        ["nll"] = new NegativeLogLikelihood(),
        ["nll weighted"] = new NegativeLogLikelihood { ClassWeights = Weights },
        ["mse"] = new MeanSquaredError(),
        ["mse of samples"] = new MeanSquaredError { WeightsSamples = true },
        ["mae"] = new MeanAbsoluteError(),
        ["huber"] = new Huber(),
        ["huber 0.5"] = new Huber { Delta = 0.5f },
        ["binary"] = new BinaryCrossEntropy(),
        ["binary positive 3"] = new BinaryCrossEntropy { PositiveWeight = 3f },
        ["binary of samples"] = new BinaryCrossEntropy { WeightsSamples = true },
    };

    public static TheoryData<string> Names => [.. Losses.Keys];

    [Fact]
    public void EveryLossOfTheGoldenFileIsTested()
    {
        using JsonDocument golden = Open();
        List<string> theirs = [];
        foreach (JsonProperty property in golden.RootElement.EnumerateObject())
            theirs.Add(property.Name);
        Assert.Equal(theirs, [.. Losses.Keys]);
    }

    [Theory]
    [Trait("arm", "yes")]
    [MemberData(nameof(Names))]
    public void LossAndGradientAreThoseOfPyTorch(string name)
    {
        using JsonDocument golden = Open();
        JsonElement expected = golden.RootElement.GetProperty(name);
        float[]? scalar = null;
        foreach (Isa isa in InstructionSets.All)
        {
            (float loss, float[] gradient) = Run(Losses[name], isa);
            Assert.Equal(expected.GetProperty("loss").GetDouble(), loss, 3e-6 * Math.Max(1, Math.Abs(loss)));
            for (int i = 0; i < gradient.Length; i++)
                Assert.Equal(expected.GetProperty("gradient")[i].GetDouble(), gradient[i], 2e-7);
            scalar ??= gradient;
            InstructionSets.SameBits(scalar, gradient, $"{name} on {isa}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheLossOfSingleSamplesInDoublePrecisionAgrees(string name)
    {
        Loss loss = Losses[name];
        if (loss.WeightsSamples || loss is ClassLoss { ClassWeights: not null })
            return; // measuring leaves weights out
        using JsonDocument golden = Open();
        Tensor x = Pattern(37, 5, 101), truth = Truth(loss);
        double sum = 0;
        for (int n = 0; n < Rows; n++)
        {
            float[] target = new float[Classes];
            if (loss.TakesLabels)
                target[truth.As<int>()[n]] = 1f;
            else
                truth.As<float>().Slice(n * Classes, Classes).CopyTo(target);
            sum += loss.Of(x.As<float>().Slice(n * Classes, Classes), loss.TakesLabels ? truth.As<int>()[n] : 0, target);
        }

        Assert.Equal(golden.RootElement.GetProperty(name).GetProperty("loss").GetDouble(), sum / Rows, 1e-6);
    }

    private static JsonDocument Open() => JsonDocument.Parse(File.ReadAllText(Golden.Path("losses.json")));

    private static (float Loss, float[] Gradient) Run(Loss loss, Isa isa)
    {
        Graph graph = new("loss");
        Value x = new("x", ElementType.Float32, new Shape(Rows, Classes), ValueKind.Input), target = loss.Target(x);
        Value? samples = loss.WeightsSamples ? new Value("samples", ElementType.Float32, new Shape(Rows), ValueKind.Input) : null;
        LossOutputs outputs = loss.Append(graph, new LossInputs(x, target, samples, null));
        graph.Inputs.AddRange(samples is null ? [x, target] : [x, target, samples]);
        graph.Outputs.Add(("loss", outputs.Loss));
        Backward.Append(graph, outputs.Loss, [x], (_, gradient) => graph.Outputs.Add(("dx", gradient)), 1f);
        Tensor[] given = samples is null ? [Pattern(37, 5, 101), Truth(loss)] : [Pattern(37, 5, 101), Truth(loss), Tensor.Of<float>(new Shape(Rows), Samples)];
        using GraphRun run = new(graph, isa, given);
        run.Run();
        Tensor[] results = run.Outputs();
        return (results[0].As<float>()[0], results[1].As<float>().ToArray());
    }

    private static Tensor Truth(Loss loss)
    {
        if (loss.TakesLabels)
            return Tensor.Of<int>(new Shape(Rows), [1, 4, 2, 0, 3, 1]);
        if (loss is BinaryCrossEntropy)
            return Pattern(31, 3, 7, v => v > 0 ? 1f : 0f);
        if (loss is ElementLoss)
            return Pattern(23, 11, 89);
        Tensor dense = Pattern(29, 0, 17, v => (v * 16) + 8);
        for (int n = 0; n < Rows; n++)
        {
            Span<float> row = dense.As<float>().Slice(n * Classes, Classes);
            double sum = 0;
            foreach (float value in row)
                sum += value;
            foreach (ref float value in row)
                value = (float)(value / sum);
        }

        return dense;
    }

    private static Tensor Pattern(int a, int b, int modulus, Func<float, float>? then = null)
    {
        Tensor tensor = new(ElementType.Float32, new Shape(Rows, Classes));
        for (int i = 0; i < Rows * Classes; i++)
        {
            float value = (((a * i) + b) % modulus - (modulus / 2)) / 16f;
            tensor.As<float>()[i] = then is null ? value : then(value);
        }

        return tensor;
    }
}
