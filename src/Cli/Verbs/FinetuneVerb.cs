using System.CommandLine;
using System.IO;
using EdgeCli.Options;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;

namespace EdgeCli.Verbs;

/// <summary><c>edge finetune MODEL</c>: trains a model that was trained before, by whatever tool.</summary>
internal sealed class FinetuneVerb : Verb
{
    private readonly Argument<string> source = new("MODEL") { Description = "An ONNX file with one input and one output." };
    private readonly TrainingRun run = new();
    private readonly LayerOptions layers = new();
    private readonly ScalingOptions scaling = new(white: 1);

    public FinetuneVerb()
        : base(
            "finetune",
            "Trains an imported ONNX model, all of it or some layers, and saves it under the same names.",
            "finetune lenet.onnx --data digits --layers last --out mine.onnx",
            "finetune model.onnx --data images:photos --classes 3 --layers last:2,bias --epochs 10 --out photos.onnx --json",
            "finetune model.onnx --data mnist:DIR --layers all,-norm --batch 1 --lr 0.005 --memory 512KiB --out small.onnx")
    {
        Arguments.Add(source);
        run.AddTo(this);
        layers.AddTo(this);
        scaling.AddTo(this);
    }

    public override int Run(Context context)
    {
        run.Check(context);
        run.CheckApart(context, "MODEL", context.Get(source), mayReplace: true);
        layers.Check(context);
        string path = context.Get(source);
        Model model = Model.Load(path);
        TargetScaling? units = model.RemoveTargetUnits();
        layers.Prepare(context, model, run.Seed(context));
        if (run.Batch(context) > 1)
            model.OpenBatch();
        DataOptions scaled = scaling.For(context, model, ModelShapes.InputOf(model)) with { Seed = run.Seed(context), ClassNames = InputNotes.ClassNames(model.Metadata) };
        bool hasNewHead = layers.HasNewHead(context);
        return run.Run(context, new Trainee(Path.GetFileName(path), _ => run.IsCrossValidation(context) ? Model.Load(model.ToBytes()) : model)
        {
            Adjust = options => layers.Apply(context, options),
            Tell = training => scaling.TellWhereUnknown(context, model, training),
            KeepsLayers = layers.IsAsked(context),
            MayFreeze = true,
            KeepsHead = !hasNewHead,
            Units = hasNewHead ? null : units,
        }, scaled);
    }
}
