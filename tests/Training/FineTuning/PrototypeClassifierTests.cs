using System;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Training;
using Tests.Import;
using Xunit;

namespace Tests.Training.FineTuning;

public class PrototypeClassifierTests
{
    private const int Known = 8;

    private static readonly Dataset Digits = Dataset.Open("digits#train", options: new DataOptions { Count = 3000 });
    private static readonly Dataset Test = Dataset.Open("digits#test", options: new DataOptions { Count = 600 });
    private static readonly Lazy<Model> Trained = new(TrainOnTheFirstDigits);

    [Theory]
    [InlineData(false, 0.6, 0.4)]
    [InlineData(true, 0.7, 0.6)] // ten samples of each old digit help to keep them
    public void ClassesAreAddedFromTenSamplesAndTheOldOnesStay(bool showsOld, double leastOld, double leastNew)
    {
        Model model = Trained.Value;
        using PrototypeClassifier classifier = new(model);
        Show(classifier, showsOld ? 0 : Known, 10, shots: 10);
        Model taught = Model.Load(classifier.Extend().ToBytes());
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], InputNotes.ClassNames(taught.Metadata));
        double before = Accuracy(model, 0, Known), old = Accuracy(taught, 0, Known), added = Accuracy(taught, Known, 10);
        Assert.True(before > 0.9, $"{before}");
        Assert.True(old > leastOld, $"{before} -> {old} of the digits that it knew");
        Assert.True(added > leastNew, $"{added} of the digits that it was shown");

        // Between its old classes it decides as before, to the bit.
        using Session one = new(model), two = new(taught);
        Test.CopySample(0, one.Input<float>());
        Test.CopySample(0, two.Input<float>());
        one.Run();
        two.Run();
        Assert.Equal(one.Output<float>().ToArray(), two.Output<float>()[..Known].ToArray());
    }

    [Theory]
    [InlineData(PrototypeKind.NearestMean)]
    [InlineData(PrototypeKind.Imprinted)]
    public void ANewHeadTellsAllClassesApart(PrototypeKind kind)
    {
        using PrototypeClassifier classifier = new(Trained.Value, kind);
        Show(classifier, 0, 10, shots: 10);
        Assert.True(Accuracy(classifier.Build(), 0, 10) > 0.6, $"{Accuracy(classifier.Build(), 0, 10)}");
    }

    [Fact]
    public void TheHeadDecidesAsTheDistancesToTheMeansDo()
    {
        Model model = new(SmallModels.Convolutional()); // alpha 0.5, no bias, softmax behind
        using PrototypeClassifier classifier = new(model);
        float[] a = new float[3 * 12 * 12], b = new float[a.Length], x = new float[a.Length];
        new EdgeRuntime.Random.CounterRandom(1, 1).FillUniform(a, -1, 1);
        new EdgeRuntime.Random.CounterRandom(1, 2).FillUniform(b, -1, 1);
        classifier.Add("a", a);
        classifier.Add("b", b);
        Model taught = classifier.Build();
        ModelProto cut = model.Proto.Clone();
        cut.Graph.Output[0] = new ValueInfoProto { Name = "flat" };
        using Session embed = new(new Model(cut)), session = new(taught);
        float[] ea = Run(embed, a), eb = Run(embed, b);
        for (int mix = 0; mix <= 10; mix++)
        {
            for (int i = 0; i < x.Length; i++)
                x[i] = a[i] + ((b[i] - a[i]) * mix / 10);
            float[] e = Run(embed, x), p = Run(session, x);
            double nearer = Distance(e, eb) - Distance(e, ea), spread = Distance(ea, eb) / 4;
            Assert.Equal(nearer / (2 * spread), Math.Log(p[0] / p[1]), 1e-3);
        }
    }

    [Fact]
    public void WhatCannotBeTaughtIsRefused()
    {
        using PrototypeClassifier classifier = new(Trained.Value);
        Assert.Contains("No class", Assert.Throws<EdgeException>(() => classifier.Extend()).Message, StringComparison.Ordinal);
        Assert.Contains("does not fit", Assert.Throws<EdgeException>(() => classifier.Add("x", new float[3])).Message, StringComparison.Ordinal);
        Assert.Contains("not finite", Assert.Throws<EdgeException>(() => classifier.Add("x", Filled(float.NaN))).Message, StringComparison.Ordinal);
        classifier.Add("x", Filled(1));
        Assert.Contains("2 or more", Assert.Throws<EdgeException>(classifier.Build).Message, StringComparison.Ordinal);
    }

    private static float[] Filled(float value)
    {
        float[] sample = new float[28 * 28];
        Array.Fill(sample, value);
        return sample;
    }

    private static Model TrainOnTheFirstDigits()
    {
        Model model = Architecture.Create("lenet", new Shape(1, 28, 28), Known, seed: 1);
        using Trainer trainer = new(model, new TrainerOptions { Batch = 16, Optimizer = new Adam { LearningRate = 2e-3f } });
        int next = 0;
        for (int step = 0; step < 300; step++)
        {
            for (int i = 0; i < 16; next++)
            {
                int index = next % Digits.Count;
                if (Digits.Label(index) >= Known)
                    continue;
                Digits.CopySample(index, trainer.Samples.Slice(i * 784, 784));
                trainer.Labels[i++] = Digits.Label(index);
            }

            trainer.Step();
        }

        trainer.Update(model);
        return model;
    }

    private static void Show(PrototypeClassifier classifier, int first, int end, int shots)
    {
        float[] sample = new float[784];
        for (int label = first; label < end; label++)
        {
            for (int i = 0, seen = 0; seen < shots; i++)
            {
                if (Digits.Label(i) != label)
                    continue;
                seen++;
                Digits.CopySample(i, sample);
                classifier.Add($"{label}", sample);
            }
        }
    }

    private static double Accuracy(Model model, int first, int end)
    {
        using Session session = new(model);
        int right = 0, count = 0;
        for (int i = 0; i < Test.Count; i++)
        {
            if (Test.Label(i) < first || Test.Label(i) >= end)
                continue;
            Test.CopySample(i, session.Input<float>());
            session.Run();
            ReadOnlySpan<float> logits = session.Output<float>();
            int best = 0;
            for (int c = 1; c < logits.Length; c++)
                best = logits[c] > logits[best] ? c : best;
            right += best == Test.Label(i) ? 1 : 0;
            count++;
        }

        return (double)right / count;
    }

    private static float[] Run(Session session, float[] sample)
    {
        sample.CopyTo(session.Input<float>());
        session.Run();
        return session.Output<float>().ToArray();
    }

    private static double Distance(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return sum;
    }
}
