using System;
using System.Collections.Generic;
using System.CommandLine;
using EdgeRuntime;

namespace EdgeCli.Options;

/// <summary>How many bytes a training may take, and what is given up for that.</summary>
internal sealed class MemoryOptions
{
    private readonly Option<string?> memory = new("--memory")
    {
        Description = "The most bytes that training may take: 262144, 256KiB, 2MiB. Where it needs more, activations are computed twice, the batch is halved, and finetune freezes layers; what --batch and --layers name stays.",
        HelpName = "BYTES",
    };

    public void AddTo(Verb verb) => verb.Options.Add(memory);

    public long? For(Context context) => context.Get(memory) is { } text ? ByteCount.Parse(text) : null;

    /// <summary>The options of a plan that fits.</summary>
    /// <param name="context">The running verb's.</param>
    /// <param name="model">What is trained.</param>
    /// <param name="options">What is wanted, with the budget.</param>
    /// <param name="keepsBatch">Whether the user named the batch.</param>
    /// <param name="network">Says whether the user named the layers, or the verb trains all.</param>
    public TrainerOptions Fit(Context context, Model model, TrainerOptions options, bool keepsBatch, Trainee network)
    {
        if (!context.Has(memory))
            return options;
        try
        {
            return Trainer.FitToMemory(model, options, keepsBatch, network.KeepsLayers);
        }
        catch (EdgeException e) when (e.Kind == ErrorKind.Memory && (keepsBatch || (network.KeepsLayers && network.MayFreeze)))
        {
            string named = keepsBatch ? network.KeepsLayers && network.MayFreeze ? "--layers or --batch" : "--batch" : "--layers";
            throw new EdgeException(ErrorKind.Memory, $"{e.Message} Or leave {named} away: what fits is chosen then.", e);
        }
    }

    /// <summary>Says what was chosen, where a budget was given.</summary>
    public void Tell(Context context, TrainerOptions wanted, Trainer trainer)
    {
        if (!context.Has(memory))
            return;
        TrainerOptions chosen = trainer.Options;
        List<string> parts = [chosen.Batch == wanted.Batch ? $"a batch of {chosen.Batch}" : $"a batch of {chosen.Batch} instead of {wanted.Batch}"];
        parts.Add(chosen.Layers == wanted.Layers ? $"layers {chosen.Layers}" : $"layers {chosen.Layers} instead of {wanted.Layers}");
        parts.Add(trainer.RecomputedActivations == 0
            ? "no activation computed twice"
            : FormattableString.Invariant($"{trainer.RecomputedActivations} activation(s) computed twice, {trainer.RecomputedWork * 100:0.#} % more work"));
        context.Log($"Within {context.Get(memory)}: {string.Join(", ", parts)}.");
    }
}
