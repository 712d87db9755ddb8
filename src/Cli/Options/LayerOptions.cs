using System.CommandLine;
using EdgeRuntime;
using EdgeRuntime.Training;

namespace EdgeCli.Options;

/// <summary>Which layers of a model are trained, and how its normalizations behave meanwhile.</summary>
internal sealed class LayerOptions
{
    private readonly Option<string> layers = new("--layers")
    {
        Description = "What is trained, divided by commas: last, last:N, bias, all, conv, dense, norm, or names of layers or weights with '*'; '-' before a word leaves it out; NAME[0:16] or NAME%25 trains only what reads these input channels. The rest stays and costs no gradient.",
        DefaultValueFactory = _ => "all",
        HelpName = "LIST",
    };

    private readonly Option<int?> classes = new Option<int?>("--classes") { Description = "Put in a new last layer for so many classes (or numbers to predict).", HelpName = "N" }.FromOne();

    private readonly Option<string> batchNorm = new("--batch-norm")
    {
        Description = "frozen: batch normalization keeps its running statistics; train: what is trained of it takes those of the batch.",
        DefaultValueFactory = _ => "frozen",
    };

    public LayerOptions() => batchNorm.Among("frozen", "train");

    public void AddTo(Verb verb)
    {
        verb.Options.Add(layers);
        verb.Options.Add(classes);
        verb.Options.Add(batchNorm);
    }

    /// <summary>Refuses what means nothing, before any file is read.</summary>
    public void Check(Context context) => _ = Selection(context);

    /// <summary>Whether the last layer is a new one.</summary>
    public bool HasNewHead(Context context) => context.Has(classes);

    /// <summary>Puts the new head in, if one is asked for.</summary>
    public void Prepare(Context context, Model model, ulong seed)
    {
        if (context.Get(classes) is { } outputs)
            model.ReplaceHead(outputs, seed);
    }

    /// <summary>Whether the user named the layers.</summary>
    public bool IsAsked(Context context) => context.Has(layers);

    public TrainerOptions Apply(Context context, TrainerOptions options) => options with
    {
        Layers = Selection(context),
        BatchNorm = context.Get(batchNorm) == "train" ? BatchNormMode.Train : BatchNormMode.Frozen,
    };

    private LayerSelection Selection(Context context)
    {
        try
        {
            return LayerSelection.Parse(context.Get(layers)!);
        }
        catch (EdgeException e)
        {
            throw new UsageException($"--layers: {e.Message}");
        }
    }
}
