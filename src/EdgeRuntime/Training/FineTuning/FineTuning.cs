using System;
using EdgeRuntime.Data;

namespace EdgeRuntime.Training;

/// <summary>What an imported model needs before it learns something else.</summary>
public static class FineTuning
{
    /// <summary>
    /// Puts a new last layer (dense or convolution) into a model, for another number of classes or other numbers to predict. What stands
    /// behind it, a softmax for example, stays. Its weights are Glorot-uniform, its bias is zeros.
    /// </summary>
    /// <param name="model">The model, which is changed.</param>
    /// <param name="outputs">Classes, or numbers that are predicted.</param>
    /// <param name="seed">Where the new weights come from.</param>
    /// <exception cref="EdgeException">The model does not end in such a layer (kind Unsupported), or there are too few outputs (kind Data).</exception>
    public static void ReplaceHead(this Model model, int outputs, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        HeadReplacement.Draw(model, outputs, seed);
    }

    /// <summary>Gives a model that was exported for a fixed number of samples, often one, an open batch axis; one that has it stays as it is.</summary>
    /// <param name="model">The model, which is changed.</param>
    /// <exception cref="EdgeException">The model computes with the number of samples in another way than by reshaping.</exception>
    public static void OpenBatch(this Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        BatchOpening.Run(model);
    }

    /// <summary>Lets a model that learnt scaled targets give them in their own units: its output is multiplied by the deviations and the means are added, in the graph.</summary>
    /// <param name="model">The model, which is changed.</param>
    /// <param name="scaling">How the targets were scaled.</param>
    /// <exception cref="EdgeException">It was fitted on another number of targets than the model gives (kind Data).</exception>
    public static void AddTargetUnits(this Model model, TargetScaling scaling)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(scaling);
        TargetUnits.Add(model, scaling);
    }

    /// <summary>Undoes <see cref="AddTargetUnits"/>, so that the model can learn on.</summary>
    /// <param name="model">The model, which is changed.</param>
    /// <returns>How its targets are scaled; null where the model does not end in that way, and stays as it is.</returns>
    public static TargetScaling? RemoveTargetUnits(this Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return TargetUnits.Remove(model);
    }
}
