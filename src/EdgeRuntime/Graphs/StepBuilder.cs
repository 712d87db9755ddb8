using System;
using System.Collections.Generic;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Graphs;

/// <summary>Gives an operator the final pointers of its node and takes the steps it makes.</summary>
internal sealed unsafe class StepBuilder(Isa isa, Func<Value, nint> place)
{
    private readonly List<Step> steps = [];
    private readonly Dictionary<int, nint> packed = [];

    public Isa Isa { get; } = isa;

    public IReadOnlyList<Step> Steps => steps;

    /// <summary>The node's scratch, 64-byte aligned; null where it asked for none.</summary>
    public byte* Scratch { get; private set; }

    /// <summary>The scratch of worker 0; worker w has its own at <c>+ w * WorkerStride</c>.</summary>
    public byte* WorkerScratch { get; private set; }

    public long WorkerStride { get; private set; }

    private string Path { get; set; } = "";

    public byte* Bytes(Value value) => (byte*)place(value);

    public T* Pointer<T>(Value value)
        where T : unmanaged => (T*)place(value);

    public float* Floats(Value value) => (float*)place(value);

    public float* OptionalFloats(Value? value) => value is null ? null : (float*)place(value);

    /// <summary>Where the packed form of a constant input goes; to be written by <see cref="Operator.Compile"/> itself.</summary>
    public byte* Packed(int input) => (byte*)packed[input];

    public void Add(Step step)
    {
        if (step.Name.Length == 0)
            step.Name = Path;
        steps.Add(step);
    }

    /// <summary>Adds the step that <paramref name="maker"/> makes for the builder's instruction set.</summary>
    public void Add<TMaker>(TMaker maker)
        where TMaker : ISimdMaker<Step> => Add(Dispatch.Make<TMaker, Step>(Isa, maker));

    /// <summary>As <see cref="Add{TMaker}(TMaker)"/>, for loops across rows of <paramref name="lanes"/> numbers, which may be short.</summary>
    public void AddAcross<TMaker>(int lanes, TMaker maker)
        where TMaker : ISimdMaker<Step> => Add(Dispatch.Make<TMaker, Step>(Dispatch.Fitting(Isa, lanes), maker));

    /// <summary>Moves on to a node; called by whoever compiles.</summary>
    public void Begin(Node node, byte* scratch, byte* workerScratch, long workerStride, IEnumerable<KeyValuePair<int, nint>> packedInputs)
    {
        Path = node.Path;
        Scratch = scratch;
        WorkerScratch = workerScratch;
        WorkerStride = workerStride;
        packed.Clear();
        foreach ((int input, nint pointer) in packedInputs)
            packed[input] = pointer;
    }
}
