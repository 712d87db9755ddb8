using System.Collections.Generic;
using System.CommandLine;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace EdgeCli.Options;

/// <summary>How weights follow their gradients: the rule, penalties, limits, accumulation.</summary>
internal sealed class OptimizerOptions
{
    private readonly Option<string?> optimizer = new("--optimizer") { Description = "How weights follow their gradients; sgd and momentum are one. Where it is left out: sgd, of networks of sequences adam at 0.003." };
    private readonly Option<float?> rate = new Option<float?>("--lr") { Description = "Learning rate; 0.03 of sgd, 0.01 of adagrad, 1 of adadelta, 0.002 of nadam, 0.001 of the others where it is left out.", HelpName = "RATE" }.FromZero();
    private readonly Option<float?> momentum = new Option<float?>("--momentum") { Description = "How much of the last step stays, 0.9 where it is left out (0 of rmsprop); 0 saves its memory. The others have their own.", HelpName = "M" }.FromZeroBelowOne();
    private readonly Option<float?> decay = new Option<float?>("--weight-decay") { Description = "How much of a weight is added to its gradient (coupled, L2); of adamw, how much of it each step takes away, times --lr (decoupled), 0.01 where it is left out.", HelpName = "D" }.FromZero();
    private readonly Option<float> l1 = new Option<float>("--l1") { Description = "What joins a gradient with the sign of its weight; with --weight-decay the elastic net. The loss does not show penalties.", HelpName = "L" }.FromZero();
    private readonly Option<float?> clipNorm = new Option<float?>("--clip-norm") { Description = "Scales all gradients together to at most this norm; they all stay in memory until it is known. Networks of sequences: 1 where it is left out.", HelpName = "NORM" }.AboveZero();
    private readonly Option<float?> clipValue = new Option<float?>("--clip-value") { Description = "Brings each element of a gradient within plus and minus this.", HelpName = "V" }.AboveZero();
    private readonly Option<float?> maxNorm = new Option<float?>("--max-norm") { Description = "Shrinks the incoming weights of each unit to at most this norm after each update.", HelpName = "NORM" }.AboveZero();
    private readonly Option<int> accumulate = new Option<int>("--accumulate") { Description = "Steps of --batch samples whose gradients make one update: the memory of the small batch, the effect of one K times as large. A group goes on over the end of an epoch, a last batch that is not full counts as the others, and what the end of the run cuts is not learnt.", DefaultValueFactory = _ => 1, HelpName = "K" }.FromOne();

    public OptimizerOptions() => optimizer.Among("sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam", "adamw", "nadam");

    public void AddTo(Verb verb)
    {
        foreach (Option option in (IEnumerable<Option>)[optimizer, rate, momentum, decay, l1, clipNorm, clipValue, maxNorm, accumulate])
            verb.Options.Add(option);
    }

    /// <summary>The training with what these options say.</summary>
    public TrainerOptions Apply(Context context, TrainerOptions options, TrainingHabits habits) => options with
    {
        Optimizer = Rule(context, habits),
        ClipNorm = context.Get(clipNorm) ?? habits.ClipNorm,
        ClipValue = context.Get(clipValue),
        MaxNorm = context.Get(maxNorm),
        Accumulate = context.Get(accumulate),
    };

    private UpdateRule Rule(Context context, TrainingHabits habits)
    {
        string name = context.Get(optimizer) ?? habits.Optimizer;
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
        rule = rule with { LearningRate = context.Get(rate) ?? (context.Has(optimizer) ? null : habits.LearningRate) ?? rule.LearningRate, L1 = context.Get(l1) };
        if (context.Get(decay) is not { } part)
            return rule;
        return rule is AdamW ? rule with { DecoupledWeightDecay = part } : rule with { WeightDecay = part };
    }
}
