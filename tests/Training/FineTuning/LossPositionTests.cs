using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training;

/// <summary>A last activation that the loss contains is found behind what only moves numbers, in training and in validation alike.</summary>
public class LossPositionTests
{
    private static readonly Dataset Digits = Dataset.Open("digits#test").Take(8);

    public static TheoryData<Loss, string, string> Ends => new()
    {
        { new CrossEntropy(), "Softmax", "Flatten" },
        { new CrossEntropy(), "Softmax", "" },
        { new NegativeLogLikelihood(), "LogSoftmax", "Flatten" },
        { new BinaryCrossEntropy(), "Sigmoid", "Flatten" },
        { new BinaryCrossEntropy(), "Sigmoid", "" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void TheLossIsThatOfTheLogits(Loss loss, string activation, string mover)
    {
        (float training, double validation) = Losses(Ending(activation, mover), loss);
        (float ofLogits, double measured) = Losses(Ending("", mover), loss is NegativeLogLikelihood ? new CrossEntropy() : loss);
        Assert.Equal(ofLogits, training, 1e-5f);
        Assert.Equal(measured, validation, 1e-5);
        Assert.Equal(training, validation, 1e-5);
    }

    private static (float Training, double Validation) Losses(Model model, Loss loss)
    {
        using Trainer trainer = new(model, new TrainerOptions { Batch = 8, Loss = loss });
        double validation = new Fit(model, trainer, Digits, Digits).Measure(Digits).Loss;
        new BatchLoader(trainer, Digits).Load([0, 1, 2, 3, 4, 5, 6, 7], epoch: 1);
        return (trainer.Step(), validation);
    }

    /// <summary>Classes as channels of one pixel, [N, 10, 1, 1], then an activation over them and what makes rows of it.</summary>
    private static Model Ending(string activation, string mover)
    {
        Model model = Architecture.FromJson("""{ "input": [1, 28, 28], "layers": [ { "type": "conv", "filters": 10, "kernel": 28 } ] }""", seed: 3);
        GraphProto graph = model.Proto.Graph;
        foreach (string type in (string[])[activation, mover])
        {
            if (type.Length == 0)
                continue;
            NodeProto node = new() { OpType = type };
            if (type.EndsWith("oftmax", StringComparison.Ordinal))
                node.Attribute.Add(new AttributeProto { Name = "axis", I = 1, Type = AttributeProto.Types.AttributeType.Int });
            node.Input.Add(graph.Node[^1].Output[0]);
            node.Output.Add(type);
            graph.Node.Add(node);
        }

        graph.Output[0] = new ValueInfoProto { Name = graph.Node[^1].Output[0] };
        return model;
    }
}
