using System.CommandLine;
using System.IO;
using EdgeCli.Evaluations;
using EdgeCli.Options;
using EdgeCli.Report;
using EdgeRuntime;
using EdgeRuntime.Data;

namespace EdgeCli.Verbs;

/// <summary><c>edge eval MODEL --data SPEC</c>: how well a model does on a data set.</summary>
internal sealed class EvalVerb : Verb
{
    private readonly Argument<string> model = new("MODEL") { Description = "An ONNX file." };
    private readonly Option<string> data = new("--data")
    {
        Description = "mnist:DIR, images:DIR, csv:FILE, npy:DIR, wav:PATH, ts:FILE, wand:PATH, digits, tones or gestures, with #train, #val or #test behind it; sets with a test part of their own (mnist, digits, folders train and test) mean #test where none is given.",
        Required = true,
        HelpName = "SPEC",
    };

    private readonly Option<int?> limit = new Option<int?>("--limit") { Description = "Only the first N samples.", HelpName = "N" }.FromOne();
    private readonly ReportOptions report = new("Write a page too: confusion, scores of the classes, ROC, calibration, worst mistakes, memory. Light and dark, in one file.");
    private readonly ScalingOptions scaling = new();
    private readonly ColumnOptions columns = new();
    private readonly Option<string> missing = new("--missing") { Description = "Samples with missing numbers that the model's notes do not fill: an error (none), or left out (drop).", DefaultValueFactory = _ => "none" };

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
        columns.AddTo(this);
        missing.Among("none", "drop");
        Options.Add(missing);
    }

    public override int Run(Context context)
    {
        report.Check(context);
        OutputPath.CheckApart("--html", report.PathOf(context), "MODEL", context.Get(model));
        OutputPath.CheckApart("--html", report.PathOf(context), "--data", DataSets.PlaceOf(context.Get(data)!));
        Model loaded = Model.Load(context.Get(model));
        DataOptions scaled = scaling.For(context, loaded, ModelShapes.InputOf(loaded));
        DataOptions wanted = columns.For(context, scaled, context.Get(data)!) with { ClassNames = InputNotes.ClassNames(loaded.Metadata), Missing = context.Get(missing) == "drop" ? MissingValues.Drop : MissingValues.Refuse };
        Dataset set = DataSets.ForEvaluation(context.Get(data)!, wanted);
        set = context.Get(limit) is { } count ? set.Take(count) : set;
        if (set.Remark is { } remark)
            context.Log($"{set.Name}: {remark}");
        if (set.TargetLength == 0 && ModelShapes.PredictsNumbers(loaded))
            throw new EdgeException(ErrorKind.Data, $"The model predicts numbers, {set.Name} has classes: give data with numbers to predict (csv with --targets, npy with a float y.npy), or train it to tell classes apart (finetune --classes {set.ClassNames.Count}).");
        using Session session = SampleBatches.Open(loaded, context.SessionOptions, set);
        Evaluation evaluation = Evaluation.Of(session, set);
        evaluation.Print(context);
        context.PrintJson(evaluation.WriteTo);
        if (report.PathOf(context) is { } file)
        {
            ReportPage page = new($"{Path.GetFileName(context.Get(model))} on {set.Name}", "How well a model does on a data set.");
            evaluation.AddTo(page);
            MemoryChapter.AddTo(page, session.Executable);
            SettingsChapter.AddTo(page, context);
            ReportOptions.Write(context, page, file);
        }

        return CommandLine.Done;
    }
}
