using System;
using System.CommandLine;
using System.Linq;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;

namespace EdgeCli.Options;

/// <summary>Whether a regression learns its targets as they are or brought to one size.</summary>
internal sealed class TargetOptions
{
    private const string None = "none", Standard = "standard";

    private readonly Option<string?> scaling = new("--target-scaling")
    {
        Description = "Regression: learn the targets as they are (none), or brought to mean 0 and deviation 1 (standard; fitted on the training part). The saved model gives their own units in either case. Default: standard where the network ends in a linear layer.",
    };

    public TargetOptions() => scaling.Among(None, Standard);

    public void AddTo(Verb verb) => verb.Options.Add(scaling);

    /// <summary>Whether the user wants the targets as they are.</summary>
    public bool IsRefused(Context context) => context.Get(scaling) == None;

    /// <summary>How the targets are to be scaled; null for not at all. The model gives scaled ones from then on.</summary>
    /// <param name="context">The running verb's.</param>
    /// <param name="model">What is trained, which is changed.</param>
    /// <param name="network">What is known of it.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="training">What is trained on, with its targets in their units.</param>
    public TargetScaling? Take(Context context, Model model, Trainee network, Loss loss, Dataset training)
    {
        if (training.TargetLength == 0 || loss.Classifies)
        {
            if (context.Get(scaling) == Standard)
                throw new UsageException($"--target-scaling belongs to numbers that are predicted; {training.Name} {(training.TargetLength == 0 ? "has classes" : "is learnt as classes")}.");
            return null;
        }

        if (network.KeepsHead && ModelShapes.OutputsOf(model) is var outputs && outputs != training.TargetLength)
            throw new EdgeException(ErrorKind.Data, $"{training.Name} has {training.TargetLength} targets, the model gives {outputs}: give it a new head (--classes {training.TargetLength}).");
        if (network.Units is { } before)
            return Renew(context, model, before, training);

        if (IsRefused(context))
            return null;
        if (!TargetUnits.Fit(model, out string end))
        {
            if (context.Get(scaling) == Standard)
                throw new EdgeException(ErrorKind.Unsupported, $"--target-scaling standard: the network ends in {end}, which cannot give scaled numbers: let a linear layer be its last, or take the targets as they are (none).");
            context.Log($"The targets are learnt as they are: the network ends in {end}.");
            return null;
        }

        TargetScaling fitted = TargetScaling.Fit(training);
        if (network.KeepsHead)
            TargetUnits.Absorb(model, fitted);
        return fitted;
    }

    /// <summary>The scaling of a model that has learnt by another one: fitted on the new targets, so that these are of a usual size whatever the old ones were.</summary>
    private TargetScaling? Renew(Context context, Model model, TargetScaling before, Dataset training)
    {
        if (!TargetUnits.Fit(model, out string end))
            return !IsRefused(context) ? before : throw new UsageException($"--target-scaling none: the model has learnt scaled targets and ends in {end}, so that it learns on with the same scaling.");
        if (IsRefused(context))
        {
            float[] zeros = new float[training.TargetLength], ones = new float[zeros.Length];
            Array.Fill(ones, 1f);
            TargetUnits.Rescale(model, before, new TargetScaling(zeros, ones));
            return null;
        }

        TargetScaling fitted = TargetScaling.Fit(training);
        if (fitted.Means.SequenceEqual(before.Means) && fitted.Deviations.SequenceEqual(before.Deviations))
            return before;
        if (TargetUnits.AreNear(before, fitted))
            TargetUnits.Rescale(model, before, fitted);
        else
            context.Log($"The targets are of another size than those that the model has learnt, {before}: it keeps how they vary and takes mean and deviation from the new ones.");
        return fitted;
    }
}
