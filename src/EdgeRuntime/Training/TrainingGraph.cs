using System;
using System.Collections.Generic;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;

namespace EdgeRuntime.Training;

/// <summary>A model's graph with loss, gradients and updates appended: what <see cref="Trainer"/> plans and runs.</summary>
internal sealed class TrainingGraph
{
    private readonly TrainerOptions options;
    private readonly List<Value> trained = [];
    private Dictionary<Value, PartialWeight> parts = []; // of the weights that are trained in part
    private readonly List<Value> statistics = [];
    private readonly Updates updates;

    private TrainingGraph(Graph graph, TrainerOptions options)
    {
        (Graph, this.options) = (graph, options);
        updates = new Updates(graph, options);
        Lengths = graph.Inputs.Count == 2 && ModelInput.IsLengths(graph.Inputs[1].Type, graph.Inputs[1].Shape, options.Batch) ? graph.Inputs[1] : null;
        if (graph.Inputs.Count != (Lengths is null ? 1 : 2) || graph.Outputs.Count != 1)
            Throw.Unsupported($"Training takes a model of one output and one input, and one of int32 [batch] for lengths of sequences if it takes them; this one has {graph.Inputs.Count} inputs and {graph.Outputs.Count} outputs.");
        Input = graph.Inputs[0];
        Value output = graph.Outputs[0].Value;
        if (output.Type != ElementType.Float32)
            Throw.Unsupported($"The model's output {output} is not float32 and cannot be trained.");
        if (Input.Shape.Rank > 0 && Input.Shape[0] != options.Batch)
            Throw.Shape($"The model is made for a batch of {Input.Shape[0]}, not of {options.Batch}: use that batch, or open it with Model.OpenBatch().");
        Value end = options.Loss.Classifies ? LossPosition.Of(graph, output) : output;
        Prediction = options.Loss.Prediction(end);
        Target = options.Loss.Target(Prediction);
        graph.Inputs.Add(Target);
        Undone = Prediction == end ? null : end.Producer!.Operator;
        if (options.Loss.WeightsSamples)
            graph.Inputs.Add(SampleWeights = new Value("sample weights", ElementType.Float32, new Shape(options.Batch), ValueKind.Input));
        if (options.Batch > 1 && Prediction.Shape.Rank > 0 && Prediction.Shape[0] == options.Batch)
            Filled = new Value("filled", ElementType.Int32, default, ValueKind.Variable, Tensor.Of<int>(default, [options.Batch]));
        (Loss, Correct) = options.Loss.Append(graph, new LossInputs(Prediction, Target, SampleWeights, Filled));
        graph.Outputs.Clear();
        graph.Outputs.Add(("loss", Loss));
        if (Correct is not null)
            graph.Outputs.Add(("correct", Correct));
    }

    public Graph Graph { get; private set; }

    public Value Input { get; }

    /// <summary>The steps of each sample that are real, int32 [batch]; null where the model does not take lengths.</summary>
    public Value? Lengths { get; }

    /// <summary>What the loss is taken of.</summary>
    public Value Prediction { get; }

    /// <summary>The model's last activation, where the loss contains it and begins before it.</summary>
    public Operator? Undone { get; }

    /// <summary>How much each sample of the batch counts; null where all count the same.</summary>
    public Value? SampleWeights { get; }

    /// <summary>How many samples of the batch count, int32 []; null where a batch is always full.</summary>
    public Value? Filled { get; }

    /// <summary>The truth: int32 labels or float targets.</summary>
    public Value Target { get; }

    public Value Loss { get; private set; }

    /// <summary>How many samples of the batch are right; null where nothing is classified.</summary>
    public Value? Correct { get; private set; }

    /// <summary>How weights follow their gradients.</summary>
    public Updates Updates => updates;

    /// <summary>The weights that are trained, in the order of the model.</summary>
    public List<Value> Trained => trained;

    /// <summary>What the forward pass itself overwrites: running means and variances.</summary>
    public List<Value> Statistics => statistics;

    /// <summary>What updates keep for each weight from step to step, in their order.</summary>
    public IReadOnlyList<Value> States => updates.States;

    /// <summary>Imports a model for training and appends everything.</summary>
    public static TrainingGraph Build(Model model, TrainerOptions options)
    {
        ModelLayers layers = ModelLayers.Of(model);
        Dictionary<string, ChannelRange?> chosen = options.Layers.Resolve(layers);
        HashSet<string> variables = Variables(layers, chosen.Keys, options.BatchNorm);
        Graph graph = model.ToGraph(new ImportOptions { Batch = options.Batch, Shapes = ModelInput.Shapes(model, options.SampleShape, options.Batch), Training = true, Seed = options.Seed, Variables = variables.Contains });
        Optimizer.Run(graph);
        TrainingGraph training = new(graph, options);
        training.FindStatistics();
        training.AppendBackward(chosen);
        MaskPooledGradients.Run(graph);
        JoinSums.Run(graph);
        graph.RemoveDead();
        KeepMasks.Run(graph, graph.Nodes.IndexOf(training.Loss.Producer!) + 1);
        ShareFrozenWeights(graph);
        return training;
    }

