using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// How two or three operands that broadcast to one shape are walked: neighbouring axes that every operand walks alike are merged, so
/// that equal shapes, a scalar and one number a channel all become long runs.
/// </summary>
internal sealed class Broadcast
{
    private readonly int[] lengths; // merged axes, outermost first; the last one is the run
    private readonly int[][] strides; // of each operand along them, in elements; 0 where it repeats

    public Broadcast(Shape output, params ReadOnlySpan<Shape> operands)
    {
        int[][] full = new int[operands.Length][];
        for (int i = 0; i < full.Length; i++)
            full[i] = Expand.BroadcastStrides(operands[i], output);

        List<int> merged = [];
        List<int>[] mergedStrides = new List<int>[full.Length];
        for (int i = 0; i < full.Length; i++)
            mergedStrides[i] = [];
        for (int axis = 0; axis < output.Rank; axis++)
        {
            int length = output[axis];
            if (length == 1)
                continue;
            bool joins = merged.Count > 0;
            for (int i = 0; i < full.Length; i++)
                joins = joins && mergedStrides[i][^1] == full[i][axis] * length;
            for (int i = 0; i < full.Length; i++)
            {
                if (joins)
                    mergedStrides[i][^1] = full[i][axis];
                else
                    mergedStrides[i].Add(full[i][axis]);
            }

            if (joins)
                merged[^1] *= length;
            else
                merged.Add(length);
        }

        if (merged.Count == 0)
        {
            merged.Add(1);
            foreach (List<int> list in mergedStrides)
                list.Add(1);
        }

        lengths = [.. merged];
        strides = Array.ConvertAll(mergedStrides, list => list.ToArray());
        Count = output.Count;
    }

    /// <summary>Elements of the output.</summary>
    public int Count { get; }

    /// <summary>Elements of the output that lie in one run.</summary>
    public int Run => lengths[^1];

    public int Runs => Count == 0 ? 0 : Count / Run;

    public int Axes => lengths.Length - 1;

    public int Length(int axis) => lengths[axis];

    /// <summary>The step of an operand along a run: 1, or 0 where one element serves all or the operand is not there.</summary>
    public int RunStride(int operand) => operand < strides.Length ? strides[operand][^1] : 0;

    /// <summary>The step of an operand from one run to the next, within the innermost axis of runs.</summary>
    public int RowStride(int operand) => Axes == 0 ? 0 : strides[operand][Axes - 1];

    /// <summary>Where run <paramref name="run"/> starts in an operand.</summary>
    public long Offset(int operand, int run)
    {
        if (operand >= strides.Length)
            return 0;
        long offset = 0;
        for (int axis = Axes - 1; axis >= 0; axis--)
        {
            (run, int at) = Math.DivRem(run, lengths[axis]);
            offset += (long)at * strides[operand][axis];
        }

        return offset;
    }

    /// <summary>The shape that the first two inputs broadcast to; fails where they do not.</summary>
    public static Shape Infer(Node node)
    {
        if (Shape.Broadcast(node.Shape(0), node.Shape(1)) is { } shape)
            return shape;
        node.Fail($"{node.Input(0)} and {node.Input(1)} do not broadcast: each pair of lengths, from the last axis on, must be equal or hold a 1.");
        return default;
    }

    /// <summary>The two inputs of an ONNX node; before opset 7 the second one may be aligned to an axis of the first.</summary>
    public static (Value A, Value B) Operands(ImportNode node)
    {
        Value a = node.Input(0), b = node.Input(1);
        int rank = a.Shape.Rank, trailing = rank - b.Shape.Rank;
        if (node.Opset >= 7)
            return (a, b);
        int start = node.Int("axis", trailing);
        if (!node.Flag("broadcast", false) || b.Shape.Rank == 0 || trailing <= 0)
            return (a, b);

        int axis = node.Axis(start, rank);
        int[] dims = new int[rank - axis];
        Array.Fill(dims, 1);
        if (axis > trailing)
            Throw.Shape($"{node.Path}: {b} does not fit into {a} from axis {axis} on.");
        b.Shape.Dims.CopyTo(dims);
        return (a, node.Reshape(b, new Shape(dims)));
    }
}
