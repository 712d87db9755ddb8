using System;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Augmentation;

namespace EdgeRuntime.Training;

/// <summary>Copies samples, varied as the options say, and what is to be learnt of them into the trainer's memory; allocates nothing.</summary>
internal sealed class BatchLoader(Trainer trainer, Dataset data, AugmentOptions? augmentation = null)
{
    private readonly Loss loss = trainer.Options.Loss;
    private readonly SequenceAugmenter? sequences = augmentation is null or { IsNone: true } || !data.IsSequence ? null : new SequenceAugmenter(augmentation, data.SampleShape, trainer.Options.Seed);
    private readonly Augmenter? augmenter = augmentation is null or { IsNone: true } || data.IsSequence ? null : new Augmenter(augmentation, data.SampleShape, trainer.Options.Seed, trainer.Options.Isa);
    private readonly int length = trainer.SamplesShape.Count / trainer.Batch;

    /// <summary>Refuses training data that do not fit the model, before the first step.</summary>
    public void Check()
    {
        if (data.Count == 0)
            Throw.Data($"{data.Name} has no samples to train on.");
        trainer.CheckFilled(((data.Count - 1) % trainer.Batch) + 1);
        Check(trainer, data, anySteps: false);
    }

    /// <summary>Refuses data that do not fit the model.</summary>
    /// <param name="trainer">Of the model.</param>
    /// <param name="data">Training or validation data.</param>
    /// <param name="anySteps">Whether sequences may be longer or shorter than those that are trained on.</param>
    public static void Check(Trainer trainer, Dataset data, bool anySteps)
    {
        Loss loss = trainer.Options.Loss;
        ModelInput.Check(trainer.SamplesShape, trainer.TakesLengths, anySteps, data);
        Truth.Check(loss, data, loss.TakesLabels ? trainer.Classes : trainer.Targets.Length / trainer.Batch);
    }

    /// <summary>Loads a batch of an epoch.</summary>
    public void Load(SampleOrder order, int step, int epoch)
    {
        Load(order.Batch(step), epoch);
        trainer.Filled = order.Filled(step);
    }

    /// <summary>Loads a batch.</summary>
    /// <param name="indices">Its samples.</param>
    /// <param name="epoch">From 1; what a sample is varied to depends on it.</param>
    public void Load(ReadOnlySpan<int> indices, int epoch)
    {
        Span<float> samples = trainer.Samples;
        Span<int> labels = loss.TakesLabels ? trainer.Labels : [];
        Span<float> targets = loss.TakesLabels ? [] : trainer.Targets;
        Span<int> lengths = trainer.TakesLengths ? trainer.Lengths : [];
        int row = targets.Length / trainer.Batch;
        for (int i = 0; i < indices.Length; i++)
        {
            Span<float> sample = samples.Slice(i * length, length);
            data.CopySample(indices[i], sample);
            augmenter?.Apply(sample, epoch, indices[i]);
            sequences?.Apply(sample, data.Length(indices[i]), epoch, indices[i]);
            if (lengths.Length > 0)
                lengths[i] = data.Length(indices[i]);
            if (loss.TakesLabels)
                labels[i] = data.Label(indices[i]);
            else
                Truth.Copy(loss, data, indices[i], targets.Slice(i * row, row));
        }
    }
}
