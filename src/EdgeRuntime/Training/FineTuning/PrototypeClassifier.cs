using System;
using System.Collections.Generic;
using EdgeRuntime.Data;
using EdgeRuntime.Import.Onnx;

namespace EdgeRuntime.Training;

/// <summary>
/// Teaches a model classes from a few samples each, without gradients: the input of its last layer is an embedding, and the mean of a
/// class's embeddings is a row of a new last layer. The result is an ordinary ONNX model.
/// </summary>
/// <remarks>
/// Nearest class mean (Mensink et al., 2013): <c>|x - m|^2</c> is linear in x up to what all classes share, so that a dense layer decides
/// as the distances do. Imprinted weights (Qi et al., 2018): the mean of embeddings of length 1, brought to length 1 itself, decides by the
/// angle.
/// </remarks>
public sealed class PrototypeClassifier : IDisposable
{
    private readonly Model model;
    private readonly Session session;
    private readonly int length;
    private readonly bool unit;
    private readonly List<(string Name, List<float[]> Shots)> classes = [];

    /// <summary>Finds the embedding of a model.</summary>
    /// <param name="model">A model with one input that ends in a dense layer or a convolution of one pixel; it is not changed.</param>
    /// <param name="kind">How classes are told apart.</param>
    /// <exception cref="EdgeException">The model does not end in such a layer.</exception>
    public PrototypeClassifier(Model model, PrototypeKind kind = PrototypeKind.NearestMean)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = Model.Load(model.ToBytes());
        unit = kind == PrototypeKind.Imprinted;
        Head head = Head.Find(this.model);
        length = this.model.Initializer(head.Layer.Weights[0].Name).Shape.Count / head.Outputs;
        ModelProto cut = this.model.Proto.Clone();
        cut.Graph.Output.Clear();
        cut.Graph.Output.Add(new ValueInfoProto { Name = head.Embedding });
        session = new Session(new Model(cut));
        if (session.Outputs[0].Shape is { Rank: > 1 } shape && (shape[0] != 1 || shape[1] * (long)(head.IsConvolution ? 1 : Math.Max(1, shape.Count / shape[1])) != length))
            Throw.Unsupported($"The last layer reads {shape} in several places or with several taps: prototypes need one embedding of {length} numbers.");
    }

    /// <summary>The classes taught so far, in the order in which they were first seen.</summary>
    public IReadOnlyList<string> ClassNames => classes.ConvertAll(c => c.Name);

    /// <summary>Numbers of an embedding.</summary>
    public int EmbeddingLength => length;

    /// <summary>Shows a sample of a class.</summary>
    /// <param name="className">The class; a new name makes a new class.</param>
    /// <param name="sample">The sample, scaled as the model wants it.</param>
    /// <exception cref="EdgeException">The sample has another size than the model's input, or gives no finite embedding.</exception>
    public void Add(string className, ReadOnlySpan<float> sample)
    {
        Span<float> input = session.Input<float>();
        if (sample.Length != input.Length)
            Throw.Data($"A sample of {sample.Length} numbers does not fit the model's input {session.Inputs[0].Shape}: give samples of {input.Length}, as the model was trained on.");
        sample.CopyTo(input);
        session.Run();
        float[] embedding = Embedding();
        foreach (float x in embedding)
        {
            if (!float.IsFinite(x))
                Throw.Data($"The sample of '{className}' gives an embedding that is not finite: check how samples are scaled.");
        }

        int at = classes.FindIndex(c => c.Name == className);
        if (at < 0)
        {
            at = classes.Count;
            classes.Add((className, []));
        }

        classes[at].Shots.Add(embedding);
    }

    /// <summary>The model with a new last layer that tells apart the classes that were taught, and only those.</summary>
    /// <returns>A new model.</returns>
    /// <exception cref="EdgeException">Fewer than two classes were taught.</exception>
    public Model Build()
    {
        if (classes.Count < 2)
            Throw.Data($"{classes.Count} class(es) were taught: a new head tells 2 or more apart. To add one to a model's own classes, extend it.");
        (float[] rows, float[] bias) = unit ? Prototypes.Angles(Means(), length) : Prototypes.Distances(Means(), Shots(), length);
        return With(rows, bias, ClassNames);
    }

    /// <summary>
    /// The model with its last layer as it is, and a row behind it for each class that was taught and that it does not have. Samples of
    /// classes that it has help to keep them: the new rows point away from them.
    /// </summary>
    /// <param name="oldNames">The names of the model's own classes; those that its notes hold, or numbers, where this is null.</param>
    /// <returns>A new model; between its old classes it decides as before, to the bit.</returns>
    /// <exception cref="EdgeException">No new class was taught.</exception>
    public Model Extend(IReadOnlyList<string>? oldNames = null)
    {
        Head head = Head.Find(model);
        oldNames ??= InputNotes.ClassNames(model.Metadata);
        List<string> names = [];
        for (int i = 0; i < head.Outputs; i++)
            names.Add(i < oldNames.Count ? oldNames[i] : $"{i}");
        List<List<float[]>> added = [];
        List<float[]> kept = [];
        foreach ((string name, List<float[]> shots) in classes)
        {
            if (names.IndexOf(name) is >= 0 and var at && at < head.Outputs)
            {
                kept.AddRange(shots);
                continue;
            }

            added.Add(shots);
            names.Add(name);
        }

        if (added.Count == 0)
            Throw.Data("No class was taught that the model does not have: add samples of one first.");
        (float[] old, float[] oldBias) = HeadReplacement.Read(model, head);
        (float[] rows, float[] bias) = Prototypes.Beside(old, oldBias, added, kept, length);
        return With([.. old, .. rows], [.. oldBias, .. bias], names);
    }

    /// <summary>Gives the memory of the embedding's session back.</summary>
    public void Dispose() => session.Dispose();

    private Model With(float[] rows, float[] bias, IReadOnlyList<string> names)
    {
        Model taught = Model.Load(model.ToBytes());
        HeadReplacement.Set(taught, Head.Find(taught), rows, bias);
        InputNotes.Rename(taught.Metadata, names);
        return taught;
    }

    /// <summary>What the last layer reads; of a convolution the mean over its pixels.</summary>
    private float[] Embedding()
    {
        ReadOnlySpan<float> output = session.Output<float>();
        float[] embedding = new float[length];
        int pixels = output.Length / length;
        for (int i = 0; i < length; i++)
        {
            double sum = 0;
            for (int p = 0; p < pixels; p++)
                sum += output[(i * pixels) + p];
            embedding[i] = (float)(sum / pixels);
        }

        return embedding;
    }

    private List<double[]> Means() => classes.ConvertAll(c => Prototypes.Mean(c.Shots, length, unit));

    private List<List<float[]>> Shots() => classes.ConvertAll(c => c.Shots);
}
