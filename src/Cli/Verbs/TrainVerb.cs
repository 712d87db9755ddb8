using System.CommandLine;
using EdgeCli.Options;
using EdgeRuntime;
using EdgeRuntime.Data;

namespace EdgeCli.Verbs;

/// <summary><c>edge train ARCH</c>: a network from scratch.</summary>
internal sealed class TrainVerb : Verb
{
    private readonly Argument<string> network = new("ARCH") { Description = NetworkSource.Description };
    private readonly SequenceNetworkOptions sizes = new();
    private readonly TrainingRun run = new();

    public TrainVerb()
        : base(
            "train",
            "Trains a network from scratch and saves it as ONNX.",
            "train lenet --data digits --epochs 3 --out lenet.onnx",
            "train gru --data wav:digits.zip --out spoken.onnx",
            "train lenet --data mnist:DIR --epochs 3 --seed 1 --out lenet.onnx --json",
            "train docs/houses.json --data csv:docs/houses.csv --targets price_eur --ignore id --text onehot --missing median --normalize standard --out houses.onnx",
            "train dense.json --data csv:iris.csv --normalize standard --folds 5 --out iris.onnx",
            "train lenet --data mnist:DIR --augment rotate=10,shift=0.1,noise=0.02 --val-share 0.1 --out lenet.onnx",
            "train network.json --data images:photos --batch 16 --lr 0.01 --memory 2MiB --out photos.onnx")
    {
        Arguments.Add(network);
        sizes.AddTo(this);
        run.AddTo(this);
    }

    public override int Run(Context context)
    {
        string name = context.Get(network);
        NetworkSource.Require(name);
        sizes.Check(context, name);
        run.Habits = NetworkSource.TakesSequences(name) ? TrainingHabits.OfSequences : TrainingHabits.Usual;
        run.Check(context);
        if (NetworkSource.IsFile(name))
            run.CheckApart(context, "ARCH", name, mayReplace: false);
        ulong seed = run.Seed(context);
        Trainee trainee = new(name, training => NetworkSource.Create(name, new Shape([.. training.SampleShape]), training.TargetLength > 0 ? training.TargetLength : training.ClassNames.Count, seed, sizes.For(context, training.HasLengths)));
        return run.Run(context, trainee, new DataOptions { Seed = seed });
    }
}
