using System;
using EdgeRuntime.Execution;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>
/// Chooses what of a training must be given up to fit into a budget of bytes: as few layers as possible are frozen, counted from the first,
/// then the batch is as large as it can be, by halves; activations are computed twice as far as that takes. Nothing is allocated.
/// </summary>
internal sealed class MemoryFit
{
    private readonly Model model;
    private readonly TrainerOptions options;
    private readonly long budget;
    private readonly CompileOptions compile;
    private long least = long.MaxValue;

    private MemoryFit(Model model, TrainerOptions options, long budget)
    {
        (this.model, this.options, this.budget) = (model, options, budget);
        compile = new CompileOptions(options.Isa ?? Dispatch.Default, options.Threads, budget, KeepInputs: false);
    }

    /// <summary>The options with a batch and layers that fit.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="options">What is wanted, with a budget.</param>
    /// <param name="keepsBatch">Whether the batch must stay.</param>
    /// <param name="keepsLayers">Whether the layers must stay.</param>
    /// <exception cref="EdgeException">Kind Memory: nothing that may be given up makes it fit; the least bytes that would do are named.</exception>
    public static TrainerOptions Choose(Model model, TrainerOptions options, bool keepsBatch, bool keepsLayers)
    {
        if (options.MemoryBudgetBytes is not { } budget)
            return options;
        MemoryFit fit = new(model, options, budget);
        TrainerOptions smallest = keepsBatch ? options : options with { Batch = 1 };
        TrainerOptions? chosen = fit.Fits(smallest) ? smallest : keepsLayers ? null : fit.ChooseLayers(smallest);
        if (chosen is null)
            Throw.Memory($"The budget is {budget} bytes; the least that training could do with is {fit.least}{(keepsBatch ? $" for a batch of {options.Batch}" : ", one sample at a time")}{(keepsLayers ? "" : " and only the last layer")}, with activations computed twice. Allow {fit.least} bytes, or use a smaller model or input.");
        return keepsBatch ? chosen : fit.ChooseBatch(chosen);
    }

    /// <summary>As many layers from the end as fit; null where not even the last one does.</summary>
    private TrainerOptions? ChooseLayers(TrainerOptions smallest)
    {
        TrainerOptions? best = null;
        int fits = 0, tooMany = ModelLayers.Of(model).All.Count;
        for (int last = 1; last < tooMany; last = fits + ((tooMany - fits + 1) / 2))
        {
            TrainerOptions candidate = smallest with { Layers = LayerSelection.Parse(last == 1 ? "last" : $"last:{last}") };
            if (Fits(candidate))
                (best, fits) = (candidate, last);
            else
                tooMany = last;
        }

        return best;
    }

    private TrainerOptions ChooseBatch(TrainerOptions chosen)
    {
        for (int batch = options.Batch; batch > 1; batch /= 2)
        {
            TrainerOptions candidate = chosen with { Batch = batch };
            if (Fits(candidate))
                return candidate;
        }

        return chosen;
    }

    private bool Fits(TrainerOptions candidate)
    {
        TrainingGraph training = TrainingGraph.Build(model, candidate);
        long bytes = training.Recompute(compile).PlannedBytes;
        least = Math.Min(least, bytes);
        return bytes <= budget;
    }
}
