using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>Runs steps of a trainer and looks at every float that their nodes write, as soon as it is written.</summary>
internal sealed class NodeInspector
{
    private readonly Trainer trainer;
    private readonly Node?[] nodeOfStep; // the node that is complete after each step of the executable
    private readonly HashSet<Value> trained;
    private List<GradientNorm> gradients = [];

    public NodeInspector(Trainer trainer)
    {
        this.trainer = trainer;
        trained = [.. trainer.Graph.Trained];
        nodeOfStep = NodesOf(trainer.Executable);
    }

    /// <summary>What the first number that is not finite came out of; null as long as there was none.</summary>
    public string? FirstPlace { get; private set; }

    /// <summary>The norms of the last step's gradients.</summary>
    public IReadOnlyList<GradientNorm> Gradients => gradients;

    /// <summary>The norms of the gradients of the step before the last one.</summary>
    public IReadOnlyList<GradientNorm> Before { get; private set; } = [];

    /// <summary>One step, inspected.</summary>
    public void Step()
    {
        Before = gradients;
        gradients = [];
        if (!AreFinite(trainer.Samples))
            FirstPlace ??= "the samples";
        trainer.Executable.AfterStep = Look;
        try
        {
            trainer.Step();
        }
        finally
        {
            trainer.Executable.AfterStep = null;
        }
    }

    private static Node?[] NodesOf(Executable executable)
    {
        Node?[] nodes = new Node?[executable.Steps.Length];
        int next = 0; // steps follow the order of the nodes; a node may have none, or several
        for (int i = 0; i < nodes.Length; i++)
        {
            string name = executable.Steps[i].Name;
            int found = next;
            while (found < executable.Graph.Nodes.Count && executable.Graph.Nodes[found].Path != name)
                found++;
            if (found == executable.Graph.Nodes.Count)
                continue; // a step with a name of its own
            next = found;
            if (i + 1 == nodes.Length || executable.Steps[i + 1].Name != name)
                nodes[i] = executable.Graph.Nodes[next];
        }

        return nodes;
    }

    private static bool AreFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                return false;
        }

        return true;
    }

    private static double Norm(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += (double)value * value;
        return Math.Sqrt(sum);
    }

    private void Look(int step)
    {
        if (nodeOfStep[step] is not { } node)
            return;
        bool isUpdate = node.Inputs.Length > 1 && node.Inputs[0] is { } weight && trained.Contains(weight);
        if (isUpdate && node.Operator.Updates)
            gradients.Add(new GradientNorm(node.Input(0).Name, Norm(Floats(node.Input(1)))));
        foreach (Value output in node.Outputs)
        {
            if (FirstPlace is null && !AreFinite(Floats(output)))
                FirstPlace = Describe(node, isUpdate && node.Operator.Updates);
        }
    }

    private string Describe(Node node, bool isUpdate)
    {
        if (isUpdate)
            return $"the update of '{node.Input(0).Name}'";
        int backward = node.Name.IndexOf("/backward.", StringComparison.Ordinal);
        return backward < 0 ? $"'{node.Name}'" : $"the gradient at '{node.Name[..backward]}'";
    }

    private ReadOnlySpan<float> Floats(Value value) =>
        value.Type == ElementType.Float32 && trainer.Executable.Pointer(value) != 0 ? MemoryMarshal.Cast<byte, float>(trainer.Memory(value)) : [];
}
