using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Text.Json;
using EdgeCli.Options;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Memory;

namespace EdgeCli.Verbs;

/// <summary><c>edge info MODEL</c>: what is in a model and what running it takes.</summary>
internal sealed class InfoVerb : Verb
{
    private readonly Argument<string?> model = new("MODEL") { Description = "An ONNX file.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<int?> batch = new Option<int?>("--batch") { Description = "The length of the first axis where the model leaves it open; default 1.", HelpName = "N" }.FromOne();
    private readonly Option<string?> plan = new("--plan")
    {
        Description = "Draw the arena over the steps: as text, or with FILE.svg as a picture.",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "FILE.svg",
    };

    private readonly Option<bool> graph = new("--graph") { Description = "List the nodes that run, after optimization, one line a node." };

    private readonly StreamOptions streaming = new("Say what a step costs when the model is run frame by frame as the options say.");

    public InfoVerb()
        : base(
            "info",
            "Shows inputs, outputs, operators, parameters, MACs, memory, and everything that is not supported at once.",
            "info model.onnx",
            "info model.onnx --graph",
            "info model.onnx --plan",
            "info model.onnx --plan arena.svg --json")
    {
        Arguments.Add(model);
        Options.Add(batch);
        Options.Add(plan);
        Options.Add(graph);
        streaming.AddTo(this);
    }

    public override int Run(Context context)
    {
        bool wantsPlan = context.Has(plan);
        string? picture = context.Get(plan), path = context.Get(model);
        // In "info --plan model.onnx" the parser hands the model to the option.
        if (picture is not null && !picture.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
        {
            if (path is not null)
                throw new UsageException($"--plan writes a picture to a file whose name ends in .svg, not to '{picture}'.");
            (path, picture) = (picture, null);
        }

        OutputPath.CheckFile("--plan", picture);
        Model loaded = Model.Load(path ?? throw new UsageException("MODEL is missing."));
        Graph? imported = loaded.TryToGraph(new ImportOptions { Batch = context.Get(batch) }, out IReadOnlyList<UnsupportedNode> unsupported);
        using Session? session = imported is null ? null : new Session(imported, context.SessionOptions);
        context.LogWarnings(session);
        if (picture is not null && session is not null)
        {
            OutputPath.WriteText("--plan", picture, PlanSvg.Draw(session.Executable.Plan, $"{Path.GetFileName(path)}: the arena over the steps"));
            context.Log($"The plan is drawn in {picture}.");
        }

        if (wantsPlan && session is null)
            context.Log("There is no plan to draw: the model holds what is not supported.");
        ModelFacts facts = new(loaded, session);
        StreamFacts? steps = session is null ? null : StreamFacts.Of(loaded, streaming.Apply(context, context.SessionOptions), streaming.IsAsked(context));
        Print(context, facts, unsupported);
        if (steps is not null)
            context.Print($"streaming   {steps}");
        string[] lines = session is null || !context.Get(graph) ? [] : GraphPrinter.Print(session.Executable.Graph).TrimEnd('\n').Split('\n');
        foreach (string line in lines)
            context.Print(line);
        if (wantsPlan && picture is null && session is not null)
            context.Print(PlanText.Draw(session.Executable.Plan));
        context.PrintJson(json =>
        {
            Write(json, facts, unsupported);
            steps?.WriteTo(json);
            WriteGraph(json, lines);
        });
        return CommandLine.Done;
    }

    private static void Print(Context context, ModelFacts facts, IReadOnlyList<UnsupportedNode> unsupported)
    {
        foreach (TensorInfo input in facts.Inputs)
            context.Print($"input       '{input.Name}' {TensorJson.NameOf(input.Type)}{input.Shape}");
        foreach (TensorInfo output in facts.Outputs)
            context.Print($"output      '{output.Name}' {TensorJson.NameOf(output.Type)}{output.Shape}");
        context.Print($"operators   {string.Join(", ", facts.OperatorCounts())}");
        context.Print($"parameters  {facts.Parameters}");
        if (facts.Session is { } session)
        {
            context.Print($"MACs        {facts.Macs}");
            context.Print($"arena       {session.ArenaBytes} bytes, {session.WeightBytes} of them weights; no plan needs less than {session.ArenaLowerBoundBytes}");
        }

        foreach (UnsupportedNode node in unsupported)
            context.Print($"unsupported {node.Operator} '{node.Node}': {node.Reason}");
    }

    private static void WriteGraph(Utf8JsonWriter json, string[] lines)
    {
        if (lines.Length == 0)
            return;
        json.WriteStartArray("graph");
        foreach (string line in lines)
            json.WriteStringValue(line);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ModelFacts facts, IReadOnlyList<UnsupportedNode> unsupported)
    {
        facts.WriteTo(json);
        json.WriteStartArray("unsupported");
        foreach (UnsupportedNode node in unsupported)
        {
            json.WriteStartObject();
            json.WriteString("node", node.Node);
            json.WriteString("operator", node.Operator);
            json.WriteString("reason", node.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
