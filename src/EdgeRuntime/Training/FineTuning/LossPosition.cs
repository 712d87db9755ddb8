using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Training;

/// <summary>
/// Brings the end of a classifier into the form that losses know: [batch, classes], with the softmax or sigmoid, if there is one, as the last
/// node. Models end in [N, C, 1, 1] after a global pool, or flatten behind their softmax.
/// </summary>
internal static class LossPosition
{
    public static Value Of(Graph graph, Value output)
    {
        Value end = output;
        while (end.Producer is { Operator: Reshape or Transpose } moved && IsRow(end.Shape))
            end = moved.Input(0);
        if (end.Producer is { Operator: Softmax softmax } last && IsRow(end.Shape) && end.Shape[softmax.Axis] == Classes(end.Shape))
            return end == output && end.Shape.Rank == 2 ? output : graph.Add($"{last.Name}/rows", new Softmax(1, softmax.Logarithm), Flat(graph, last.Input(0))).Output;
        if (end.Producer is { Operator: Sigmoid sigmoid } gate && end != output && IsRow(end.Shape))
            return graph.Add($"{gate.Name}/rows", sigmoid, Flat(graph, gate.Input(0))).Output;
        return IsRow(output.Shape) ? Flat(graph, output) : output;
    }

    private static int Classes(Shape shape) => shape.Count / Math.Max(1, shape[0]);

    /// <summary>Whether each sample is one row of numbers, however many axes of length 1 stand around it.</summary>
    private static bool IsRow(Shape shape)
    {
        if (shape.Rank < 2)
            return false;
        int longer = 0;
        for (int i = 1; i < shape.Rank; i++)
            longer += shape[i] == 1 ? 0 : 1;
        return longer <= 1;
    }

    private static Value Flat(Graph graph, Value value)
    {
        Shape rows = new(value.Shape[0], Classes(value.Shape));
        return value.Shape == rows ? value : graph.Add($"{value.Name}/rows", new Reshape(rows), value).Output;
    }
}
