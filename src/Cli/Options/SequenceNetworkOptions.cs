using System.CommandLine;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace EdgeCli.Options;

/// <summary>How large a built-in network of sequences is.</summary>
internal sealed class SequenceNetworkOptions
{
    private static readonly SequenceOptions Usual = new();

    private readonly Option<int> hidden = new("--hidden") { Description = "Networks of sequences: numbers of a layer's state, in each direction, or filters of a tcn.", DefaultValueFactory = _ => Usual.Hidden };
    private readonly Option<int?> layers = new("--depth") { Description = "Networks of sequences: layers one over the other, or blocks of a tcn; default 1 or 4.", HelpName = "LAYERS" };
    private readonly Option<int> heads = new("--heads") { Description = "transformer: heads of attention; they share out --hidden.", DefaultValueFactory = _ => Usual.Heads };
    private readonly Option<int> kernel = new("--kernel") { Description = "tcn: steps that a convolution sees.", DefaultValueFactory = _ => Usual.Kernel, HelpName = "STEPS" };
    private readonly Option<bool> separable = new("--separable") { Description = "tcn: convolutions are depthwise separable, with fewer weights." };
    private readonly Option<bool> bidirectional = new("--bidirectional") { Description = "Networks of sequences: read them backward too; such a network cannot run step by step." };
    private readonly Option<float> dropout = new("--dropout") { Description = "Networks of sequences: the part of numbers that is dropped in training, between layers and before the last.", HelpName = "PART" };
    private readonly Option<string> pooling = new("--pool") { Description = "Networks of sequences: conclude from the mean of the states of all steps, or from the last one, which a network needs that is to run frame by frame (--stream).", DefaultValueFactory = _ => "mean" };

    public SequenceNetworkOptions() => pooling.Among("last", "mean");

    public void AddTo(Verb verb)
    {
        foreach (Option option in (Option[])[hidden, layers, heads, kernel, separable, bidirectional, dropout, pooling])
            verb.Options.Add(option);
    }

    /// <summary>Refuses them where the network is none of sequences.</summary>
    public void Check(Context context, string network)
    {
        foreach (Option option in (Option[])[hidden, layers, heads, kernel, separable, bidirectional, dropout, pooling])
        {
            if (context.Has(option) && !NetworkSource.TakesSequences(network))
                throw new UsageException($"{option.Name} belongs to networks of sequences: {string.Join(", ", Architecture.SequenceNames)}; '{network}' has its own size.");
        }

        if (network == "transformer" ? context.Has(pooling) : context.Has(heads))
            throw new UsageException(network == "transformer" ? "--pool belongs to gru, lstm and tcn: a transformer takes the mean of all steps." : $"--heads belongs to a transformer: '{network}' has none.");
        foreach (Option option in (Option[])[kernel, separable])
        {
            if (context.Has(option) && network != "tcn")
                throw new UsageException($"{option.Name} belongs to tcn; '{network}' has no convolutions over time.");
        }

        if (context.Has(layers) && context.Get(layers) < 1)
            throw new UsageException($"{layers.Name} {context.Get(layers)}: use 1 or more.");
        try
        {
            For(context, takesLengths: false).Check(network);
        }
        catch (EdgeException e)
        {
            throw new UsageException(e.Message);
        }
    }

    public SequenceOptions For(Context context, bool takesLengths) => new()
    {
        Hidden = context.Get(hidden),
        Layers = context.Get(layers) ?? 0,
        Heads = context.Get(heads),
        Kernel = context.Get(kernel),
        Separable = context.Get(separable),
        Bidirectional = context.Get(bidirectional),
        Dropout = context.Get(dropout),
        Pooling = context.Get(pooling) == "mean" ? SequencePooling.Mean : SequencePooling.Last,
        TakesLengths = takesLengths,
    };
}
