using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;

namespace EdgeCli.Verbs;

/// <summary><c>edge train ARCH</c>: a network from scratch.</summary>
internal sealed class TrainVerb : Verb
{
    private readonly Argument<string> network = new("ARCH") { Description = NetworkSource.Description };
    private readonly Option<string> data = new("--data")
    {
        Description = "mnist:DIR, images:DIR, csv:FILE or digits. Trains on the training part and measures on the test part (of images and csv: 80 % and another 10 %).",
        Required = true,
        HelpName = "SPEC",
    };

    private readonly Option<string> target = new("--out") { Description = "The trained model.", Required = true, HelpName = "FILE.onnx" };
    private readonly Option<int> epochs = new("--epochs") { Description = "Passes over the data.", DefaultValueFactory = _ => 5 };
    private readonly Option<int> batch = new("--batch") { Description = "Samples of one step.", DefaultValueFactory = _ => 32 };
    private readonly Option<string> optimizer = new("--optimizer") { Description = "How weights follow their gradients.", DefaultValueFactory = _ => "sgd" };
    private readonly Option<float> rate = new("--lr") { Description = "Learning rate.", DefaultValueFactory = _ => 0.02f };
    private readonly Option<float> momentum = new("--momentum") { Description = "How much of the last step stays; 0 saves its memory.", DefaultValueFactory = _ => 0.9f };
    private readonly Option<float> decay = new("--weight-decay") { Description = "How much of a weight is added to its gradient." };
    private readonly Option<ulong> seed = new("--seed") { Description = "First weights and order of samples; the same seed gives the same bits on every machine.", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> memory = new("--memory") { Description = "The most bytes that training may take: 262144, 256KiB, 2MiB.", HelpName = "BYTES" };
    private readonly Option<int?> limit = new("--limit") { Description = "Only the first N samples of each part." };

    public TrainVerb()
        : base(
            "train",
            "Trains a network from scratch and saves it as ONNX.",
            "train lenet --data digits --epochs 3 --out lenet.onnx",
            "train lenet --data mnist:DIR --epochs 3 --seed 1 --out lenet.onnx --json",
            "train network.json --data images:photos --batch 16 --lr 0.01 --memory 2MiB --out photos.onnx")
    {
        Arguments.Add(network);
        optimizer.Among("sgd", "nesterov");
        foreach (Option option in (Option[])[data, target, epochs, batch, optimizer, rate, momentum, decay, seed, memory, limit])
            Options.Add(option);
    }

    public override int Run(Context context)
    {
        NetworkSource.Require(context.Get(network));
        if (context.Get(epochs) < 1 || context.Get(batch) < 1 || context.Get(limit) is < 1)
            throw new UsageException("--epochs, --batch and --limit take 1 or more.");
        if (!(context.Get(rate) is >= 0 and < float.PositiveInfinity))
            throw new UsageException("--lr takes a finite number from 0 up.");
        if (!(context.Get(momentum) is >= 0 and < 1))
            throw new UsageException("--momentum takes a number from 0 to below 1.");
        if (!(context.Get(decay) is >= 0 and < float.PositiveInfinity))
            throw new UsageException("--weight-decay takes a finite number from 0 up.");
        OutputPath.CheckFile("--out", context.Get(target));
        DataOptions scaling = new() { Seed = context.Get(seed) };
        (Dataset training, Dataset validation) = DataSets.ForTraining(context.Get(data)!, scaling);
        if (context.Get(limit) is { } count)
            (training, validation) = (training.Take(count), validation.Take(count));
        string name = context.Get(network);
        Model model = NetworkSource.Create(name, new Shape([.. training.SampleShape]), training.ClassNames.Count, context.Get(seed));
        TrainerOptions options = OptionsOf(context, name);
        using Trainer trainer = new(model, options);
        context.Log($"{name} on {training.Count} samples of {training.Name}: {trainer.ArenaBytes} bytes of memory for weights, gradients and activations.");
        List<EpochResult> results = [];
        Fit fit = new(model, trainer, options, training, validation)
        {
            AfterStep = (step, steps) => context.Progress($"epoch {results.Count + 1}/{context.Get(epochs)}, step", step, steps),
        };
        for (int epoch = 1; epoch <= context.Get(epochs); epoch++)
        {
            EpochResult result = fit.Run(epoch);
            results.Add(result);
            context.Log(Describe(result, context.Get(epochs)));
        }

        InputNotes.Write(model.Metadata, scaling, options.Loss == LossKind.MeanSquaredError ? [] : training.ClassNames);
        model.Save(context.Get(target)!);
        if (results[^1].Loss > results[0].Loss)
            context.Log($"Warning: the loss rose from {TensorJson.Show(results[0].Loss)} to {TensorJson.Show(results[^1].Loss)}; the training diverged: use a smaller --lr than {TensorJson.Show(context.Get(rate), "G6")}.");
        uint checksum = ModelWeights.Checksum(model);
        context.Print($"saved as {context.Get(target)}, weights crc32 {checksum}");
        context.PrintJson(json =>
        {
            WriteEpochs(json, results);
            json.WriteNumber("arena_bytes", trainer.ArenaBytes);
            json.WriteString("out", context.Get(target));
            json.WriteNumber("weights_crc32", checksum);
        });
        return CommandLine.Done;
    }

    private static void WriteEpochs(Utf8JsonWriter json, List<EpochResult> results)
    {
        json.WriteStartArray("epochs");
        foreach (EpochResult result in results)
        {
            json.WriteStartObject();
            json.WriteFinite("loss", result.Loss);
            json.WriteFinite("accuracy", result.Accuracy);
            json.WriteFinite("val_loss", result.ValidationLoss ?? double.NaN);
            json.WriteFinite("val_accuracy", result.ValidationAccuracy ?? double.NaN);
            json.WriteNumber("seconds", result.Seconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Describe(EpochResult result, int epochs) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {result.Epoch}/{epochs}: loss {result.Loss:0.#####}, accuracy {TensorJson.Show(result.Accuracy)}, validation loss {TensorJson.Show(result.ValidationLoss ?? double.NaN, "0.#####")}, accuracy {TensorJson.Show(result.ValidationAccuracy ?? double.NaN)}, {result.Seconds:0.0} s");

    private TrainerOptions OptionsOf(Context context, string name) => new()
    {
        Loss = NetworkSource.LossOf(name),
        Batch = context.Get(batch),
        Seed = context.Get(seed),
        Threads = context.Threads,
        Isa = context.Isa,
        MemoryBudgetBytes = context.Get(memory) is { } text ? ByteCount.Parse(text) : null,
        Optimizer = new Sgd
        {
            LearningRate = context.Get(rate),
            Momentum = context.Get(momentum),
            WeightDecay = context.Get(decay),
            Nesterov = context.Get(optimizer) == "nesterov",
        },
    };
}
