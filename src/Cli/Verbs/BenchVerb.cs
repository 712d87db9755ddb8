using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using EdgeCli.Options;
using EdgeRuntime;
using EdgeRuntime.Training;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Random;
using EdgeRuntime.Simd;

namespace EdgeCli.Verbs;

/// <summary><c>edge bench MODEL...</c>: times runs.</summary>
internal sealed class BenchVerb : Verb
{
    private readonly Argument<string[]> models = new("MODEL") { Description = "ONNX files.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> train = new("--train") { Description = "Time one training step of a built-in network, a .json description or a model instead.", HelpName = "ARCH|MODEL" };
    private readonly Option<double> seconds = new Option<double>("--seconds") { Description = "How long each model is timed.", DefaultValueFactory = _ => 1, HelpName = "S" }.Takes(time => time is > 0 and <= 3600, "a number above 0 and up to 3600");
    private readonly Option<int?> runs = new Option<int?>("--runs") { Description = "So many samples instead.", HelpName = "N" }.Takes(count => count is >= 1 and <= 2_000_000, "1 to 2000000");
    private readonly Option<int?> warmup = new Option<int?>("--warmup") { Description = "Runs before the first sample; default: a tenth of the seconds.", HelpName = "N" }.Takes(count => count >= 0, "0 or more");
    private readonly Option<int?> batch = new Option<int?>("--batch") { Description = "The length of the first axis where the model leaves it open, the samples of a training step; default 1.", HelpName = "N" }.FromOne();
    private readonly LayerOptions layers = new();
    private readonly StreamOptions streaming = new("Time one step of a model that is run frame by frame.");
    private readonly Option<bool> profile = new("--profile") { Description = "Time each step too." };

    public BenchVerb()
        : base(
            "bench",
            "Times runs of models: median and percentiles of samples at least 20 microseconds long.",
            "bench model.onnx --seconds 5",
            "bench lenet.onnx resnet8.onnx --threads 2 --profile --json",
            "bench gru.onnx --stream",
            "bench --train lenet --batch 32",
            "bench --train model.onnx --layers last,bias --json")
    {
        Arguments.Add(models);
        foreach (Option option in (Option[])[train, seconds, runs, warmup, batch, profile])
            Options.Add(option);
        layers.AddTo(this);
        streaming.AddTo(this);
    }

    public override int Run(Context context)
    {
        string? trained = context.Get(train);
        if (context.Get(models).Length == 0 == (trained is null))
            throw new UsageException("bench takes either models or --train ARCH|MODEL.");
        if (trained is not null && streaming.IsAsked(context))
            throw new UsageException("--stream times steps of a session: it does not go with --train.");
        layers.Check(context);
        double peak = FmaPeak.GigaFlops(context.Isa) * context.Threads;
        List<BenchResult> results = [];
        int failed = 0;
        foreach (string model in trained is null ? context.Get(models) : [trained])
        {
            try
            {
                results.Add(trained is null ? Measure(context, model, peak) : MeasureTraining(context, model, peak));
                Print(context, results[^1]);
            }
            catch (EdgeException e)
            {
                failed++;
                string where = e.Message.Contains(model, StringComparison.Ordinal) ? "" : $"'{model}': ";
                EdgeException named = new(e.Kind, $"{where}{e.Message}", e);
                if (context.Get(models).Length < 2)
                    throw named;
                context.Log($"edge bench: {named.Message.ReplaceLineEndings(" ")}"); // the models behind it are timed all the same
            }
        }

        if (results.Count == 0)
            return CommandLine.Failed;
        context.PrintJson(json =>
        {
            json.WriteStartArray("models");
            foreach (BenchResult result in results)
                result.WriteTo(json);
            json.WriteEndArray();
        });
        return failed == 0 ? CommandLine.Done : CommandLine.Failed;
    }

    private static void Print(Context context, BenchResult result)
    {
        context.Print(result.ToString());
        foreach (StepTime step in result.Steps)
            context.Print($"  {step.Median,10:0.00} us {100 * step.Median / result.StepSum,5:0.0} %  {step.Name}");
    }

    private BenchResult Measure(Context context, string path, double peak)
    {
        SessionOptions options = streaming.Apply(context, context.SessionOptions with { Batch = context.Get(batch) });
        (Model model, long arena, double loadMilliseconds) = Load(path, options);

        // Inputs are kept: a run on what the one before left there would soon compute with infinities or subnormals.
        using Session session = new(model, options with { KeepInputs = true });
        Fill(session);
        Timing timing = Timing.Measure(ActionOf(session), context.Get(seconds), context.Get(runs), context.Get(warmup));
        return new BenchResult(path, timing, context.Isa, context.Threads)
        {
            GigaFlops = GigaFlops(session.Executable, timing),
            PeakGigaFlops = peak,
            ArenaBytes = arena,
            LoadMilliseconds = loadMilliseconds,
            Steps = context.Get(profile) ? Profile(session.Executable, () => { }) : [],
        };
    }

    private static Action ActionOf(Session session)
    {
        if (session.FrameLength == 0)
            return session.Run;
        float[] frame = session.Input<float>().ToArray();
        return () => session.Step(frame);
    }

    private BenchResult MeasureTraining(Context context, string name, double peak)
    {
        TrainerOptions options = new()
        {
            Batch = context.Get(batch) ?? 1,
            Threads = context.Threads,
            Isa = context.Isa,
            SampleShape = NetworkSource.UsualSequence(name),
            Loss = name == "autoencoder" ? new MeanSquaredError() : new CrossEntropy(),
            Optimizer = new Sgd { LearningRate = 1e-4f }, // the same samples over and over: a larger rate would run into infinities
        };
        Model model = NetworkSource.IsArchitecture(name) ? NetworkSource.CreateUsual(name) : Model.Load(name);
        layers.Prepare(context, model, options.Seed);
        if (layers.IsAsked(context))
            options = layers.Apply(context, options);
        if (options.Batch > 1)
            model.OpenBatch();
        new Trainer(model, options).Dispose(); // the first one compiles Edge itself
        long start = Stopwatch.GetTimestamp();
        using Trainer trainer = new(model, options);
        double loadMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        float[] samples = new float[trainer.Samples.Length];
        new CounterRandom(1, 0).FillUniform(samples, 0, 1);
        Timing timing = Timing.Measure(Step, context.Get(seconds), context.Get(runs), context.Get(warmup));
        return new BenchResult(name, timing, context.Isa, context.Threads)
        {
            GigaFlops = GigaFlops(trainer.Executable, timing),
            PeakGigaFlops = peak,
            ArenaBytes = trainer.ArenaBytes,
            LoadMilliseconds = loadMilliseconds,
            Steps = context.Get(profile) ? Profile(trainer.Executable, () => Fill(trainer, samples, options.Loss)) : [],
        };

        void Step()
        {
            Fill(trainer, samples, options.Loss);
            trainer.Step();
        }
    }

    // A step overwrites its inputs: their memory serves other tensors once they are read.
    private static void Fill(Trainer trainer, float[] samples, Loss loss)
    {
        samples.CopyTo(trainer.Samples);
        if (!loss.TakesLabels)
        {
            samples.AsSpan(0, trainer.Targets.Length).CopyTo(trainer.Targets);
        }
        else
        {
            Span<int> labels = trainer.Labels;
            for (int i = 0; i < labels.Length; i++)
                labels[i] = i % trainer.Classes;
        }
    }

    private static double GigaFlops(Executable executable, Timing timing)
    {
        long macs = 0;
        foreach (Node node in executable.Graph.Nodes)
            macs += node.Operator.Macs(node);
        return 2 * macs / timing.Median / 1e3;
    }

    /// <summary>Loads and plans some times; the first time compiles Edge itself and does not count.</summary>
    private static (Model Model, long ArenaBytes, double Milliseconds) Load(string path, SessionOptions options)
    {
        const int Rounds = 5;
        double best = double.PositiveInfinity;
        for (int round = 0; ; round++)
        {
            long start = Stopwatch.GetTimestamp();
            Model model = Model.Load(path);
            using Session session = new(model, options);
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (round > 0)
                best = Math.Min(best, milliseconds);
            if (round == Rounds)
                return (model, session.ArenaBytes, best);
        }
    }

    private static void Fill(Session session)
    {
        for (int i = 0; i < session.Inputs.Count; i++)
        {
            if (session.Inputs[i].Type == ElementType.Float32)
                new CounterRandom(1, (uint)i).FillUniform(session.Input<float>(session.Inputs[i].Name), 0, 1);
        }
    }

    private static List<StepTime> Profile(Executable executable, Action prepare)
    {
        const int Rounds = 50;
        Step[] steps = executable.Steps.ToArray();
        double[][] samples = Array.ConvertAll(steps, _ => new double[Rounds]);
        for (int round = 0; round < Rounds; round++)
        {
            prepare();
            for (int i = 0; i < steps.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                executable.Run(steps[i]);
                samples[i][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }

        List<StepTime> times = [];
        for (int i = 0; i < steps.Length; i++)
        {
            Array.Sort(samples[i]);
            times.Add(new StepTime(steps[i].Name, samples[i][Rounds / 2]));
        }

        return times;
    }
}
