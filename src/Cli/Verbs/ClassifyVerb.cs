using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Images;
using EdgeRuntime.Data.Metrics;

namespace EdgeCli.Verbs;

/// <summary><c>edge classify MODEL FILE...</c>: what is in pictures.</summary>
internal sealed class ClassifyVerb : Verb
{
    private readonly Argument<string> model = new("MODEL") { Description = "An ONNX file with one picture as its input and one number a class as its output." };
    private readonly Argument<string[]> files = new("FILE") { Description = "Pictures: PNG, PGM or PPM.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> labels = new("--labels") { Description = "The classes' names, a line each: 'cat', '0 cat' or '0:cat'. Default: the model's notes, else numbers.", HelpName = "FILE" };
    private readonly Option<int> top = new Option<int>("--top") { Description = "How many classes to show for each picture.", DefaultValueFactory = _ => 3, HelpName = "K" }.FromOne();
    private readonly Option<string> invert = new("--invert") { Description = "Exchange black and white: auto does so where the picture's border is bright (ink on paper).", DefaultValueFactory = _ => "no" };
    private readonly ScalingOptions scaling = new();

    public ClassifyVerb()
        : base(
            "classify",
            "Tells what is in pictures.",
            "classify lenet.onnx seven.png --invert auto",
            "classify model.onnx *.png --labels labels.txt --top 5 --json")
    {
        Arguments.Add(model);
        Arguments.Add(files);
        invert.Among("auto", "yes", "no");
        foreach (Option option in (Option[])[labels, top, invert])
            Options.Add(option);
        scaling.AddTo(this);
    }

    public override int Run(Context context)
    {
        Model loaded = Model.Load(context.Get(model));
        using Session session = new(loaded, context.SessionOptions);
        if (session.Inputs.Count != 1 || session.Inputs[0].Type != ElementType.Float32 || session.Inputs[0].Shape is not { Rank: 4 } shape || shape[0] != 1 || shape[1] is not (1 or 3))
            throw new EdgeException(ErrorKind.Unsupported, $"'{context.Get(model)}' does not take one picture [1, 1 or 3, height, width] of float32: use 'edge run' with .npy files.");
        DataOptions options = scaling.For(context, loaded, shape);
        string[] names = context.Get(labels) is { } file ? LabelFile.Read(file) : InputNotes.ClassNames(loaded.Metadata);
        List<(string File, List<(int Index, float Probability)> Top)> results = [];
        foreach (string path in context.Get(files))
        {
            PictureInput.Fill(session.Input<float>(), ImageFile.Read(path), options, context.Get(invert)!);
            session.Run();
            List<(int Index, float Probability)> best = Best(session, path, context.Get(top));
            results.Add((path, best));
            context.Print($"{path}: {string.Join(", ", best.ConvertAll(b => $"{NameOf(names, b.Index)} {(100 * b.Probability).ToString("0.0", CultureInfo.InvariantCulture)} %"))}");
        }

        context.PrintJson(json =>
        {
            json.WriteStartArray("results");
            foreach ((string path, List<(int Index, float Probability)> best) in results)
            {
                json.WriteStartObject();
                json.WriteString("file", path);
                json.WriteStartArray("top");
                foreach ((int index, float probability) in best)
                {
                    json.WriteStartObject();
                    json.WriteString("label", NameOf(names, index));
                    json.WriteNumber("index", index);
                    json.WriteFinite("probability", probability);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return CommandLine.Done;
    }

    private static string NameOf(string[] names, int index) => index < names.Length ? names[index] : index.ToString(CultureInfo.InvariantCulture);

    private static List<(int Index, float Probability)> Best(Session session, string file, int count)
    {
        float[] probabilities = session.Output<float>().ToArray();
        if (!session.OutputsProbabilities)
            ClassMetrics.Softmax(session.Output<float>(), probabilities);
        if (Array.Exists(probabilities, float.IsNaN))
            throw new EdgeException(ErrorKind.Data, $"'{file}': the model's output is not a number: check --scale, --mean and --std, and the model's weights.");
        List<(int Index, float Probability)> all = [];
        for (int i = 0; i < probabilities.Length; i++)
            all.Add((i, probabilities[i]));
        all.Sort((a, b) => a.Probability != b.Probability ? b.Probability.CompareTo(a.Probability) : a.Index.CompareTo(b.Index));
        return all.GetRange(0, Math.Min(count, all.Count));
    }
}
