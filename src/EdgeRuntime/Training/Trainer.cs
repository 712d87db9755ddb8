using System;
using System.Collections.Generic;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using EdgeRuntime.Simd;
using EdgeRuntime.Training;

namespace EdgeRuntime;

/// <summary>
/// A model made ready to be trained in one fixed block of memory: weights, gradients, momentum and saved activations are planned
/// together before the first step. Write a batch, call <see cref="Step"/>; nothing is allocated after the constructor.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly Executable executable;
    private readonly TrainerOptions options;
    private readonly List<Value> trained = [];
    private readonly List<Value> states = []; // variables that the run writes but no gradient: running statistics
    private readonly Value input;
    private readonly Value target;
    private readonly Value loss;
    private readonly Value? correct;
    private readonly Value rate;
    private readonly Value? counter;

    /// <summary>Appends loss, gradients and updates to the model's graph, plans and allocates all of it.</summary>
    /// <param name="model">The model; its float weights are the first ones, and <see cref="Update"/> writes the trained ones back.</param>
    /// <param name="options">How to train; null for softmax cross entropy and SGD with momentum 0.9.</param>
    /// <exception cref="EdgeException">The model cannot be trained (the node that has no gradient is named), or needs more memory than the budget.</exception>
    public Trainer(Model model, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.options = options ??= new TrainerOptions();
        Validate(options);
        Isa isa = options.Isa ?? Dispatch.Default;
        Dispatch.Require(isa);
        Graph graph = model.ToGraph(new ImportOptions { Batch = options.Batch, Training = true, Seed = options.Seed });
        Optimizer.Run(graph);
        if (graph.Inputs.Count != 1 || graph.Outputs.Count != 1)
            Throw.Unsupported($"Training takes a model of one input and one output, this one has {graph.Inputs.Count} and {graph.Outputs.Count}.");
        input = graph.Inputs[0];
        Value prediction = Logits(graph);
        counter = graph.Counter;

        target = Target(prediction);
        graph.Inputs.Add(target);
        rate = new Value("learning rate", ElementType.Float32, default, ValueKind.Variable, Tensor.Scalar(options.Optimizer.LearningRate));
        Node lossNode = options.Loss == LossKind.MeanSquaredError
            ? graph.Add("loss", new MeanSquaredError(), prediction, target)
            : graph.Add("loss", new SoftmaxCrossEntropy(), prediction, target);
        loss = lossNode.Output;
        correct = lossNode.Outputs.Length > 2 ? lossNode.Outputs[2] : null;
        graph.Outputs.Clear();
        graph.Outputs.Add(("loss", loss));
        if (correct is not null)
            graph.Outputs.Add(("correct", correct));
        AppendTraining(graph);
        MaskPooledGradients.Run(graph);
        graph.RemoveDead();
        executable = Compiler.Compile(graph, new CompileOptions(isa, options.Threads, options.MemoryBudgetBytes, KeepInputs: false));
    }

    /// <summary>The batch's samples, to be written before each step: [batch, ...] as the model's input.</summary>
    public unsafe Span<float> Samples => new((void*)executable.Pointer(input), input.Shape.Count);

    /// <summary>The shape of <see cref="Samples"/>.</summary>
    public Shape SamplesShape => input.Shape;

    /// <summary>The batch's class numbers, to be written before each step, for sparse cross entropy.</summary>
    public unsafe Span<int> Labels => target.Type == ElementType.Int32
        ? new((void*)executable.Pointer(target), target.Shape.Count)
        : throw new EdgeException(ErrorKind.Data, $"The loss {options.Loss} has float targets, not labels: write Targets.");

    /// <summary>The batch's float targets, to be written before each step, for the other losses.</summary>
    public unsafe Span<float> Targets => target.Type == ElementType.Float32
        ? new((void*)executable.Pointer(target), target.Shape.Count)
        : throw new EdgeException(ErrorKind.Data, $"The loss {options.Loss} has class numbers, not float targets: write Labels.");

    /// <summary>Samples of one step.</summary>
    public int Batch => options.Batch;

    /// <summary>Classes of a classifier; elements of the output otherwise.</summary>
    public int Classes { get; private set; }

    /// <summary>Of the last step's samples, how many had their largest output at their label.</summary>
    public unsafe int CorrectCount => correct is null ? 0 : (int)*(float*)executable.Pointer(correct);

    /// <summary>The step size of the next step.</summary>
    public unsafe float LearningRate
    {
        get => *(float*)executable.Pointer(rate);
        set => *(float*)executable.Pointer(rate) = value;
    }

    /// <summary>All memory of training in bytes: weights, gradients, momentum, activations, scratch.</summary>
    public long ArenaBytes => executable.ArenaBytes;

    /// <summary>The bytes that no plan for this training could go below.</summary>
    public long ArenaLowerBoundBytes => executable.LowerBoundBytes;

    /// <summary>The weights that are trained, in the order of the model.</summary>
    public IReadOnlyList<TensorInfo> Weights => trained.ConvertAll(v => new TensorInfo(v.Name, v.Type, v.Shape));

    internal Executable Executable => executable;

    /// <summary>The steps done so far; the place in the random streams.</summary>
    public long StepCount { get; private set; }

    /// <summary>One step: forward, loss, gradients, and each weight's update as soon as its gradient is there.</summary>
    /// <returns>The loss of the batch before the update.</returns>
    /// <exception cref="EdgeException">A label is not a class of the model.</exception>
    public unsafe float Step()
    {
        if (target.Type == ElementType.Int32)
            CheckLabels();
        if (counter is not null)
            *(long*)executable.Pointer(counter) = StepCount;
        executable.Run();
        StepCount++;
        return *(float*)executable.Pointer(loss);
    }

    /// <summary>Writes the trained weights (and running statistics) into a model.</summary>
    /// <param name="model">The model that the trainer was made from, or one of the same weights.</param>
    public void Update(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (Value value in trained)
            model.SetInitializer(value.Name, Read(value));
        foreach (Value value in states)
            model.SetInitializer(value.Name, Read(value));
    }

    /// <summary>Gives the arena back and ends the workers.</summary>
    public void Dispose() => executable.Dispose();

    internal unsafe Tensor Read(Value value)
    {
        Tensor tensor = new(value.Type, value.Shape);
        new Span<byte>((void*)executable.Pointer(value), tensor.Bytes.Length).CopyTo(tensor.Bytes);
        return tensor;
    }

    private static void Validate(TrainerOptions options)
    {
        Sgd sgd = options.Optimizer;
        if (options.Batch < 1 || options.Threads is < 1 or > 256)
            Throw.Data($"A batch of {options.Batch} on {options.Threads} threads: use a batch of 1 or more and 1 to 256 threads.");
        if (!float.IsFinite(sgd.LearningRate) || sgd.LearningRate < 0f || !(sgd.Momentum >= 0f && sgd.Momentum < 1f) || !float.IsFinite(sgd.WeightDecay) || sgd.WeightDecay < 0f)
            Throw.Data($"Learning rate {sgd.LearningRate}, momentum {sgd.Momentum}, weight decay {sgd.WeightDecay}: the rate and decay must be finite and not negative, the momentum 0 to below 1.");
        if (sgd.Nesterov && sgd.Momentum == 0f)
            Throw.Data("Nesterov's step needs a momentum above 0.");
    }

    /// <summary>The value that the loss is taken of: what goes into a final softmax, else the output itself.</summary>
    private Value Logits(Graph graph)
    {
        Value output = graph.Outputs[0].Value;
        if (options.Loss != LossKind.MeanSquaredError && output.Producer?.Operator is Softmax)
            output = output.Producer!.Input(0);
        if (output.Type != ElementType.Float32)
            Throw.Unsupported($"The model's output {output} is not float32 and cannot be trained.");
        if (options.Loss != LossKind.MeanSquaredError && output.Shape.Rank != 2)
            Throw.Shape($"The loss {options.Loss} needs an output of [batch, classes], the model has {output}.");
        Classes = output.Shape.Rank > 0 ? output.Shape[^1] : 1;
        return output;
    }

    private Value Target(Value prediction) => options.Loss == LossKind.SoftmaxCrossEntropy
        ? new Value("labels", ElementType.Int32, new Shape(prediction.Shape[0]), ValueKind.Input)
        : new Value("targets", ElementType.Float32, prediction.Shape, ValueKind.Input);

    private void AppendTraining(Graph graph)
    {
        HashSet<Value> written = [];
        foreach (Node node in graph.Nodes)
        {
            for (int i = 0; i < node.Outputs.Length && node.Operator.Updates; i++)
            {
                if (node.Operator.Shares(node, i) is { Kind: SharingKind.View } sharing && written.Add(node.Input(sharing.Input)))
                    states.Add(node.Input(sharing.Input));
            }
        }

        if (counter is not null)
            states.Remove(counter);
        List<Value> weights = [];
        HashSet<Value> seen = [.. written];
        foreach (Node node in graph.Nodes)
        {
            foreach (Value? value in node.Inputs)
            {
                if (value is { Kind: ValueKind.Variable, Type: ElementType.Float32 } && seen.Add(value))
                    weights.Add(value);
            }
        }

        Sgd sgd = options.Optimizer;
        SgdUpdate update = new(sgd.Momentum, sgd.WeightDecay, sgd.Nesterov);
        Backward.Append(graph, loss, weights, (weight, gradient) =>
        {
            Value? velocity = sgd.Momentum == 0f ? null : new Value($"{weight.Name}/momentum", ElementType.Float32, weight.Shape, ValueKind.Variable);
            graph.Add($"{weight.Name}/update", update, velocity is null ? [weight, gradient, rate] : [weight, gradient, rate, velocity]);
            trained.Add(weight);
        });
        if (trained.Count == 0)
            Throw.Unsupported("The model has no float weight that its output depends on: there is nothing to train.");
        trained.Sort((a, b) => weights.IndexOf(a).CompareTo(weights.IndexOf(b)));
    }

    private void CheckLabels()
    {
        Span<int> labels = Labels;
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)Classes)
                Throw.Data($"Label {labels[i]} of sample {i} is not a class of the model: it has classes 0 to {Classes - 1}.");
        }
    }
}
