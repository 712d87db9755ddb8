using System.Collections.Generic;
using System.CommandLine;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace EdgeCli.Options;

/// <summary>How weights follow their gradients: the rule, penalties, limits, accumulation.</summary>
internal sealed class OptimizerOptions
{
    private readonly Option<string> optimizer = new("--optimizer") { Description = "How weights follow their gradients; sgd and momentum are one.", DefaultValueFactory = _ => "sgd" };
    private readonly Option<float?> rate = new("--lr") { Description = "Learning rate; 0.03 of sgd, 0.01 of adagrad, 1 of adadelta, 0.002 of nadam, 0.001 of the others where it is left out.", HelpName = "RATE" };
    private readonly Option<float?> momentum = new("--momentum") { Description = "How much of the last step stays, 0.9 where it is left out (0 of rmsprop); 0 saves its memory. The others have their own.", HelpName = "M" };
    private readonly Option<float?> decay = new("--weight-decay") { Description = "How much of a weight is added to its gradient (coupled, L2); of adamw, how much of it each step takes away, times --lr (decoupled), 0.01 where it is left out.", HelpName = "D" };
    private readonly Option<float> l1 = new("--l1") { Description = "What joins a gradient with the sign of its weight; with --weight-decay the elastic net. The loss does not show penalties.", HelpName = "L" };
    private readonly Option<float?> clipNorm = new("--clip-norm") { Description = "Scales all gradients together to at most this norm; they all stay in memory until it is known.", HelpName = "NORM" };
    private readonly Option<float?> clipValue = new("--clip-value") { Description = "Brings each element of a gradient within plus and minus this.", HelpName = "V" };
    private readonly Option<float?> maxNorm = new("--max-norm") { Description = "Shrinks the incoming weights of each unit to at most this norm after each update.", HelpName = "NORM" };
    private readonly Option<int> accumulate = new("--accumulate") { Description = "Steps of --batch samples whose gradients make one update: the memory of the small batch, the effect of one K times as large.", DefaultValueFactory = _ => 1, HelpName = "K" };

    public OptimizerOptions() => optimizer.Among("sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam", "adamw", "nadam");

    public void AddTo(Verb verb)
    {
        foreach (Option option in (IEnumerable<Option>)[optimizer, rate, momentum, decay, l1, clipNorm, clipValue, maxNorm, accumulate])
            verb.Options.Add(option);
    }

    /// <summary>The training with what these options say.</summary>
    public TrainerOptions Apply(Context context, TrainerOptions options)
    {
        RequireNotNegative(context, rate, decay);
        if (!(context.Get(l1) is >= 0 and < float.PositiveInfinity))
            throw new UsageException("--l1 takes a finite number from 0 up.");
        if (context.Get(momentum) is { } m && !(m is >= 0 and < 1))
            throw new UsageException("--momentum takes a number from 0 to below 1.");
        foreach (Option<float?> limit in (IEnumerable<Option<float?>>)[clipNorm, clipValue, maxNorm])
        {
            if (context.Get(limit) is { } value && !(value is > 0 and < float.PositiveInfinity))
                throw new UsageException($"{limit.Name} takes a finite number above 0.");
        }

        if (context.Get(accumulate) < 1)
            throw new UsageException("--accumulate takes 1 or more.");
        return options with
        {
            Optimizer = Rule(context),
            ClipNorm = context.Get(clipNorm),
            ClipValue = context.Get(clipValue),
            MaxNorm = context.Get(maxNorm),
            Accumulate = context.Get(accumulate),
        };
    }

    private UpdateRule Rule(Context context)
    {
        string name = context.Get(optimizer)!;
        if (context.Get(momentum) is not null && name is not ("sgd" or "momentum" or "nesterov" or "rmsprop"))
            throw new UsageException($"--momentum belongs to sgd, momentum, nesterov and rmsprop; {name} has its own.");
        if (context.Get(momentum) is 0 && name is ("momentum" or "nesterov"))
            throw new UsageException($"--optimizer {name} takes a --momentum above 0.");
        UpdateRule rule = name switch
        {
            "adagrad" => new Adagrad(),
            "adadelta" => new Adadelta(),
            "rmsprop" => new RmsProp { LearningRate = 0.001f, Momentum = context.Get(momentum) ?? 0f },
            "adam" => new Adam(),
            "adamw" => new AdamW(),
            "nadam" => new Nadam(),
            _ => new Sgd { LearningRate = 0.03f, Momentum = context.Get(momentum) ?? 0.9f, Nesterov = name == "nesterov" },
        };
        rule = rule with { LearningRate = context.Get(rate) ?? rule.LearningRate, L1 = context.Get(l1) };
        if (context.Get(decay) is not { } part)
            return rule;
        return rule is AdamW ? rule with { DecoupledWeightDecay = part } : rule with { WeightDecay = part };
    }

    private static void RequireNotNegative(Context context, params Option<float?>[] options)
    {
        foreach (Option<float?> option in options)
        {
            if (context.Get(option) is { } value && !(value is >= 0 and < float.PositiveInfinity))
                throw new UsageException($"{option.Name} takes a finite number from 0 up.");
        }
    }
}
