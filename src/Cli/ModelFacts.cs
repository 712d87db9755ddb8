using System;
using System.Collections.Generic;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;

namespace EdgeCli;

/// <summary>What a model is made of; what only a session knows is null where the model cannot run.</summary>
internal sealed class ModelFacts
{
    private readonly SortedDictionary<string, int> operators = new(StringComparer.Ordinal);
    private readonly Model model;

    public ModelFacts(Model model, Session? session)
    {
        (this.model, Session) = (model, session);
        foreach (NodeProto node in model.Proto.Graph.Node)
        {
            string name = node.Domain is "" or "ai.onnx" ? node.OpType : $"{node.Domain}.{node.OpType}";
            operators[name] = operators.GetValueOrDefault(name) + 1;
        }

        foreach (TensorProto tensor in model.Proto.Graph.Initializer)
        {
            long count = 1;
            foreach (long dim in tensor.Dims)
                count *= dim;
            Parameters += count;
        }

        foreach (Node node in session?.Executable.Graph.Nodes ?? [])
            Macs += node.Operator.Macs(node);
    }

    public Session? Session { get; }

    /// <summary>Elements of all initializers.</summary>
    public long Parameters { get; }

    /// <summary>Multiply-accumulates of a run.</summary>
    public long Macs { get; }

    public IReadOnlyList<TensorInfo> Inputs => Session?.Inputs ?? Declared(model.RunTimeInputs);

    public IReadOnlyList<TensorInfo> Outputs => Session?.Outputs ?? Declared(model.Proto.Graph.Output);

    public IEnumerable<string> OperatorCounts()
    {
        foreach ((string name, int count) in operators)
            yield return count == 1 ? name : $"{name} x{count}";
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        WriteTensors(json, "inputs", Inputs);
        WriteTensors(json, "outputs", Outputs);
        json.WriteStartObject("operators");
        foreach ((string name, int count) in operators)
            json.WriteNumber(name, count);
        json.WriteEndObject();
        json.WriteNumber("parameters", Parameters);
        WriteKnown(json, "macs", Session is null ? null : Macs);
        WriteKnown(json, "arena_bytes", Session?.ArenaBytes);
        WriteKnown(json, "arena_lower_bound_bytes", Session?.ArenaLowerBoundBytes);
        WriteKnown(json, "weight_bytes", Session?.WeightBytes);
    }

    private static void WriteKnown(Utf8JsonWriter json, string member, long? value)
    {
        if (value is { } number)
            json.WriteNumber(member, number);
        else
            json.WriteNull(member);
    }

    private static void WriteTensors(Utf8JsonWriter json, string member, IEnumerable<TensorInfo> tensors)
    {
        json.WriteStartArray(member);
        foreach (TensorInfo tensor in tensors)
        {
            json.WriteStartObject();
            json.WriteTensor(tensor);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>What the file declares, for a model that cannot run: open axes show as 1.</summary>
    private static List<TensorInfo> Declared(IEnumerable<ValueInfoProto> values)
    {
        List<TensorInfo> tensors = [];
        foreach (ValueInfoProto value in values)
        {
            if (value.Type?.ValueCase != TypeProto.ValueOneofCase.TensorType || value.Type.TensorType.Shape is not { } shape)
                continue;
            long[] dims = new long[shape.Dim.Count];
            for (int i = 0; i < dims.Length; i++)
                dims[i] = Math.Max(1, shape.Dim[i].DimValue);
            string where = $"'{value.Name}'";
            tensors.Add(new TensorInfo(value.Name, TensorReader.ToElementType(value.Type.TensorType.ElemType, where), TensorReader.ToShape(dims, where)));
        }

        return tensors;
    }
}
