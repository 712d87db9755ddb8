using System;
using System.Collections.Generic;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;
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
    private readonly TrainingGraph training;

    /// <summary>Appends loss, gradients and updates to the model's graph, plans and allocates all of it.</summary>
    /// <param name="model">The model; its float weights are the first ones, and <see cref="Update"/> writes the trained ones back.</param>
    /// <param name="options">How to train; null for softmax cross entropy and SGD with momentum 0.9.</param>
    /// <exception cref="EdgeException">The model cannot be trained (the node that has no gradient is named), or needs more memory than the budget.</exception>
    public Trainer(Model model, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.options = options ??= new TrainerOptions();
        options.Validate();
        Isa isa = options.Isa ?? Dispatch.Default;
        Dispatch.Require(isa);
        training = TrainingGraph.Build(model, options);
        LearningRate = options.Optimizer.LearningRate;
        Filled = options.Batch;
        CompileOptions compile = new(isa, options.Threads, options.MemoryBudgetBytes, KeepInputs: false);
        Footprint footprint = training.Recompute(compile);
        executable = Compiler.Compile(training.Graph, compile, footprint.Plan);
    }

    /// <summary>
    /// Chooses a plan within <see cref="TrainerOptions.MemoryBudgetBytes"/>: as many layers as fit, counted from the last, then the largest
    /// batch, up to the wanted one; activations are computed twice as far as that takes.
    /// </summary>
    /// <param name="model">What is to be trained.</param>
    /// <param name="options">What is wanted, with a budget.</param>
    /// <param name="keepsBatch">Whether the batch must stay as it is.</param>
    /// <param name="keepsLayers">Whether the layers must stay as they are.</param>
    /// <returns>The options with the batch and the layers of the plan.</returns>
    /// <exception cref="EdgeException">Kind Memory: no plan fits; the message names the least bytes that would do.</exception>
    public static TrainerOptions FitToMemory(Model model, TrainerOptions options, bool keepsBatch = false, bool keepsLayers = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return MemoryFit.Choose(model, options, keepsBatch, keepsLayers);
    }

    /// <summary>The batch's samples, to be written before each step: [batch, ...] as the model's input.</summary>
    public unsafe Span<float> Samples => new((void*)executable.Pointer(training.Input), training.Input.Shape.Count);

    /// <summary>The shape of <see cref="Samples"/>.</summary>
    public Shape SamplesShape => training.Input.Shape;

    /// <summary>Whether the model takes the lengths of sequences.</summary>
    public bool TakesLengths => training.Lengths is not null;

    /// <summary>How many steps of each sample are real, 1 to the number of steps, to be written before each step, for a model that takes them.</summary>
    public unsafe Span<int> Lengths => training.Lengths is { } lengths
        ? new((void*)executable.Pointer(lengths), lengths.Shape.Count)
        : throw new EdgeException(ErrorKind.Data, "The model takes no lengths of sequences: it has no input of int32 [batch].");

    /// <summary>The batch's class numbers, to be written before each step, for sparse cross entropy.</summary>
    public unsafe Span<int> Labels => options.Loss.TakesLabels
        ? new((void*)executable.Pointer(training.Target), training.Target.Shape.Count)
        : throw new EdgeException(ErrorKind.Data, $"The loss {options.Loss.GetType().Name} has float targets, not labels: write Targets.");

    /// <summary>The batch's float targets, to be written before each step, for the other losses.</summary>
    public unsafe Span<float> Targets => !options.Loss.TakesLabels
        ? new((void*)executable.Pointer(training.Target), training.Target.Shape.Count)
        : throw new EdgeException(ErrorKind.Data, $"The loss {options.Loss.GetType().Name} has class numbers, not float targets: write Labels.");

    /// <summary>How much each sample of the batch counts, to be written before each step, for a loss with <see cref="Loss.WeightsSamples"/>.</summary>
    public unsafe Span<float> SampleWeights => training.SampleWeights is { } weights
        ? new((void*)executable.Pointer(weights), weights.Shape.Count)
        : throw new EdgeException(ErrorKind.Data, $"All samples count the same: choose a loss with {nameof(Loss.WeightsSamples)}.");

    /// <summary>Samples of one step.</summary>
    public int Batch => options.Batch;

    /// <summary>
    /// How many samples of the batch count in the next steps, from the first: 1 to <see cref="Batch"/>, which it is unless set. The loss is the
    /// mean over them; the others have no part in it, but in the statistics of a batch normalization that is trained they have.
    /// </summary>
    /// <exception cref="EdgeException">It is not a number of samples of the batch, or the model's output has no row for each sample.</exception>
    public int Filled
    {
        get;
        set
        {
            CheckFilled(value);
            field = value;
        }
    }

    /// <summary>Classes of a classifier; elements of the output otherwise.</summary>
    public int Classes => training.Prediction.Shape is { Rank: > 0 } shape ? shape[^1] : 1;

    /// <summary>Of the last step's samples that counted, how many had their largest output at their label.</summary>
    public unsafe int CorrectCount => training.Correct is { } correct ? (int)*(float*)executable.Pointer(correct) : 0;

    /// <summary>The step size of the next step.</summary>
    public float LearningRate { get; set; }

    /// <summary>All memory of training in bytes: weights, gradients, momentum, activations, scratch.</summary>
    public long ArenaBytes => executable.ArenaBytes;

    /// <summary>The bytes that no plan for this training could go below.</summary>
    public long ArenaLowerBoundBytes => executable.LowerBoundBytes;

    /// <summary>How many activations are computed twice instead of kept.</summary>
    public int RecomputedActivations => training.Recomputed;

    /// <summary>The work that is done twice for them, as a part of one step's.</summary>
    public double RecomputedWork => training.ExtraWork;

    /// <summary>The weights that are trained, in the order of the model.</summary>
    public IReadOnlyList<TensorInfo> Weights => training.Trained.ConvertAll(v => new TensorInfo(v.Name, v.Type, v.Shape));

    internal TrainerOptions Options => options;

    internal Executable Executable => executable;

    internal TrainingGraph Graph => training;

    /// <summary>All that outlives a step, for checkpoints: weights, running statistics, what the update rule keeps; in a fixed order.</summary>
    internal IEnumerable<Value> Variables => [.. training.Trained, .. training.Statistics, .. training.States];

    /// <summary>The steps done so far; the place in the random streams.</summary>
    public long StepCount { get; internal set; }

    /// <summary>One step: forward, loss, gradients, and each weight's update as soon as its gradient is there.</summary>
    /// <returns>The loss of the batch before the update.</returns>
    /// <exception cref="EdgeException">A label is not a class of the model, or a length is not one of its samples.</exception>
    public unsafe float Step()
    {
        if (TakesLengths)
            CheckLengths();
        if (options.Loss.TakesLabels)
            CheckLabels();
        if (training.Graph.Counter is { } counter)
            *(long*)executable.Pointer(counter) = StepCount;
        if (training.Filled is { } filled)
            *(int*)executable.Pointer(filled) = Filled;
        training.Updates.WriteScalars(executable, StepCount, LearningRate);
        executable.Run();
        StepCount++;
        return *(float*)executable.Pointer(training.Loss);
    }

    /// <summary>Writes the trained weights (and running statistics) into a model.</summary>
    /// <param name="model">The model that the trainer was made from, or one of the same weights.</param>
    public void Update(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (Value value in training.Trained)
            model.SetInitializer(value.Name, Read(value));
        foreach (Value value in training.Statistics)
            model.SetInitializer(value.Name, Read(value));
    }

    /// <summary>Gives the arena back and ends the workers.</summary>
    public void Dispose() => executable.Dispose();

    internal Tensor Read(Value value)
    {
        Tensor tensor = new(value.Type, value.Shape);
        Memory(value).CopyTo(tensor.Bytes);
        return tensor;
    }

    /// <summary>The bytes of a value in the arena.</summary>
    internal unsafe Span<byte> Memory(Value value) => new((void*)executable.Pointer(value), checked((int)value.Bytes));

    /// <summary>Refuses a number of samples that cannot count.</summary>
    internal void CheckFilled(int count)
    {
        if (count < 1 || count > Batch)
            Throw.Data($"{count} samples of a batch of {Batch} count: use 1 to {Batch}.");
        if (count < Batch && training.Filled is null)
            Throw.Data($"The model gives {training.Prediction} for a batch of {Batch}, no row for each sample: it can be trained with whole batches only, this one has {count} samples.");
    }

    private void CheckLengths()
    {
        Span<int> lengths = Lengths;
        int steps = SamplesShape[1];
        for (int i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] < 1 || lengths[i] > steps)
                Throw.Data($"Length {lengths[i]} of sample {i} is none of a sequence of 1 to {steps} steps.");
        }
    }

    private void CheckLabels()
    {
        Span<int> labels = Filled < Batch ? Labels[..Filled] : Labels;
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)Classes)
                Throw.Data($"Label {labels[i]} of sample {i} is not a class of the model: it has classes 0 to {Classes - 1}.");
        }
    }
}
