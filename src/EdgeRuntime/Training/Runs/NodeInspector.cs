using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>Runs steps of a trainer and looks at every float that their nodes write, as soon as it is written.</summary>
internal sealed class NodeInspector(Trainer trainer)
{
    private readonly Executable executable = trainer.Executable;
    private List<GradientNorm> gradients = [];

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
        executable.AfterStep = Look;
        try
        {
            trainer.Step();
        }
        finally
        {
            executable.AfterStep = null;
        }
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

    private static string Describe(Node node)
    {
        if (node.Operator is IWeightUpdate)
            return $"the update of '{node.Input(0).Name}'";
        int backward = node.Name.IndexOf("/backward.", StringComparison.Ordinal);
        return backward < 0 ? $"'{node.Name}'" : $"the gradient at '{node.Name[..backward]}'";
    }

    private void Look(int step)
    {
        Node node = executable.NodeOf(step);
        Node? next = step + 1 < executable.Steps.Length ? executable.NodeOf(step + 1) : null;
        if (next == node)
            return; // it is not complete yet
        foreach (Value output in node.Outputs)
        {
            if (FirstPlace is null && !AreFinite(Floats(output)))
                FirstPlace = Describe(node);
        }

        // Before the update, which clears a gradient that was summed over several steps.
        if (next is { Operator: IWeightUpdate })
            gradients.Add(new GradientNorm(next.Input(0).Name, Norm(Floats(next.Input(1)))));
    }

    private ReadOnlySpan<float> Floats(Value value) =>
        value.Type == ElementType.Float32 && executable.Pointer(value) != 0 ? MemoryMarshal.Cast<byte, float>(trainer.Memory(value)) : [];
}
