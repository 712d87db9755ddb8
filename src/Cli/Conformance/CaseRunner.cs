using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using Google.Protobuf;

namespace EdgeCli.Conformance;

/// <summary>Runs a case with its tensors as run-time inputs; <see cref="BoundSession"/> says which of them are bound as constants.</summary>
internal static class CaseRunner
{
    /// <param name="item">The case.</param>
    /// <param name="options">Threads and instruction set.</param>
    public static CaseResult Run(ConformanceCase item, SessionOptions options)
    {
        try
        {
            Model model = Model.Load(item.Model);
            if (item.Sets.Count == 0)
                return new CaseResult(item.Name, CaseResult.Failed, "the case holds no test data");
            foreach (ConformanceSet set in item.Sets)
            {
                if (RunSet(item.Name, model, set, options) is { } difference)
                    return new CaseResult(item.Name, CaseResult.Failed, difference);
            }

            return new CaseResult(item.Name, CaseResult.Passed, "");
        }
        catch (EdgeException e) when (e.Kind == ErrorKind.Unsupported)
        {
            return new CaseResult(item.Name, CaseResult.Unsupported, e.Message);
        }
        catch (Exception e)
        {
            // A conformance case is valid: any other refusal, and any other exception, is a fault of Edge.
            string kind = e is EdgeException ? "" : $"{e.GetType().Name}: ";
            return new CaseResult(item.Name, CaseResult.Failed, kind + e.Message.ReplaceLineEndings(" "));
        }
    }

    private static string? RunSet(string name, Model model, ConformanceSet set, SessionOptions options)
    {
        List<(string Name, Tensor Value)> inputs = set.RampInputs ? Ramps(model) : Stored(model, set);
        using Session session = BoundSession.Open(model, inputs, options);
        List<Tensor> outputs = BoundSession.Run(session, inputs);
        if (outputs.Count < set.Outputs.Count)
            return $"the model has {outputs.Count} outputs, {set.Outputs.Count} are stored";
        if (DropoutCheck.Applies(name))
            return DropoutCheck.Difference(inputs.ConvertAll(i => i.Value), outputs);
        for (int i = 0; i < set.Outputs.Count; i++)
        {
            Tensor expected = TensorReader.Read(TensorProto.Parser.ParseFrom(set.Outputs[i]), folder: null);
            if (Comparison.Difference(session.Outputs[i].Name, outputs[i], expected) is { } difference)
                return difference;
        }

        return null;
    }

    /// <summary>The stored tensor of each input; those that are no tensors are left to the importer to refuse.</summary>
    public static List<(string Name, Tensor Value)> Stored(Model model, ConformanceSet set)
    {
        List<(string, Tensor)> inputs = [];
        int next = 0;
        foreach (ValueInfoProto input in model.RunTimeInputs)
        {
            if (next >= set.Inputs.Count)
                break;
            byte[] bytes = set.Inputs[next++];
            if (input.Type?.ValueCase == TypeProto.ValueOneofCase.TensorType)
                inputs.Add((input.Name, TensorReader.Read(TensorProto.Parser.ParseFrom(bytes), folder: null)));
        }

        return inputs;
    }

    /// <summary>Element number over element count, in the declared shape.</summary>
    private static List<(string Name, Tensor Value)> Ramps(Model model)
    {
        List<(string, Tensor)> inputs = [];
        foreach (ValueInfoProto input in model.RunTimeInputs)
        {
            int[] dims = new int[input.Type.TensorType.Shape.Dim.Count];
            for (int i = 0; i < dims.Length; i++)
                dims[i] = (int)input.Type.TensorType.Shape.Dim[i].DimValue;
            Tensor ramp = new(ElementType.Float32, new Shape(dims));
            for (int i = 0; i < ramp.Shape.Count; i++)
                ramp.As<float>()[i] = (float)((double)i / ramp.Shape.Count);
            inputs.Add((input.Name, ramp));
        }

        return inputs;
    }
}
