using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Graphs;

/// <summary>Computes a node whose inputs are all constants, outside of any arena: constant folding.</summary>
internal static unsafe class Evaluator
{
    // A tenth of a second on a small board: real models fold shapes and weights, never a convolution of constants.
    private const long MostWork = 200_000_000;

    /// <summary>The outputs of <paramref name="node"/> as tensors.</summary>
    public static Tensor[] Run(Node node)
    {
        long budget = long.MaxValue;
        return Run(node, ref budget)!;
    }

    /// <summary>
    /// The same, or null where it would take so long, alone or with what was computed before, that the node had better stay in
    /// <paramref name="graph"/>.
    /// </summary>
    public static Tensor[]? TryRun(Node node, Graph graph)
    {
        long moved = 0;
        foreach (Value? input in node.Inputs)
            moved += (input?.Bytes ?? 0) / sizeof(float);
        long most = Math.Min(MostWork, graph.FoldWork), budget = most - moved;
        if (budget <= 0)
            return null;
        Tensor[]? results = Run(node, ref budget);
        graph.FoldWork -= most - budget;
        return results;
    }

    /// <summary>Takes the work that is done out of the budget; null where it is not enough.</summary>
    private static Tensor[]? Run(Node node, ref long budget)
    {
        List<nint> blocks = [];
        try
        {
            Dictionary<Value, nint> places = [];
            foreach (Value? input in node.Inputs)
            {
                if (input is not null && !places.ContainsKey(input))
                {
                    places[input] = Allocate(blocks, input.Bytes);
                    input.Data!.Bytes.CopyTo(new Span<byte>((void*)places[input], checked((int)input.Bytes)));
                }
            }

            foreach (Value output in node.Outputs)
                places[output] = Allocate(blocks, output.Bytes);

            Reservation memory = new();
            node.Operator.Reserve(node, memory);
            Dictionary<int, nint> packed = [];
            foreach ((int input, long bytes) in memory.Packed)
                packed[input] = Allocate(blocks, bytes);
            StepBuilder steps = new(Dispatch.Default, value => places[value]);
            steps.Begin(node, (byte*)Allocate(blocks, memory.ScratchBytes), (byte*)Allocate(blocks, memory.WorkerScratchBytes), 0, packed);
            node.Operator.Compile(node, steps);
            long left = budget;
            foreach (Step step in steps.Steps)
                left -= Math.Min(step.Work, left);
            if (left == 0)
                return null;
            budget = left;
            foreach (Step step in steps.Steps)
                step.Run(0, step.Units, 0);
            return Array.ConvertAll(node.Outputs, output => Copy(output, places[output]));
        }
        finally
        {
            foreach (nint block in blocks)
                NativeMemory.AlignedFree((void*)block);
        }
    }

    private static nint Allocate(List<nint> blocks, long bytes)
    {
        nint block = (nint)NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 64), 64);
        blocks.Add(block);
        return block;
    }

    private static Tensor Copy(Value value, nint place) =>
        new(value.Type, value.Shape, new ReadOnlySpan<byte>((void*)place, checked((int)value.Bytes)).ToArray());
}
