using System;
using System.Collections.Generic;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;

namespace EdgeRuntime.Training;

/// <summary>Makes the first axis of a model that was exported for one sample an open batch axis.</summary>
internal static class BatchOpening
{
    private const string Symbol = "N";

    public static void Run(Model model)
    {
        if (IsOpen(model))
            return;
        GraphProto graph = model.Proto.Graph, before = graph.Clone();
        HashSet<string> computed = [];
        long batch = 1;
        foreach (ValueInfoProto input in model.RunTimeInputs)
        {
            computed.Add(input.Name);
            batch = Open(input) ?? batch;
        }

        foreach (ValueInfoProto output in graph.Output)
            Open(output);
        GraphEdit edit = new(graph);
        foreach (NodeProto node in NodeOrder.Sort(graph))
        {
            bool depends = false;
            foreach (string input in node.Input)
                depends |= computed.Contains(input);
            if (!depends)
                continue;
            foreach (string output in node.Output)
                computed.Add(output);
            if (node.OpType == "Reshape" && node.Input.Count > 1 && edit.Tensor(node.Input[1]) is { } stored)
                Free(edit, node, TensorReader.Read(stored, folder: null), batch);
        }

        edit.ForgetShapes(computed.Contains);
        CheckThatItWorked(model, before);
    }

    /// <summary>Whether all inputs have an open first axis already.</summary>
    public static bool IsOpen(Model model)
    {
        foreach (ValueInfoProto input in model.RunTimeInputs)
        {
            if (First(input)?.DimValue > 0)
                return false;
        }

        return true;
    }

    private static void Free(GraphEdit edit, NodeProto node, Tensor shape, long batch)
    {
        long[] dims = shape.ToInt64();
        if (dims.Length == 0 || dims[0] != batch)
            return;
        dims[0] = Array.IndexOf(dims, -1L) < 0 ? -1 : 0; // what is left over, or as the input
        edit.SetInput(node, 1, Tensor.Of<long>(shape.Shape, dims));
    }

    private static long? Open(ValueInfoProto value)
    {
        if (First(value) is not { DimValue: > 0 and var length } dim)
            return null;
        dim.DimParam = Symbol;
        return length;
    }

    private static TensorShapeProto.Types.Dimension? First(ValueInfoProto value) =>
        value.Type?.TensorType?.Shape is { Dim.Count: > 0 } shape ? shape.Dim[0] : null;

    private static void CheckThatItWorked(Model model, GraphProto before)
    {
        const int Batch = 3; // no length that a model would have by chance
        try
        {
            if (model.ToGraph(new ImportOptions { Batch = Batch }).Outputs.TrueForAll(output => output.Value.Shape is { Rank: > 0 } shape && shape[0] == Batch))
                return;
        }
        catch (EdgeException e)
        {
            model.Proto.Graph = before;
            throw new EdgeException(e.Kind, $"The model is made for a fixed batch, which cannot be opened ({e.Message}): train it with a batch of that size, or export it with an open batch.", e);
        }

        model.Proto.Graph = before;
        Throw.Unsupported("The model is made for a fixed batch, which its output does not follow: train it with a batch of that size, or export it with an open batch.");
    }
}
