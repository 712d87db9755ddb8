using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using EdgeCli.Evaluations;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;

namespace EdgeCli.Options;

/// <summary>What training makes small.</summary>
internal sealed class LossOptions
{
    private readonly Option<string?> loss = new("--loss")
    {
        Description = "What is made small; cross-entropy of classes, mse of numbers where it is left out. nll takes a model that gives log-probabilities, hinge one without a softmax, binary one of yes and no.",
    };

    private readonly Option<float?> smoothing = new Option<float?>("--label-smoothing") { Description = "The part of the truth that is spread over all classes, of cross-entropy.", HelpName = "PART" }.FromZeroBelowOne();
    private readonly Option<string?> weights = new("--class-weights") { Description = "How much each class counts: one number a class, or balanced (every class counts alike).", HelpName = "W,W,...|balanced" };
    private readonly Option<float?> focus = new Option<float?>("--focus") { Description = "How strongly focal holds easy samples back; 2 where it is left out.", HelpName = "GAMMA" }.FromZero();
    private readonly Option<float?> delta = new Option<float?>("--delta") { Description = "From which error on huber is a line, in deviations of the targets where these are scaled; 1 where it is left out.", HelpName = "D" }.AboveZero();

    public LossOptions() => loss.Among("cross-entropy", "focal", "hinge", "nll", "kl", "binary", "mse", "mae", "huber");

    public void AddTo(Verb verb)
    {
        foreach (Option option in (IEnumerable<Option>)[loss, smoothing, weights, focus, delta])
            verb.Options.Add(option);
    }

    /// <summary>Refuses what no data could make right.</summary>
    public void Check(Context context)
    {
        Require(smoothing, null, "cross-entropy");
        Require(focus, "focal");
        Require(delta, "huber");
        Require(weights, null, "cross-entropy", "focal", "hinge", "nll", "kl");
        if (context.Get(weights) is { } text && text != "balanced" && Numbers(text).Exists(weight => !(weight is > 0 and < float.PositiveInfinity)))
            throw new UsageException("--class-weights takes finite numbers above 0, or balanced.");

        void Require(Option option, params string?[] losses)
        {
            if (context.Has(option) && !Array.Exists(losses, name => name == context.Get(loss)))
                throw new UsageException($"{option.Name} belongs to --loss {string.Join(", ", Array.FindAll(losses, name => name is not null))}.");
        }
    }

    /// <summary>The loss that is asked for, else the one that is natural for the network and its data.</summary>
    /// <param name="context">The running verb's.</param>
    /// <param name="model">What is trained.</param>
    /// <param name="training">What is trained on.</param>
    public Loss For(Context context, Model model, Dataset training)
    {
        Loss chosen = Named(context) ?? Natural(ModelShapes.OutputsOf(model), training);
        if (!chosen.Classifies && training.TargetLength == 0 && !Evaluation.IsReconstruction(ModelShapes.OutputsOf(model), training))
            throw new UsageException($"--loss {context.Get(loss)} is for numbers; {training.Name} has classes: leave it away, or name the columns to predict (--targets).");
        if (chosen.Classifies && training.TargetLength > 0)
            throw new UsageException($"--loss {context.Get(loss)} is for classes; {training.Name} has numbers to predict: use mse, mae or huber.");
        if (chosen is ClassLoss && ModelShapes.OutputsOf(model) == 1)
            throw new EdgeException(ErrorKind.Shape, $"The network has one output, and --loss {context.Get(loss) ?? "cross-entropy"} tells 2 or more apart: use --loss binary for yes and no, or a network with an output for each class (finetune --classes {Math.Max(2, training.ClassNames.Count)}).");
        if (context.Get(smoothing) is { } part)
            chosen = chosen is CrossEntropy entropy ? entropy with { LabelSmoothing = part } : throw new UsageException($"--label-smoothing belongs to classes; the loss here is {chosen.GetType().Name}.");
        if (context.Get(weights) is not { } text)
            return chosen;
        IReadOnlyList<float> ofClasses = text == "balanced" ? ClassBalance.Weights(training) : Numbers(text);
        return chosen is ClassLoss classes ? classes with { ClassWeights = ofClasses } : throw new UsageException($"--class-weights belongs to classes; the loss here is {chosen.GetType().Name}.");
    }

    private static Loss Natural(int outputs, Dataset training) =>
        training.TargetLength > 0 || Evaluation.IsReconstruction(outputs, training) ? new MeanSquaredError() : new CrossEntropy();

    private Loss? Named(Context context) => context.Get(loss) switch
    {
        "cross-entropy" => new CrossEntropy(),
        "focal" => new Focal { Focus = context.Get(focus) ?? 2f },
        "hinge" => new Hinge(),
        "nll" => new NegativeLogLikelihood(),
        "kl" => new KullbackLeibler(),
        "binary" => new BinaryCrossEntropy(),
        "mse" => new MeanSquaredError(),
        "mae" => new MeanAbsoluteError(),
        "huber" => new Huber { Delta = context.Get(delta) ?? 1f },
        _ => null,
    };

    private static List<float> Numbers(string text)
    {
        List<float> numbers = [];
        foreach (string part in text.Split(','))
            numbers.Add(float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) ? value : throw new UsageException($"--class-weights: '{part}' is not a number; give one for each class with commas between, or balanced."));
        return numbers;
    }
}
