using System;
using System.Collections.Generic;
using System.Diagnostics;
using EdgeRuntime.Data;
using EdgeRuntime.Random;

namespace EdgeRuntime.Training;

/// <summary>
/// Trains on a data set for some epochs: seeded shuffling, whole batches only (what is left over waits for the next epoch's order), and
/// validation after each epoch.
/// </summary>
public sealed class Fit
{
    private const uint ShuffleStream = 0x5348_0001;

    private readonly Model model;
    private readonly Trainer trainer;
    private readonly TrainerOptions options;
    private readonly Dataset training;
    private readonly Dataset? validation;
    private readonly int[] order;

    /// <summary>Checks that data and model fit together.</summary>
    /// <param name="model">The model that <paramref name="trainer"/> was made from; it gets the weights after each epoch.</param>
    /// <param name="trainer">The planned training.</param>
    /// <param name="options">The options that the trainer was made with.</param>
    /// <param name="training">What is trained on.</param>
    /// <param name="validation">What is measured after each epoch; null for nothing.</param>
    /// <exception cref="EdgeException">There are fewer samples than one batch has, or they have another size than the model's input.</exception>
    public Fit(Model model, Trainer trainer, TrainerOptions options, Dataset training, Dataset? validation)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(training);
        (this.model, this.trainer, this.options, this.training, this.validation) = (model, trainer, options, training, validation);
        int length = trainer.SamplesShape.Count / trainer.Batch;
        if (training.Count < trainer.Batch)
            Throw.Data($"{training.Name} has {training.Count} samples, one batch needs {trainer.Batch}: use a smaller batch or more data.");
        if (training.SampleLength != length)
            Throw.Data($"A sample of {training.Name} has the shape [{string.Join(", ", training.SampleShape)}], the model's input is {trainer.SamplesShape} for a batch of {trainer.Batch}.");
        if (options.Loss.Classifies && training.ClassNames.Count > trainer.Classes)
            Throw.Data($"{training.Name} has {training.ClassNames.Count} classes, the model tells {trainer.Classes} apart.");
        order = new int[training.Count];
    }

    /// <summary>Called after each step with its number in the epoch, from 1, and how many steps the epoch has: for a display of progress.</summary>
    public Action<int, int>? AfterStep { get; init; }

    /// <summary>Runs one epoch.</summary>
    /// <param name="epoch">From 1; the order of the samples depends on the seed and on this number alone.</param>
    /// <returns>What it gave.</returns>
    public EpochResult Run(int epoch)
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        new CounterRandom(options.Seed, ShuffleStream).Shuffle<int>(order, (ulong)epoch << 32);
        int steps = order.Length / trainer.Batch;
        double loss = 0;
        long correct = 0;
        for (int step = 0; step < steps; step++)
        {
            Load(step * trainer.Batch);
            float batchLoss = trainer.Step();
            if (!float.IsFinite(batchLoss))
                Throw.Data($"The loss became {batchLoss} in step {step + 1} of epoch {epoch}: use a smaller learning rate than {trainer.LearningRate}, and look for extreme values in {training.Name}.");
            loss += batchLoss;
            correct += trainer.CorrectCount;
            AfterStep?.Invoke(step + 1, steps);
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        trainer.Update(model);
        (double Loss, double Accuracy)? measured = validation is null ? null : Measure(validation);
        double accuracy = !options.Loss.Classifies ? double.NaN : (double)correct / ((long)steps * trainer.Batch);
        return new EpochResult(epoch, loss / steps, accuracy, measured?.Loss, measured?.Accuracy, seconds);
    }

    /// <summary>Loss and accuracy of the model as it stands.</summary>
    /// <param name="data">What to measure on.</param>
    /// <returns>The mean loss, and the part that is right (NaN for regression).</returns>
    public (double Loss, double Accuracy) Measure(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int batch = Math.Min(trainer.Batch, data.Count);
        using Session session = new(model, new SessionOptions { Batch = batch, Threads = options.Threads, Isa = options.Isa });
        int length = session.Inputs[0].Shape.Count / batch;
        int outputs = session.Outputs[0].Shape.Count / batch;
        double loss = 0;
        int correct = 0;
        for (int start = 0; start < data.Count; start += batch)
        {
            int count = Math.Min(batch, data.Count - start);
            Span<float> input = session.Input<float>();
            for (int i = 0; i < count; i++)
                data.CopySample(start + i, input.Slice(i * length, length));
            session.Run();
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<float> output = session.Output<float>().Slice(i * outputs, outputs);
                loss += Loss(data, start + i, output, ref correct);
            }
        }

        return (loss / data.Count, !options.Loss.Classifies ? double.NaN : (double)correct / data.Count);
    }

    private double Loss(Dataset data, int index, ReadOnlySpan<float> output, ref int correct)
    {
        if (!options.Loss.Classifies)
        {
            float[] sample = new float[data.SampleLength];
            data.CopySample(index, sample);
            return options.Loss.Of(output, 0, sample);
        }

        int best = 0;
        for (int i = 0; i < output.Length; i++)
            best = output[i] > output[best] ? i : best;
        correct += best == data.Label(index) ? 1 : 0;
        float[] target = new float[output.Length];
        target[data.Label(index)] = 1f;
        return options.Loss.Of(output, data.Label(index), target);
    }

    private void Load(int start)
    {
        Span<float> samples = trainer.Samples;
        int length = samples.Length / trainer.Batch;
        for (int i = 0; i < trainer.Batch; i++)
        {
            int index = order[start + i];
            Span<float> sample = samples.Slice(i * length, length);
            training.CopySample(index, sample);
            if (options.Loss.TakesLabels)
            {
                trainer.Labels[i] = training.Label(index);
            }
            else if (options.Loss.Classifies)
            {
                Span<float> row = trainer.Targets.Slice(i * trainer.Classes, trainer.Classes);
                row.Clear();
                row[training.Label(index)] = 1f;
            }
            else
            {
                sample.CopyTo(trainer.Targets.Slice(i * length, length)); // an autoencoder: the sample is its own target
            }
        }
    }
}
