using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
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

    private readonly Option<float?> smoothing = new("--label-smoothing") { Description = "The part of the truth that is spread over all classes, of cross-entropy.", HelpName = "PART" };
    private readonly Option<string?> weights = new("--class-weights") { Description = "How much each class counts: one number a class, or balanced (every class counts alike).", HelpName = "W,W,...|balanced" };
    private readonly Option<float?> focus = new("--focus") { Description = "How strongly focal holds easy samples back; 2 where it is left out.", HelpName = "GAMMA" };
    private readonly Option<float?> delta = new("--delta") { Description = "From which error on huber is a line; 1 where it is left out.", HelpName = "D" };

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
        if (context.Get(smoothing) is { } part && !(part is >= 0 and < 1))
            throw new UsageException("--label-smoothing takes a number from 0 to below 1.");
        if (context.Get(focus) is { } gamma && !(gamma is >= 0 and < float.PositiveInfinity))
            throw new UsageException("--focus takes a finite number from 0 up.");
        if (context.Get(delta) is { } width && !(width is > 0 and < float.PositiveInfinity))
            throw new UsageException("--delta takes a finite number above 0.");
        if (context.Get(weights) is { } text && text != "balanced" && Numbers(text).Exists(weight => !(weight is > 0 and < float.PositiveInfinity)))
            throw new UsageException("--class-weights takes finite numbers above 0, or balanced.");

        void Require(Option option, params string?[] losses)
        {
            if (context.Has(option) && !Array.Exists(losses, name => name == context.Get(loss)))
                throw new UsageException($"{option.Name} belongs to --loss {string.Join(", ", Array.FindAll(losses, name => name is not null))}.");
        }
    }

    /// <summary>The loss that is asked for.</summary>
    /// <param name="context">The running verb's.</param>
    /// <param name="natural">The loss where none is named.</param>
    /// <param name="training">What is trained on, for balanced weights.</param>
    public Loss For(Context context, Loss natural, Dataset training)
    {
        Loss chosen = context.Get(loss) switch
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
            _ => natural,
        };
        if (context.Get(smoothing) is { } part)
            chosen = chosen is CrossEntropy entropy ? entropy with { LabelSmoothing = part } : throw new UsageException($"--label-smoothing belongs to classes; the loss here is {chosen.GetType().Name}.");
        if (context.Get(weights) is not { } text)
            return chosen;
        IReadOnlyList<float> ofClasses = text == "balanced" ? ClassBalance.Weights(training) : Numbers(text);
        return chosen is ClassLoss classes ? classes with { ClassWeights = ofClasses } : throw new UsageException($"--class-weights belongs to classes; the loss here is {chosen.GetType().Name}.");
    }

    private static List<float> Numbers(string text)
    {
        List<float> numbers = [];
        foreach (string part in text.Split(','))
            numbers.Add(float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) ? value : throw new UsageException($"--class-weights: '{part}' is not a number; give one for each class with commas between, or balanced."));
        return numbers;
    }
}
