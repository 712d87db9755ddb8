using System;
using System.Collections.Generic;
using EdgeRuntime.Execution;
using EdgeRuntime.Execution.Streaming;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import;
using EdgeRuntime.Operators;
using EdgeRuntime.Optimize;
using EdgeRuntime.Simd;

namespace EdgeRuntime;

/// <summary>
/// A model made ready to run in one fixed block of memory. Write the inputs, call <see cref="Run"/>, read the outputs; nothing is
/// allocated after the constructor. Not for several threads at once.
/// </summary>
public sealed partial class Session : IDisposable
{
    private readonly Executable executable;
    private readonly nint runCounter; // where random operators read which run it is; 0 where there are none
    private readonly SequenceLengths? lengths;
    private readonly Dictionary<string, Value> inputs = [];
    private readonly Dictionary<string, Value> outputs = [];

    /// <summary>Plans and allocates everything that running <paramref name="model"/> takes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How to run it; null for one thread, any memory and batch 1.</param>
    /// <exception cref="EdgeException">The model holds something unsupported (all of it is named), its shapes do not fit, or it needs more memory than the budget.</exception>
    public Session(Model model, SessionOptions? options = null)
        : this(GraphOf(model, options ??= new SessionOptions()), options)
    {
    }

    /// <summary>Plans a graph that was imported for inference already; it is optimized in place.</summary>
    internal Session(Graph graph, SessionOptions options)
    {
        Isa = options.Isa ?? Dispatch.Default;
        Dispatch.Require(Isa);
        Optimizer.RunForInference(graph);
        StateOrder.Finish(graph);
        executable = Compiler.Compile(graph, new CompileOptions(Isa, options.Threads, options.MemoryBudgetBytes, options.KeepInputs));
        runCounter = graph.Counter is { } counter ? executable.Pointer(counter) : 0;
        lengths = SequenceLengths.Of(executable);
        states = new SessionStates(executable);
        frame = graph.Frame;
        framePlace = frame is null ? 0 : executable.Pointer(frame);
        foreach (Value input in graph.Inputs)
            inputs.Add(input.Name, input);
        foreach ((string name, Value value) in graph.Outputs)
            outputs[name] = value;
        Inputs = graph.Inputs.ConvertAll(v => new TensorInfo(v.Name, v.Type, v.Shape));
        Outputs = graph.Outputs.ConvertAll(o => new TensorInfo(o.Name, o.Value.Type, o.Value.Shape));
    }

    /// <summary>What <see cref="Run"/> reads, in the model's order.</summary>
    public IReadOnlyList<TensorInfo> Inputs { get; }

    /// <summary>What <see cref="Run"/> writes, in the model's order.</summary>
    public IReadOnlyList<TensorInfo> Outputs { get; }

    /// <summary>The instruction set that runs.</summary>
    public Isa Isa { get; }

    /// <summary>All memory of the session in bytes: weights, activations, scratch.</summary>
    public long ArenaBytes => executable.ArenaBytes;

    /// <summary>The bytes that no plan for this model could go below.</summary>
    public long ArenaLowerBoundBytes => executable.LowerBoundBytes;

    /// <summary>The part of the arena that holds weights and other constants, in bytes.</summary>
    public long WeightBytes => executable.ConstantBytes;

    /// <summary>What is odd about the model though it runs, such as a fault that an exporter is known for; empty for most models.</summary>
    public IReadOnlyList<string> Warnings => executable.Graph.Warnings;

    internal Executable Executable => executable;

    /// <summary>Whether the first output leaves a softmax or sigmoid: probabilities, not logits.</summary>
    internal bool OutputsProbabilities
    {
        get
        {
            Value value = executable.Graph.Outputs[0].Value;
            while (value.Producer is { Operator: Reshape or Transpose or Cast } node)
                value = node.Input(0);
            return value.Producer?.Operator.Type is "Softmax" or "Sigmoid";
        }
    }

