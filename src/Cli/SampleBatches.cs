using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;

namespace EdgeCli;

/// <summary>Runs a data set through a session, a batch at a time.</summary>
internal sealed class SampleBatches
{
    private const int PreferredBatch = 32;
    private readonly Session session;
    private readonly int batch;
    private readonly int sampleLength;
    private readonly string? lengths; // the input that takes lengths of sequences

    private SampleBatches(Session session)
    {
        this.session = session;
        lengths = ModelInput.LengthsOf(session);
        if (session.Outputs[0].Type != ElementType.Float32)
            throw new EdgeException(ErrorKind.Unsupported, $"Data sets are run through models with a float32 output, '{session.Outputs[0].Name}' is {TensorJson.NameOf(session.Outputs[0].Type)}; use 'edge run' with .npy files.");
        Shape input = session.Inputs[0].Shape;
        batch = input.Rank > 1 ? input[0] : 1;
        sampleLength = input.Count / batch;
        OutputLength = session.Outputs[0].Shape.Count / batch;
    }

    /// <summary>Numbers of the first output for one sample.</summary>
    public int OutputLength { get; }

    /// <summary>Whether the outputs are probabilities already.</summary>
    public bool AreProbabilities => session.OutputsProbabilities;

    /// <summary>Opens the model with a batch of its own where it fixes one, and with the steps of the longest sample where it leaves them open.</summary>
    public static Session Open(Model model, SessionOptions options, Dataset data) =>
        new(model, options with { Batch = PreferredBatch, Shapes = ModelInput.Shapes(model, ModelInput.SampleShape(model, data), PreferredBatch) });

    public static SampleBatches Over(Session session) => new(session);

    /// <summary>Calls <paramref name="take"/> with each sample's index and outputs.</summary>
    public void Run(Dataset data, Action<int, ReadOnlySpan<float>> take)
    {
        ModelInput.Check(session.Inputs[0].Shape, lengths is not null, anySteps: false, data);
        for (int start = 0; start < data.Count; start += batch)
        {
            int count = Math.Min(batch, data.Count - start);
            Span<float> input = session.Input<float>();
            for (int i = 0; i < count; i++)
                data.CopySample(start + i, input.Slice(i * sampleLength, sampleLength));
            input[(count * sampleLength)..].Clear();
            if (lengths is not null)
                ModelInput.CopyLengths(data, start, count, session.Input<int>(lengths));
            session.Run();
            for (int i = 0; i < count; i++)
                take(start + i, session.Output<float>().Slice(i * OutputLength, OutputLength));
        }
    }
}
