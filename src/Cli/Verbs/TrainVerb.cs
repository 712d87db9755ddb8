using System.CommandLine;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;

namespace EdgeCli.Verbs;

/// <summary><c>edge train ARCH</c>: a network from scratch.</summary>
internal sealed class TrainVerb : Verb
{
    private readonly Argument<string> network = new("ARCH") { Description = NetworkSource.Description };
    private readonly TrainingRun run = new();

    public TrainVerb()
        : base(
            "train",
            "Trains a network from scratch and saves it as ONNX.",
            "train lenet --data digits --epochs 3 --out lenet.onnx",
            "train lenet --data mnist:DIR --epochs 3 --seed 1 --out lenet.onnx --json",
            "train dense.json --data csv:houses.csv --targets price --normalize standard --missing median --out houses.onnx",
            "train lenet --data mnist:DIR --augment rotate=10,shift=0.1,noise=0.02 --val-share 0.1 --out lenet.onnx",
            "train network.json --data images:photos --batch 16 --lr 0.01 --memory 2MiB --out photos.onnx")
    {
        Arguments.Add(network);
        run.AddTo(this);
    }

    public override int Run(Context context)
    {
        string name = context.Get(network);
        NetworkSource.Require(name);
        run.Check(context);
        DataOptions scaling = new() { Seed = run.Seed(context) };
        (Dataset training, Dataset validation) = run.Open(context, scaling);
        Model model = NetworkSource.Create(name, new Shape([.. training.SampleShape]), training.TargetLength > 0 ? training.TargetLength : training.ClassNames.Count, run.Seed(context));
        Loss natural = training.TargetLength > 0 ? new MeanSquaredError() : NetworkSource.LossOf(name);
        return run.Run(context, name, model, run.OptionsOf(context, run.LossOf(context, natural, training)), scaling, training, validation);
    }
}