    /// <summary>
    /// Gives activations away that are computed again in the backward pass: those that cost next to nothing, and as many others as a
    /// budget asks for. The results stay the same bits.
    /// </summary>
    /// <param name="compile">How the graph will be compiled, with its budget.</param>
    /// <returns>What <see cref="Graph"/> needs then.</returns>
    public Footprint Recompute(CompileOptions compile)
    {
        RecomputationChoice choice = new(Graph, Loss, compile);
        choice.ChooseFree();
        if (compile.Budget is { } budget && !choice.ChooseFor(budget))
            choice = RecomputationChoice.Least(Graph, Loss, compile);
        Graph = choice.Current;
        Loss = choice.Copies.GetValueOrDefault(Loss, Loss);
        Correct = Correct is null ? null : choice.Copies.GetValueOrDefault(Correct, Correct);
        (Recomputed, ExtraWork) = (choice.Again.Count, choice.ExtraWork);
        return choice.Footprint;
    }

    /// <summary>How many values are computed twice.</summary>
    public int Recomputed { get; private set; }

    /// <summary>The work that is done twice, as a part of a step's.</summary>
    public double ExtraWork { get; private set; }

    /// <summary>
    /// Frozen weights between trained layers are read by the forward and the backward pass, each of which would pack a copy of its own.
    /// They stay as they are instead, and are packed into scratch like those that are trained.
    /// </summary>
    private static void ShareFrozenWeights(Graph graph)
    {
        Dictionary<Value, Node> readers = [];
        foreach (Node node in graph.Nodes)
        {
            if (node.Operator is Conv or ConvTranspose or Gemm && node.Input(1) is { IsConstant: true } weights && !readers.TryAdd(weights, node))
                weights.Kind = ValueKind.Variable;
        }
    }

    /// <summary>The chosen weights, and the running statistics that follow the batches of what is chosen.</summary>
    private static HashSet<string> Variables(ModelLayers layers, IEnumerable<string> chosen, BatchNormMode batchNorm)
    {
        HashSet<string> variables = [.. chosen];
        foreach (ModelLayer layer in batchNorm == BatchNormMode.Train ? layers.All : [])
        {
            if (!layer.Weights.Exists(weight => variables.Contains(weight.Name)))
                continue;
            foreach (LayerWeight weight in layer.Weights)
            {
                if (weight.Role == WeightRole.Statistic)
                    variables.Add(weight.Name);
            }
        }

        return variables;
    }

    private void FindStatistics()
    {
        HashSet<Value> seen = [];
        foreach (Node node in Graph.Nodes)
        {
            for (int i = 0; i < node.Outputs.Length && node.Operator.Updates; i++)
            {
                if (node.Operator.Shares(node, i) is { Kind: SharingKind.View } sharing && seen.Add(node.Input(sharing.Input)) && node.Input(sharing.Input) != Graph.Counter)
                    statistics.Add(node.Input(sharing.Input));
            }
        }
    }

    private void AppendBackward(IReadOnlyDictionary<string, ChannelRange?> chosen)
    {
        List<Value> weights = Weights();
        parts = PartialWeight.Of(Graph, chosen);
        if (parts.Count > 0 && options.MaxNorm is not null)
            Throw.Unsupported("A max-norm looks at all incoming weights of a unit: it does not go with layers of which some input channels are trained.");
        List<Node> flat = Backward.Append(Graph, Loss, weights, Update, 1f / options.Accumulate, parts, options.TruncateSteps);
        if (options.Layers != LayerSelection.All)
            RequireAll(chosen.Keys, weights, flat);
        updates.Finish();
        foreach (PartialWeight part in parts.Values)
            part.End(Graph);
        if (trained.Count == 0)
            Throw.Unsupported("The model has no float weight that its output depends on: there is nothing to train.");
        trained.Sort((a, b) => weights.IndexOf(a).CompareTo(weights.IndexOf(b)));
    }

    /// <summary>What was asked for by name does not stay as it was without a word.</summary>
    private void RequireAll(IEnumerable<string> chosen, List<Value> weights, List<Node> flat)
    {
        foreach (string name in chosen)
        {
            if (trained.Exists(weight => weight.Name == name))
                continue;
            if (weights.Find(weight => weight.Name == name) is not { } untrained)
            {
                Throw.Unsupported($"'{name}' cannot be trained: an operator takes it as a constant, or the output does not depend on it. Leave it out of the layers: -{name}.");
                return;
            }

            HashSet<Value> behind = [untrained];
            foreach (Node node in Graph.Nodes)
            {
                if (!Array.Exists(node.Inputs, input => input is not null && behind.Contains(input)))
                    continue;
                behind.UnionWith(node.Outputs);
                if (flat.Contains(node))
                    Throw.Unsupported($"'{name}' cannot be trained: no gradient comes back through {node.Path}. Freeze what is below it: choose layers behind it, with last:N or by name.");
            }
        }
    }

    private void Update(Value weight, Value gradient)
    {
        PartialWeight? part = parts.GetValueOrDefault(weight);
        part?.Begin(Graph);
        updates.Append(part?.Part ?? weight, gradient);
        trained.Add(weight);
    }

    private List<Value> Weights()
    {
        List<Value> weights = [];
        HashSet<Value> seen = [.. statistics];
        foreach (Node node in Graph.Nodes)
        {
            foreach (Value? value in node.Inputs)
            {
                if (value is { Kind: ValueKind.Variable, Type: ElementType.Float32 } && seen.Add(value))
                    weights.Add(value);
            }
        }

        return weights;
    }
}