    /// <summary>An input's place in the arena, to be written before each run.</summary>
    /// <typeparam name="T">The .NET type of its elements.</typeparam>
    /// <param name="name">The input's name.</param>
    /// <returns>All its elements, row-major.</returns>
    /// <exception cref="EdgeException">There is no such input, or it has another type.</exception>
    public Span<T> Input<T>(string name)
        where T : unmanaged => Span<T>(Find(inputs, name, "input"));

    /// <summary>The first input's place in the arena.</summary>
    /// <typeparam name="T">The .NET type of its elements.</typeparam>
    /// <returns>All its elements, row-major.</returns>
    /// <exception cref="EdgeException">The model has no input, or it has another type.</exception>
    public Span<T> Input<T>()
        where T : unmanaged => Span<T>(Find(inputs, Inputs.Count > 0 ? Inputs[0].Name : "", "input"));

    /// <summary>An output of the last run; overwritten by the next one.</summary>
    /// <typeparam name="T">The .NET type of its elements.</typeparam>
    /// <param name="name">The output's name.</param>
    /// <returns>All its elements, row-major.</returns>
    /// <exception cref="EdgeException">There is no such output, or it has another type.</exception>
    public ReadOnlySpan<T> Output<T>(string name)
        where T : unmanaged => Span<T>(Find(outputs, name, "output"));

    /// <summary>The first output of the last run.</summary>
    /// <typeparam name="T">The .NET type of its elements.</typeparam>
    /// <returns>All its elements, row-major.</returns>
    /// <exception cref="EdgeException">The output has another type.</exception>
    public ReadOnlySpan<T> Output<T>()
        where T : unmanaged => Span<T>(Find(outputs, Outputs[0].Name, "output"));

    /// <summary>Computes the outputs from the inputs.</summary>
    /// <remarks>A model that drops out though it is not trained (ONNX Dropout with <c>training_mode</c>) drops others in each run; the n-th run of every session drops the same.</remarks>
    /// <exception cref="EdgeException">Kind Data: a length of a sequence is not one that the input can have.</exception>
    public unsafe void Run()
    {
        lengths?.Check();
        executable.Run();
        if (runCounter != 0)
            ++*(long*)runCounter;
    }

    /// <summary>Gives the arena back and ends the workers.</summary>
    public void Dispose() => executable.Dispose();

    /// <summary>The raw bytes of an input or output.</summary>
    internal unsafe Span<byte> Bytes(string name, bool output)
    {
        Value value = output ? Find(outputs, name, "output") : Find(inputs, name, "input");
        return new Span<byte>((void*)executable.Pointer(value), checked((int)value.Bytes));
    }

    private static Graph GraphOf(Model model, SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (options.Threads is < 1 or > 256)
            Throw.Data($"{options.Threads} threads: use 1 to 256.");
        if (options.Batch is < 1)
            Throw.Data($"A batch of {options.Batch}: use 1 or more.");
        ImportOptions import = new() { Batch = options.Batch, Dimensions = options.Dimensions, Shapes = options.Shapes, Bind = options.Constants };
        return options.Streaming ? TimeAxis.Find(model, import, options).Graph : ExplicitStates.Bind(model.ToGraph(import), options);
    }

    private static Value Find(Dictionary<string, Value> values, string name, string what)
    {
        if (!values.TryGetValue(name, out Value? value))
            Throw.Data($"The model has no {what} '{name}': it has {(values.Count == 0 ? "none" : "'" + string.Join("', '", values.Keys) + "'")}.");
        return value;
    }

    private unsafe Span<T> Span<T>(Value value)
        where T : unmanaged
    {
        if (ElementTypes.Of<T>() != value.Type)
            Throw.Data($"{value} does not hold {typeof(T).Name} elements.");
        return new Span<T>((void*)executable.Pointer(value), value.Shape.Count);
    }
}
