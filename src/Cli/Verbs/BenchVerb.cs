using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Random;
using EdgeRuntime.Simd;

namespace EdgeCli.Verbs;

/// <summary><c>edge bench MODEL...</c>: times runs.</summary>
internal sealed class BenchVerb : Verb
{
    private readonly Argument<string[]> models = new("MODEL") { Description = "ONNX files.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<double> seconds = new("--seconds") { Description = "How long each model is timed.", DefaultValueFactory = _ => 1 };
    private readonly Option<int?> runs = new("--runs") { Description = "So many samples instead." };
    private readonly Option<int?> warmup = new("--warmup") { Description = "Runs before the first sample; default: a tenth of the seconds." };
    private readonly Option<int?> batch = new("--batch") { Description = "The length of the first axis where the model leaves it open; default 1." };
    private readonly Option<bool> profile = new("--profile") { Description = "Time each step too." };

    public BenchVerb()
        : base(
            "bench",
            "Times runs of models: median and percentiles of samples at least 20 microseconds long.",
            "bench model.onnx --seconds 5",
            "bench lenet.onnx resnet8.onnx --threads 2 --profile --json")
    {
        Arguments.Add(models);
        foreach (Option option in (Option[])[seconds, runs, warmup, batch, profile])
            Options.Add(option);
    }

    public override int Run(Context context)
    {
        if (!(context.Get(seconds) is > 0 and <= 3600) || context.Get(runs) is < 1 or > 2_000_000)
            throw new UsageException("--seconds takes up to 3600, --runs 1 to 2000000.");
        double peak = FmaPeak.GigaFlops(context.Isa) * context.Threads;
        List<BenchResult> results = [];
        foreach (string model in context.Get(models))
        {
            BenchResult result = Measure(context, model, peak);
            results.Add(result);
            context.Print(result.ToString());
            foreach (StepTime step in result.Steps)
                context.Print($"  {step.Median,10:0.00} us {100 * step.Median / result.StepSum,5:0.0} %  {step.Name}");
        }

        context.PrintJson(json =>
        {
            json.WriteStartArray("models");
            foreach (BenchResult result in results)
                result.WriteTo(json);
            json.WriteEndArray();
        });
        return CommandLine.Done;
    }

    private BenchResult Measure(Context context, string path, double peak)
    {
        SessionOptions options = context.SessionOptions with { Batch = context.Get(batch) };
        (Model model, long arena, double loadMilliseconds) = Load(path, options);

        // Inputs are kept: a run on what the one before left there would soon compute with infinities or subnormals.
        using Session session = new(model, options with { KeepInputs = true });
        Fill(session);
        Timing timing = Timing.Measure(session.Run, context.Get(seconds), context.Get(runs), context.Get(warmup));
        long macs = 0;
        foreach (Node node in session.Executable.Graph.Nodes)
            macs += node.Operator.Macs(node);
        return new BenchResult(path, timing, context.Isa, context.Threads)
        {
            GigaFlops = 2 * macs / timing.Median / 1e3,
            PeakGigaFlops = peak,
            ArenaBytes = arena,
            LoadMilliseconds = loadMilliseconds,
            Steps = context.Get(profile) ? Profile(session) : [],
        };
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

    private static List<StepTime> Profile(Session session)
    {
        const int Rounds = 50;
        Step[] steps = session.Executable.Steps.ToArray();
        double[][] samples = Array.ConvertAll(steps, _ => new double[Rounds]);
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < steps.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                session.Executable.Run(steps[i]);
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
