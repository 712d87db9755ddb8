using System;
using EdgeRuntime.Data;

namespace EdgeRuntime.Training;

/// <summary>Copies samples and what is to be learnt of them into the trainer's memory; allocates nothing.</summary>
internal sealed class BatchLoader(Trainer trainer, Loss loss, Dataset data)
{
    private readonly int length = trainer.SamplesShape.Count / trainer.Batch;

    /// <summary>Refuses data that do not fit the model, before the first step.</summary>
    public void Check()
    {
        if (data.Count < trainer.Batch)
            Throw.Data($"{data.Name} has {data.Count} samples, one batch needs {trainer.Batch}: use a smaller batch or more data.");
        if (data.SampleLength != length)
            Throw.Data($"A sample of {data.Name} has the shape [{string.Join(", ", data.SampleShape)}], the model's input is {trainer.SamplesShape} for a batch of {trainer.Batch}.");
        if (!loss.Classifies)
            return;
        if (data.ClassNames.Count > trainer.Classes)
            Throw.Data($"{data.Name} has {data.ClassNames.Count} classes, the model tells {trainer.Classes} apart.");
        for (int i = 0; i < data.Count; i++)
        {
            if ((uint)data.Label(i) >= (uint)trainer.Classes)
                Throw.Data($"Label {data.Label(i)} of sample {i} of {data.Name} is not a class of the model: it has classes 0 to {trainer.Classes - 1}.");
        }
    }

    public void Load(ReadOnlySpan<int> indices)
    {
        Span<float> samples = trainer.Samples;
        for (int i = 0; i < indices.Length; i++)
        {
            Span<float> sample = samples.Slice(i * length, length);
            data.CopySample(indices[i], sample);
            if (loss.TakesLabels)
            {
                trainer.Labels[i] = data.Label(indices[i]);
            }
            else if (loss.Classifies)
            {
                Span<float> row = trainer.Targets.Slice(i * trainer.Classes, trainer.Classes);
                row.Clear();
                row[data.Label(indices[i])] = 1f;
            }
            else
            {
                sample.CopyTo(trainer.Targets.Slice(i * length, length)); // an autoencoder: the sample is its own target
            }
        }
    }
}
