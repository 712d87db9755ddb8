using System;
using System.CommandLine;
using System.IO;
using EdgeCli.Options;
using EdgeCli.Report;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Metrics;

namespace EdgeCli.Verbs;

/// <summary><c>edge eval MODEL --data SPEC</c>: how well a model does on a data set.</summary>
internal sealed class EvalVerb : Verb
{
    private readonly Argument<string> model = new("MODEL") { Description = "An ONNX file." };
    private readonly Option<string> data = new("--data")
    {
        Description = "mnist:DIR, images:DIR, csv:FILE or digits, with #train, #val or #test behind it; mnist and digits mean #test where none is given.",
        Required = true,
        HelpName = "SPEC",
    };

    private readonly Option<int?> limit = new("--limit") { Description = "Only the first N samples." };
    private readonly ReportOptions report = new("Write a page too: confusion, scores of the classes, ROC, calibration, worst mistakes, memory.");
    private readonly ScalingOptions scaling = new();

    public EvalVerb()
        : base(
            "eval",
            "Measures a model on a data set: accuracy, loss, confusion, precision, recall, F1, AUC; MAE, RMSE and R2 where the output is as large as the input.",
            "eval lenet.onnx --data digits",
            "eval lenet.onnx --data mnist:DIR --limit 1000",
            "eval model.onnx --data images:photos --mean 0.5 --std 0.5 --html report.html --json")
    {
        Arguments.Add(model);
        Options.Add(data);
        Options.Add(limit);
        report.AddTo(this);
        scaling.AddTo(this);
    }

    public override int Run(Context context)
    {
        if (context.Get(limit) is < 1)
            throw new UsageException("--limit takes 1 or more.");
        report.Check(context);
        Model loaded = Model.Load(context.Get(model));
        using Session session = SampleBatches.Open(loaded, context.SessionOptions);
        SampleBatches batches = SampleBatches.Over(session);
        Dataset set = DataSets.ForEvaluation(context.Get(data)!, scaling.For(context, loaded, session.Inputs[0].Shape));
        set = context.Get(limit) is { } count ? set.Take(count) : set;
        if (batches.OutputLength == set.SampleLength && batches.OutputLength != set.ClassNames.Count)
            Reconstruct(context, batches, set);
        else
            Classify(context, session, batches, set);
        return CommandLine.Done;
    }

    private void Classify(Context context, Session session, SampleBatches batches, Dataset set)
    {
        int classes = batches.OutputLength == 1 && set.ClassNames.Count == 2 ? 2 : batches.OutputLength; // one number: how much it is class 1
        if (classes < Math.Max(2, set.ClassNames.Count))
            throw new EdgeException(ErrorKind.Data, $"The model tells {classes} classes apart, {set.Name} has {set.ClassNames.Count}.");
        ClassMetrics metrics = new(classes, set.Count);
        bool areProbabilities = batches.AreProbabilities;
        batches.Run(set, (index, output) => metrics.Add(set.Label(index), output, areProbabilities));
        EvalReport figures = new(metrics, set.ClassNames);
        figures.Print(context);
        context.PrintJson(figures.WriteTo);
        if (!report.IsAsked(context))
            return;
        ReportPage page = new($"{Path.GetFileName(context.Get(model))} on {set.Name}", "How well a model does on data that it has not seen.");
        ClassifierReport chapters = new(metrics, set);
        page.AddTiles(chapters.Tiles());
        chapters.AddTo(page);
        MemoryChapter.AddTo(page, session.Executable);
        SettingsChapter.AddTo(page, context);
        report.Write(context, page);
    }

    private void Reconstruct(Context context, SampleBatches batches, Dataset set)
    {
        if (report.IsAsked(context))
            throw new UsageException("--html shows confusion matrices; this model gives back its input, which has none.");
        RegressionMetrics metrics = new();
        float[] sample = new float[set.SampleLength];
        batches.Run(set, (index, output) =>
        {
            set.CopySample(index, sample);
            metrics.Add(output, sample);
        });
        context.Print($"{set.Count} samples: MSE {TensorJson.Show(metrics.MeanSquaredError, "G6")}, MAE {TensorJson.Show(metrics.MeanAbsoluteError, "G6")}, RMSE {TensorJson.Show(metrics.RootMeanSquaredError, "G6")}, R2 {TensorJson.Show(metrics.R2)}");
        context.PrintJson(json =>
        {
            json.WriteNumber("count", set.Count);
            json.WriteFinite("loss", metrics.MeanSquaredError);
            json.WriteFinite("mae", metrics.MeanAbsoluteError);
            json.WriteFinite("rmse", metrics.RootMeanSquaredError);
            json.WriteFinite("r2", metrics.R2);
        });
    }
}
