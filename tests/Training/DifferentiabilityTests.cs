using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Training;

/// <summary>Every operator has a gradient that is checked, or a reason to have none; and who trains through one of the latter is told where.</summary>
public class DifferentiabilityTests
{
    private const string Bools = "gives or takes bools", Flat = "is flat between its steps", Known = "is computed at load";
    private const string Types = "begins or ends in another type than float32; a pair of casts has a test below";

    private static readonly Dictionary<string, string> NotDifferentiable = new()
    {
        ["And"] = Bools,
        ["ArgMax"] = "gives indices",
        ["ArgMin"] = "gives indices",
        ["BlackmanWindow"] = Known,
        ["Cast"] = Types,
        ["CastLike"] = Types,
        ["Ceil"] = Flat,
        ["Constant"] = Known,
        ["ConstantOfShape"] = Known,
        ["Equal"] = Bools,
        ["Floor"] = Flat,
        ["Greater"] = Bools,
        ["GreaterOrEqual"] = Bools,
        ["HammingWindow"] = Known,
        ["HannWindow"] = Known,
        ["Hardmax"] = Flat,
        ["IsInf"] = Bools,
        ["IsNaN"] = Bools,
        ["Less"] = Bools,
        ["LessOrEqual"] = Bools,
        ["MelWeightMatrix"] = Known,
        ["Not"] = Bools,
        ["Or"] = Bools,
        ["Range"] = Known,
        ["Round"] = Flat,
        ["Shape"] = Known,
        ["Sign"] = Flat,
        ["Size"] = Known,
        ["Xor"] = Bools,
        ["ai.onnx.preview.training.Adagrad"] = "is an optimizer",
        ["ai.onnx.preview.training.Adam"] = "is an optimizer",
        ["ai.onnx.preview.training.Momentum"] = "is an optimizer",
        ["edge.Step"] = Flat,
    };

    [Fact]
    public void EveryOperatorOfTheTableHasACheckedGradientOrAReasonToHaveNone()
    {
        HashSet<string> differentiated = [], table = [];
        foreach (OperatorCase item in OperatorCases.All())
        {
            if (item.NoGradient is not null || item.Build(item.MakeInputs()).Outputs[0].Value.Type != ElementType.Float32)
                continue;
            differentiated.Add(item.OnnxName);
            if (item.OnnxName.Length == 0)
                differentiated.Add(item.Build(item.MakeInputs()).Nodes[0].Operator.Type);
        }

        List<string> missing = [], contradictory = [];
        foreach (OperatorEntry entry in OperatorTable.All)
        {
            string name = entry.Domain.Length == 0 ? entry.Name : $"{entry.Domain}.{entry.Name}";
            table.Add(name);
            bool listed = NotDifferentiable.ContainsKey(name);
            if (!listed && !differentiated.Contains(name))
                missing.Add(name);
            if (listed && differentiated.Contains(name))
                contradictory.Add(name);
        }

        Assert.True(missing.Count == 0, $"No contract case checks a gradient of {string.Join(", ", missing)}: add an OperatorCase.Onnx without NoGradient, or a reason here.");
        Assert.True(contradictory.Count == 0, $"{string.Join(", ", contradictory)} have a gradient case and a reason to have none.");
        Assert.Subset(table, new HashSet<string>(NotDifferentiable.Keys));
    }

    [Theory]
    [InlineData("Ceil")]
    [InlineData("Floor")]
    [InlineData("Round")]
    [InlineData("Sign")]
    public void WhoTrainsThroughAFlatPlaceIsToldItsNameAndHowToGoOn(string type)
    {
        Model model = new ModelBuilder("flat", new Shape(4), 1).Dense(4).Activation(type).Dense(2).Build("logits");
        EdgeException error = Assert.Throws<EdgeException>(() => new Trainer(model, new TrainerOptions { Batch = 2, Layers = LayerSelection.Parse("dense0,dense2") }));
        Assert.Equal(ErrorKind.Unsupported, error.Kind);
        Assert.Contains($"{type} '{type.ToLowerInvariant()}1'", error.Message);
        Assert.Contains("dense0", error.Message);
        using Trainer above = new(model, new TrainerOptions { Batch = 2, Layers = LayerSelection.Last });
        Assert.Equal(2, above.Weights.Count);
    }

    [Fact]
    public void AFlatPlaceThatAGradientGoesAroundIsNoObstacle()
    {
        ModelBuilder builder = new ModelBuilder("around", new Shape(4), 1).Dense(4);
        string before = builder.Value;
        using Trainer trainer = new(builder.Activation("Floor").Add(before).Dense(2).Build("logits"), new TrainerOptions { Batch = 2, Layers = LayerSelection.Parse("dense") });
        Assert.Equal(4, trainer.Weights.Count);
    }

    [Fact]
    public void TheGradientOfCastsIsCastBack()
    {
        Graph graph = new("casts");
        Value x = new("x", ElementType.Float32, new Shape(3), ValueKind.Input);
        graph.Inputs.Add(x);
        Value half = graph.Add("half", new Cast(ElementType.Float16), x).Output;
        Value weights = Value.Constant("weights", Tensor.Of<float>(new Shape(3), [0.5f, -2, 1]));
        Value weighted = graph.Add("weighted", new Mul(), graph.Add("whole", new Cast(ElementType.Float32), half).Output, weights).Output;
        Value sum = graph.Add("sum", new Reduce(ReduceKind.Sum, new Axes(0)), weighted).Output;
        Value? dx = null;
        Backward.Append(graph, graph.Add("loss", new Reshape(default), sum).Output, [x], (_, gradient) => dx = gradient);
        graph.Outputs.Add(("dx", dx!));
        using GraphRun run = new(graph, Isa.Scalar, [Tensor.Of<float>(new Shape(3), [1, 2, 3])]);
        run.Run();
        Assert.Equal([0.5f, -2, 1], run.Outputs()[0].As<float>().ToArray());
    }
}
