using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;

namespace EdgeCli.Verbs;

/// <summary><c>edge teach MODEL</c>: new classes from a few samples each, without training.</summary>
internal sealed class TeachVerb : Verb
{
    private readonly Argument<string> source = new("MODEL") { Description = "An ONNX classifier that ends in a dense layer." };
    private readonly Option<string> data = new("--data") { Description = "mnist:DIR, images:DIR (a folder a class) or digits: the classes to teach.", Required = true, HelpName = "SPEC" };
    private readonly Option<string> target = new("--out") { Description = "The model that knows them.", Required = true, HelpName = "FILE.onnx" };
    private readonly Option<int> shots = new Option<int>("--shots") { Description = "Samples of each class that are looked at, or all where there are fewer.", DefaultValueFactory = _ => 10, HelpName = "N" }.FromOne();
    private readonly Option<bool> add = new("--add") { Description = "Keep the model's classes and add those of the data that it does not have by name; samples of those that it has help to keep them." };
    private readonly Option<string> kind = new("--kind") { Description = "mean: the nearest class mean; imprint: the nearest direction. A class that is added is always imprinted.", DefaultValueFactory = _ => "mean" };
    private readonly ScalingOptions scaling = new();

    public TeachVerb()
        : base(
            "teach",
            "Teaches a model classes from a few samples each, in a second: class means become its last layer.",
            "teach lenet.onnx --data images:photos --shots 10 --out photos.onnx",
            "teach lenet.onnx --data images:more --add --out more.onnx --json")
    {
        Arguments.Add(source);
        kind.Among("mean", "imprint");
        foreach (Option option in (Option[])[data, target, shots, add, kind])
            Options.Add(option);
        scaling.AddTo(this);
    }

    public override int Run(Context context)
    {
        OutputPath.CheckFile("--out", context.Get(target));
        OutputPath.CheckApart("--out", context.Get(target), "--data", DataSets.PlaceOf(context.Get(data)!));
        Model model = Model.Load(context.Get(source));
        if (ModelShapes.PredictsNumbers(model))
            throw new EdgeException(ErrorKind.Unsupported, $"{context.Get(source)} predicts numbers, and teach takes classifiers: use edge finetune for numbers, or give it a head for classes (finetune --classes N).");
        using PrototypeClassifier classifier = new(model, context.Get(kind) == "imprint" ? PrototypeKind.Imprinted : PrototypeKind.NearestMean);
        DataOptions options = scaling.For(context, model, ModelShapes.InputOf(model));
        (Dataset training, Dataset validation, _) = DataSets.ForTraining(context.Get(data)!, options);
        string[] known = context.Get(add) ? Known(model) : [];

        long start = Stopwatch.GetTimestamp();
        int[] shown = Show(classifier, training, context.Get(shots));
        Model taught = context.Get(add) ? classifier.Extend(known) : classifier.Build();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        string[] names = InputNotes.ClassNames(taught.Metadata);
        InputNotes.Write(taught.Metadata, options, names, options.Preparation);
        taught.Save(context.Get(target)!);
        (double accuracy, double old) = Measure(context, taught, validation, names, known);
        Print(context, training.ClassNames, shown, validation, names, known, seconds, accuracy, old);
        return CommandLine.Done;
    }

    private void Print(Context context, IReadOnlyList<string> shownNames, int[] shown, Dataset validation, string[] names, string[] known, double seconds, double accuracy, double old)
    {
        string kept = double.IsNaN(old) ? "" : $", {TensorJson.Show(old)} on the classes that it had";
        int count = 0, least = int.MaxValue, most = 0;
        for (int i = 0; i < shown.Length; i++)
        {
            count += Array.IndexOf(known, shownNames[i]) < 0 ? 1 : 0;
            (least, most) = (Math.Min(least, shown[i]), Math.Max(most, shown[i]));
        }

        string each = least == most ? $"{most} samples each" : $"{least} to {most} samples each";
        string fewer = least < context.Get(shots) ? $" (of the {context.Get(shots)} asked for)" : "";
        context.Print($"taught {count} classes from {each}{fewer} in {TensorJson.Show(seconds)} s: accuracy {TensorJson.Show(accuracy)}{kept}, on {validation.Count} samples of {validation.Name}; saved as {context.Get(target)}");
        context.PrintJson(json =>
        {
            json.WriteStartArray("classes");
            foreach (string name in names)
                json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteNumber("taught", count);
            json.WriteNumber("shots", context.Get(shots));
            json.WriteStartObject("samples");
            for (int i = 0; i < shown.Length; i++)
                json.WriteNumber(shownNames[i], shown[i]);
            json.WriteEndObject();
            json.WriteNumber("seconds", seconds);
            json.WriteNumber("count", validation.Count);
            json.WriteFinite("accuracy", accuracy);
            json.WriteFinite("accuracy_of_old", old);
            json.WriteString("out", context.Get(target));
        });
    }

    private static string[] Known(Model model)
    {
        string[] names = InputNotes.ClassNames(model.Metadata), known = new string[ModelShapes.OutputsOf(model)];
        for (int i = 0; i < known.Length; i++)
            known[i] = i < names.Length ? names[i] : $"{i}";
        return known;
    }

    /// <summary>Shows the first samples of each class, and gives how many of each there were.</summary>
    private static int[] Show(PrototypeClassifier classifier, Dataset training, int shots)
    {
        int[] seen = new int[training.ClassNames.Count];
        float[] sample = new float[training.SampleLength];
        for (int i = 0; i < training.Count; i++)
        {
            int label = training.Label(i);
            if (seen[label] >= shots)
                continue;
            seen[label]++;
            training.CopySample(i, sample);
            classifier.Add(training.ClassNames[label], sample);
        }

        for (int label = 0; label < seen.Length; label++)
        {
            if (seen[label] == 0)
                throw new EdgeException(ErrorKind.Data, $"{training.Name} has no sample of '{training.ClassNames[label]}'.");
        }

        return seen;
    }

    /// <summary>The part of held-out samples that is right, and that of the classes that the model had (NaN where the data have none).</summary>
    private static (double All, double Old) Measure(Context context, Model taught, Dataset validation, string[] names, string[] known)
    {
        using Session session = new(taught, context.SessionOptions);
        int right = 0, oldRight = 0, old = 0;
        SampleBatches.Over(session).Run(validation, (index, output) =>
        {
            string name = validation.ClassNames[validation.Label(index)];
            int best = 0;
            for (int i = 1; i < output.Length; i++)
                best = output[i] > output[best] ? i : best;
            bool isRight = names[best] == name, isOld = Array.IndexOf(known, name) >= 0;
            right += isRight ? 1 : 0;
            old += isOld ? 1 : 0;
            oldRight += isRight && isOld ? 1 : 0;
        });
        return ((double)right / validation.Count, old == 0 ? double.NaN : (double)oldRight / old);
    }
}
