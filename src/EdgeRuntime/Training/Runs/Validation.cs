using System;
using EdgeRuntime.Data;

namespace EdgeRuntime.Training;

/// <summary>Measures a model on data that it is not trained on.</summary>
internal static class Validation
{
    /// <summary>The mean loss, and the part that is right (NaN for regression).</summary>
    public static (double Loss, double Accuracy) Measure(Model model, Trainer trainer, Dataset data)
    {
        TrainerOptions options = trainer.Options;
        BatchLoader.Check(trainer, data, ModelInput.IsOpen(model));
        int batch = Math.Min(options.Batch, data.Count);
        Shape? sample = ModelInput.SampleShape(model, data);
        using Session session = new(model, new SessionOptions { Batch = batch, Shapes = ModelInput.Shapes(model, sample, batch), Threads = options.Threads, Isa = options.Isa });
        string? lengths = ModelInput.LengthsOf(session);
        int length = session.Inputs[0].Shape.Count / batch;
        int outputs = session.Outputs[0].Shape.Count / batch;
        float[] target = new float[outputs], output = new float[outputs];
        double loss = 0;
        int correct = 0;
        for (int start = 0; start < data.Count; start += batch)
        {
            int count = Math.Min(batch, data.Count - start);
            Span<float> input = session.Input<float>();
            for (int i = 0; i < count; i++)
                data.CopySample(start + i, input.Slice(i * length, length));
            if (lengths is not null)
                ModelInput.CopyLengths(data, start, count, session.Input<int>(lengths));
            session.Run();
            for (int i = 0; i < count; i++)
            {
                session.Output<float>().Slice(i * outputs, outputs).CopyTo(output);
                if (trainer.Graph.Undone is { } activation)
                    options.Loss.Undo(activation, output);
                Truth.Copy(options.Loss, data, start + i, target);
                int label = options.Loss.Classifies ? data.Label(start + i) : 0;
                correct += options.Loss.Classifies && Truth.IsRight(output, target) ? 1 : 0;
                loss += options.Loss.Of(output, label, target);
            }
        }

        return (loss / data.Count, options.Loss.Classifies ? (double)correct / data.Count : double.NaN);
    }
}
