using System;
using System.Collections.Generic;
using EdgeRuntime.Data;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import.Onnx;

namespace EdgeRuntime.Training;

/// <summary>
/// How samples of a set go into a model: into its first input and, where that set has sequences of different length, their lengths into
/// an input of int32 [batch]. Models of sequences leave the number of steps open; it becomes that of the longest sample.
/// </summary>
internal static class ModelInput
{
    /// <summary>Whether the model leaves an axis of its samples open.</summary>
    public static bool IsOpen(Model model)
    {
        if (model.RunTimeInputs is not [{ Type.TensorType.Shape: { } shape }, ..])
            return false;
        for (int i = 1; i < shape.Dim.Count; i++)
        {
            if (shape.Dim[i].ValueCase != TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue)
                return true;
        }

        return false;
    }

    /// <summary>The shape of the samples, where the model leaves it open and the data have its number of axes; else null.</summary>
    public static Shape? SampleShape(Model model, Dataset data) =>
        IsOpen(model) && model.RunTimeInputs[0].Type.TensorType.Shape.Dim.Count == data.SampleShape.Count + 1 ? new Shape([.. data.SampleShape]) : null;

    /// <summary>The shapes of the inputs for import; null where the model fixes them.</summary>
    /// <param name="model">Its first input takes the samples.</param>
    /// <param name="sample">As <see cref="SampleShape"/> gives it.</param>
    /// <param name="batch">Samples at once.</param>
    public static Dictionary<string, Shape>? Shapes(Model model, Shape? sample, int batch) =>
        sample is { } shape ? new() { [model.RunTimeInputs[0].Name] = new Shape([batch, .. shape.Dims]) } : null;

    /// <summary>Whether a second input takes the lengths of sequences.</summary>
    public static bool IsLengths(ElementType type, Shape shape, int batch) => type == ElementType.Int32 && shape.Rank == 1 && shape[0] == batch;

    /// <summary>The input of a session that takes lengths; null for none.</summary>
    /// <exception cref="EdgeException">Kind Unsupported: the session has inputs that no data set could fill.</exception>
    public static string? LengthsOf(Session session)
    {
        IReadOnlyList<TensorInfo> inputs = session.Inputs;
        if (inputs.Count is 0 or > 2 || inputs[0].Type != ElementType.Float32 || (inputs.Count == 2 && !IsLengths(inputs[1].Type, inputs[1].Shape, inputs[0].Shape[0])))
            Throw.Unsupported("Data sets are run through models with one float32 input, and one of int32 [batch] for lengths of sequences if they take it; for others use 'edge run' with .npy files.");
        return inputs.Count == 2 ? inputs[1].Name : null;
    }

    /// <summary>Writes the lengths of a batch; rows that no sample is left for get 1.</summary>
    public static void CopyLengths(Dataset data, int start, int count, Span<int> lengths)
    {
        for (int i = 0; i < lengths.Length; i++)
            lengths[i] = i < count ? data.Length(start + i) : 1;
    }

    /// <summary>Refuses data that do not go into an input.</summary>
    /// <param name="input">The input of a batch.</param>
    /// <param name="takesLengths">Whether the model has an input for lengths.</param>
    /// <param name="anySteps">Whether the number of steps may differ from the input's, since the model leaves it open.</param>
    /// <param name="data">The samples.</param>
    public static void Check(Shape input, bool takesLengths, bool anySteps, Dataset data)
    {
        int[] expected = input.Rank > 1 ? input.Dims[1..].ToArray() : [1];
        bool fits = data.IsSequence
            ? expected.Length == 2 && expected[1] == data.SampleShape[1] && (anySteps || expected[0] == data.SampleShape[0])
            : data.SampleLength == input.Count / input[0];
        if (!fits)
            Throw.Data($"A sample of {data.Name} has the shape [{string.Join(", ", data.SampleShape)}]{(data.IsSequence ? " (steps, features)" : "")}, the model's input is {input} for a batch of {input[0]}.");
        if (data.HasLengths && !takesLengths)
            Throw.Data($"{data.Name} has sequences of different length, and the model has no input for lengths (int32 [batch]): train a network on these data, or bring them to one length.");
    }
}
