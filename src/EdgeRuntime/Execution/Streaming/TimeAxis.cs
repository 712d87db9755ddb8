using System;
using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;

namespace EdgeRuntime.Execution.Streaming;

/// <summary>
/// Finds the axis of a model's first input along which it can be computed frame by frame: the named one, or the only one that leaves
/// states, or the only one at all.
/// </summary>
internal sealed class TimeAxis
{
    // Frames of the whole graph of a model that leaves them open, for each of a step: enough for strides of 16, few enough to import fast.
    private const int FramesPerStep = 16;

    private readonly Model model;
    private readonly ImportOptions import;
    private readonly SessionOptions options;
    private readonly ValueInfoProto input;

    private TimeAxis(Model model, ImportOptions import, SessionOptions options)
    {
        (this.model, this.import, this.options) = (model, import, options);
        ValueInfoProto? first = null;
        foreach (ValueInfoProto value in model.RunTimeInputs)
        {
            if (first is null && value.Type?.TensorType?.Shape is { Dim.Count: > 0 } && options.Constants?.ContainsKey(value.Name) != true && !IsState(value.Name))
                first = value;
        }

        if (first is null)
            Throw.Data("Streaming needs an input with an axis of time beside the states; this model has none.");
        input = first!;
    }

    private int Rank => input.Type.TensorType.Shape.Dim.Count;

    /// <summary>The streaming graph of a model, or one error that names all that is in its way.</summary>
    public static StreamingResult Find(Model model, ImportOptions import, SessionOptions options)
    {
        if (options.StepFrames < 1)
            Throw.Data($"StepFrames is {options.StepFrames}: a step has 1 frame or more.");
        return new TimeAxis(model, import, options).Find();
    }

    private StreamingResult Find()
    {
        List<(int Axis, StreamingResult Result)> tried = [];
        if (options.TimeAxis is { } named)
        {
            if (named < 0 || named >= Rank)
                Throw.Data($"TimeAxis is {named}, input '{input.Name}' has the axes 0 to {Rank - 1}.");
            tried.Add((named, Try(named) ?? Short(named)));
        }
        else
        {
            // By convention the batch comes first.
            for (int i = 1; i <= Rank; i++)
            {
                if (Try(i % Rank) is { } result)
                    tried.Add((i % Rank, result));
            }

            if (tried.Count == 0)
                Short(1 % Rank);
        }

        List<(int Axis, StreamingResult Result)> good = tried.FindAll(one => one.Result.Refusals.Count == 0);
        if (good.Count == 0)
            Refuse(tried);
        if (options.TimeAxis is not null)
            return good[0].Result;
        List<(int Axis, StreamingResult Result)> remembering = good.FindAll(one => one.Result.OwnStates > 0);
        if (remembering.Count == 0)
            Throw.Data($"The model remembers nothing along axis {Show(good)} of input '{input.Name}', so that nothing tells which axis is time: name it (SessionOptions.TimeAxis, --time-axis) if frames come one by one.");
        if (remembering.Count > 1)
            Throw.Data($"Each of the axes {Show(remembering)} of input '{input.Name}' could be time: name it (SessionOptions.TimeAxis, --time-axis).");
        return remembering[0].Result;
    }

    private static string Show(List<(int Axis, StreamingResult Result)> axes) => string.Join(", ", axes.ConvertAll(one => one.Axis));

    /// <summary>The result for one axis; null where the whole sequence has only one frame there.</summary>
    private StreamingResult? Try(int axis)
    {
        Graph graph = model.ToGraph(import);
        Value value = graph.Inputs.Find(one => one.Name == input.Name)!;
        bool isOpen = input.Type.TensorType.Shape.Dim[axis] is not { ValueCase: TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue, DimValue: > 0 };
        if (value.Shape[axis] < 2 && isOpen && (axis > 0 || options.TimeAxis == 0 || !HasOpenTime()))
        {
            Dictionary<string, Shape> shapes = new(import.Shapes ?? new Dictionary<string, Shape>()) { [input.Name] = value.Shape.With(axis, FramesPerStep * options.StepFrames) };
            graph = model.ToGraph(import with { Shapes = shapes });
            value = graph.Inputs.Find(one => one.Name == input.Name)!;
        }

        if (value.Shape[axis] < 2)
            return null;
        return StreamingGraph.Make(ExplicitStates.Bind(graph, options), value, axis, options.StepFrames);
    }

    /// <summary>Whether an axis behind the first is open, so that an open first one is the batch.</summary>
    private bool HasOpenTime()
    {
        for (int i = 1; i < Rank; i++)
        {
            if (input.Type.TensorType.Shape.Dim[i] is not { ValueCase: TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue, DimValue: > 0 })
                return true;
        }

        return false;
    }

    private bool IsState(string name)
    {
        foreach (StatePair pair in options.States ?? [])
        {
            if (pair.Input == name)
                return true;
        }

        return false;
    }

    private StreamingResult Short(int axis)
    {
        Throw.Data($"Axis {axis} of input '{input.Name}' has one frame in this model, so that nothing tells time from its other axes: bind its states (SessionOptions.States) or export it with a longer sequence.");
        return null!;
    }

    /// <summary>The axis that is called time, or that a layer which reads the input takes for time; 1 where nothing tells.</summary>
    private int Likely()
    {
        for (int i = 0; i < Rank; i++)
        {
            if (input.Type.TensorType.Shape.Dim[i].DimParam.ToUpperInvariant() is "T" or "TIME" or "SEQ" or "SEQUENCE" or "FRAMES" or "STEPS")
                return i;
        }

        foreach (NodeProto node in model.Proto.Graph.Node)
        {
            if (!node.Input.Contains(input.Name))
                continue;
            if (node.OpType is "GRU" or "LSTM" or "RNN")
                return IsBatchFirst(node) ? 1 : 0;
            if (node.OpType == "Conv" && Rank == 3)
                return 2;
        }

        return 1;
    }

    private static bool IsBatchFirst(NodeProto node)
    {
        foreach (AttributeProto attribute in node.Attribute)
        {
            if (attribute is { Name: "layout", I: 1 })
                return true;
        }

        return false;
    }

    private void Refuse(List<(int Axis, StreamingResult Result)> tried)
    {
        const int MostLines = 20;
        int likely = Likely();
        tried.Sort((a, b) => (b.Axis == likely).CompareTo(a.Axis == likely)); // of equals, the first is told
        (int axis, StreamingResult best) = tried[0];
        foreach ((int other, StreamingResult result) in tried)
        {
            if (result.Refusals.Count < best.Refusals.Count)
                (axis, best) = (other, result);
        }

        List<string> lines = best.Refusals.GetRange(0, Math.Min(MostLines, best.Refusals.Count));
        string more = best.Refusals.Count > MostLines ? $"; and {best.Refusals.Count - MostLines} more" : "";
        Throw.Unsupported($"The model cannot be computed frame by frame along axis {axis} of input '{input.Name}': {string.Join("; ", lines)}{more}. Run it over whole windows instead.");
    }
}
