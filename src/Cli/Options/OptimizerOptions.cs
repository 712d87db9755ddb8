using System.CommandLine;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace EdgeCli.Options;

/// <summary>How weights follow their gradients.</summary>
internal sealed class OptimizerOptions
{
    private readonly Option<string> optimizer = new("--optimizer") { Description = "How weights follow their gradients.", DefaultValueFactory = _ => "sgd" };
    private readonly Option<float> rate = new("--lr") { Description = "Learning rate.", DefaultValueFactory = _ => 0.02f };
    private readonly Option<float> momentum = new("--momentum") { Description = "How much of the last step stays; 0 saves its memory.", DefaultValueFactory = _ => 0.9f };
    private readonly Option<float> decay = new("--weight-decay") { Description = "How much of a weight is added to its gradient." };

    public OptimizerOptions() => optimizer.Among("sgd", "nesterov");

    public void AddTo(Verb verb)
    {
        foreach (Option option in (Option[])[optimizer, rate, momentum, decay])
            verb.Options.Add(option);
    }

    public UpdateRule For(Context context)
    {
        if (!(context.Get(rate) is >= 0 and < float.PositiveInfinity))
            throw new UsageException("--lr takes a finite number from 0 up.");
        if (!(context.Get(momentum) is >= 0 and < 1))
            throw new UsageException("--momentum takes a number from 0 to below 1.");
        if (!(context.Get(decay) is >= 0 and < float.PositiveInfinity))
            throw new UsageException("--weight-decay takes a finite number from 0 up.");
        return new Sgd
        {
            LearningRate = context.Get(rate),
            Momentum = context.Get(momentum),
            WeightDecay = context.Get(decay),
            Nesterov = context.Get(optimizer) == "nesterov",
        };
    }
}
