using System;
using EdgeRuntime.Data;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;

namespace EdgeRuntime.Training;

/// <summary>
/// The end of a model that learnt scaled targets: <c>y = x * deviation + mean</c> as a Mul and an Add, so that whoever runs the file gets the
/// targets' own units.
/// </summary>
internal static class TargetUnits
{
    private const string Scale = "edge_target_scale", Shift = "edge_target_shift";
    private const double NearMeans = 3, NearDeviations = 10; // how many deviations of the new targets
    private const int BroadcastsByItself = 7; // operator sets before it want to be told

    /// <summary>Whether the model gives its numbers by a linear layer, which can give scaled ones as well.</summary>
    /// <param name="model">A model without this end.</param>
    /// <param name="obstacle">What stands at its end otherwise.</param>
    public static bool Fit(Model model, out string obstacle)
    {
        if (Head.TryFind(model, out obstacle) is not { } head)
            return false;
        NodeProto? other = head.Behind.Find(node => node != head.BiasSum?.Node && node.OpType is not ("Identity" or "Dropout" or "Cast" or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "GlobalAveragePool"));
        obstacle = other is null ? "" : $"{other.OpType} '{other.Name}'";
        return other is null;
    }

    /// <summary>Changes the last layer of a model that gives targets in their units so that it gives scaled ones.</summary>
    public static void Absorb(Model model, TargetScaling scaling)
    {
        Head head = Head.Find(model);
        (float[] weights, float[] bias) = HeadReplacement.Read(model, head);
        int inputs = weights.Length / bias.Length;
        for (int i = 0; i < weights.Length; i++)
            weights[i] /= scaling.Deviations[i / inputs];
        scaling.Apply(bias);
        HeadReplacement.Set(model, head, weights, bias);
    }

    /// <summary>Changes the last layer of a model that gives scaled targets so that it gives them by another scaling: the same numbers in their own units.</summary>
    public static void Rescale(Model model, TargetScaling before, TargetScaling now)
    {
        Head head = Head.Find(model);
        (float[] weights, float[] bias) = HeadReplacement.Read(model, head);
        int inputs = weights.Length / bias.Length;
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (float)((double)weights[i] * before.Deviations[i / inputs] / now.Deviations[i / inputs]);
        for (int i = 0; i < bias.Length; i++)
            bias[i] = (float)((((double)bias[i] * before.Deviations[i]) + before.Means[i] - now.Means[i]) / now.Deviations[i]);
        HeadReplacement.Set(model, head, weights, bias);
    }

    /// <summary>Whether numbers of one scaling are of a usual size in the other: a network can learn on from there.</summary>
    public static bool AreNear(TargetScaling before, TargetScaling now)
    {
        for (int i = 0; i < now.Means.Count; i++)
        {
            double deviation = now.Deviations[i];
            if (Math.Abs((double)before.Means[i] - now.Means[i]) > NearMeans * deviation || before.Deviations[i] > NearDeviations * deviation)
                return false;
        }

        return true;
    }

    public static void Add(Model model, TargetScaling scaling)
    {
        Shape output = model.ToGraph(new ImportOptions()).Outputs[0].Value.Shape;
        Shape each = output.Rank < 2 ? new Shape(1) : output.RemoveAt(0);
        if (each.Count != scaling.Means.Count)
            Throw.Data($"The model gives {each.Count} numbers for a sample, the scaling was fitted on {scaling.Means.Count} targets: give the model a new head of {scaling.Means.Count}, or fit the scaling on its own targets.");
        GraphEdit edit = new(model.Proto.Graph);
        string name = edit.Graph.Output[0].Name, scaled = edit.Unused($"{name}_scaled"), spread = edit.Unused($"{name}_spread");
        foreach (NodeProto node in edit.Graph.Node)
        {
            Rename(node.Output, name, scaled);
            Rename(node.Input, name, scaled);
        }

        Append(model, Scale, "Mul", scaled, spread, Tensor.Of<float>(each, [.. scaling.Deviations]));
        Append(model, Shift, "Add", spread, name, Tensor.Of<float>(each, [.. scaling.Means]));
    }

    /// <summary>Whether the model has this end.</summary>
    public static bool IsIn(Model model)
    {
        GraphProto graph = model.Proto.Graph;
        int last = graph.Node.Count - 1;
        return last >= 2 && graph.Node[last].Name == Shift && graph.Node[last - 1].Name == Scale && graph.Node[last].Output[0] == graph.Output[0].Name;
    }

    /// <summary>Takes this end off; null where the model has none.</summary>
    public static TargetScaling? Remove(Model model)
    {
        if (!IsIn(model))
            return null;
        GraphProto graph = model.Proto.Graph;
        int last = graph.Node.Count - 1;
        (NodeProto shift, NodeProto scale) = (graph.Node[last], graph.Node[last - 1]);
        TargetScaling scaling = new(model.Initializer(shift.Input[1]).ToFloat32(), model.Initializer(scale.Input[1]).ToFloat32());
        graph.Node.RemoveAt(last);
        graph.Node.RemoveAt(last - 1);
        foreach (string constant in (string[])[shift.Input[1], scale.Input[1]])
        {
            for (int i = graph.Initializer.Count - 1; i >= 0; i--)
            {
                if (graph.Initializer[i].Name == constant)
                    graph.Initializer.RemoveAt(i);
            }
        }

        foreach (NodeProto node in graph.Node)
        {
            Rename(node.Output, scale.Input[0], shift.Output[0]);
            Rename(node.Input, scale.Input[0], shift.Output[0]);
        }

        return scaling;
    }

    private static void Append(Model model, string name, string type, string from, string to, Tensor constant)
    {
        GraphEdit edit = new(model.Proto.Graph);
        NodeProto node = new() { OpType = type, Name = name };
        node.Input.Add([from, edit.Unused($"{name}_constant")]);
        node.Output.Add(to);
        foreach (OperatorSetIdProto set in model.Proto.OpsetImport)
        {
            if (set.Domain is "" or "ai.onnx" && set.Version < BroadcastsByItself)
                node.Attribute.Add(new AttributeProto { Name = "broadcast", Type = AttributeProto.Types.AttributeType.Int, I = 1 });
        }

        edit.Graph.Initializer.Add(TensorReader.Write(node.Input[1], constant));
        edit.Graph.Node.Add(node);
    }

    private static void Rename(Google.Protobuf.Collections.RepeatedField<string> names, string from, string to)
    {
        for (int i = 0; i < names.Count; i++)
            names[i] = names[i] == from ? to : names[i];
    }
}
