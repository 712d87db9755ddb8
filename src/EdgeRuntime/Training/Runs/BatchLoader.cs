using System;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Augmentation;

namespace EdgeRuntime.Training;

/// <summary>Copies samples, varied as the options say, and what is to be learnt of them into the trainer's memory; allocates nothing.</summary>
internal sealed class BatchLoader(Trainer trainer, Dataset data, AugmentOptions? augmentation = null)
{
    private readonly Loss loss = trainer.Options.Loss;
    private readonly Augmenter? augmenter = augmentation is null or { IsNone: true } ? null : new Augmenter(augmentation, data.SampleShape, trainer.Options.Seed, trainer.Options.Isa);
    private readonly int length = trainer.SamplesShape.Count / trainer.Batch;

    /// <summary>Refuses training data that do not fit the model, before the first step.</summary>
    public void Check()
    {
        if (data.Count == 0)
            Throw.Data($"{data.Name} has no samples to train on.");
        trainer.CheckFilled(((data.Count - 1) % trainer.Batch) + 1);
        Check(trainer, data);
    }

    /// <summary>Refuses data that do not fit the model.</summary>
    public static void Check(Trainer trainer, Dataset data)
    {
        Loss loss = trainer.Options.Loss;
        if (data.SampleLength != trainer.SamplesShape.Count / trainer.Batch)
            Throw.Data($"A sample of {data.Name} has the shape [{string.Join(", ", data.SampleShape)}], the model's input is {trainer.SamplesShape} for a batch of {trainer.Batch}.");
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
        int row = targets.Length / trainer.Batch;
        for (int i = 0; i < indices.Length; i++)
        {
            Span<float> sample = samples.Slice(i * length, length);
            data.CopySample(indices[i], sample);
            augmenter?.Apply(sample, epoch, indices[i]);
            if (loss.TakesLabels)
                labels[i] = data.Label(indices[i]);
            else
                Truth.Copy(loss, data, indices[i], targets.Slice(i * row, row));
        }
    }
}
