using System;
using System.Collections.Generic;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;

namespace EdgeRuntime.Training;

/// <summary>Changes to the graph of a model file: who reads what, tensors in and out.</summary>
internal sealed class GraphEdit
{
    private readonly Dictionary<string, int> reads = [];

    public GraphEdit(GraphProto graph)
    {
        Graph = graph;
        foreach (NodeProto node in graph.Node)
        {
            foreach (string output in node.Output)
                Writers.TryAdd(output, node);
            foreach (string input in node.Input)
                reads[input] = reads.GetValueOrDefault(input) + 1;
        }

        foreach (ValueInfoProto output in graph.Output)
            reads[output.Name] = reads.GetValueOrDefault(output.Name) + 1;
    }

    public GraphProto Graph { get; }

    /// <summary>The node that writes each value.</summary>
    public Dictionary<string, NodeProto> Writers { get; } = [];

    /// <summary>The tensor of an initializer or Constant node; null for any other value.</summary>
    public TensorProto? Tensor(string name)
    {
        foreach (TensorProto tensor in Graph.Initializer)
        {
            if (tensor.Name == name)
                return tensor;
        }

        if (!Writers.TryGetValue(name, out NodeProto? writer) || writer.OpType != "Constant")
            return null;
        foreach (AttributeProto attribute in writer.Attribute)
        {
            if (attribute.Name == "value")
                return attribute.T;
        }

        return null;
    }

    /// <summary>
    /// Puts a new tensor into the place of a node's input. The old one goes, with what rearranged it, where nobody else reads it, and then
    /// leaves its name to the new one.
    /// </summary>
    public void SetInput(NodeProto node, int input, Tensor tensor)
    {
        string name = node.Input[input];
        reads[name]--;
        while (reads[name] == 0 && Writers.TryGetValue(name, out NodeProto? writer) && writer.OpType != "Constant")
        {
            Graph.Node.Remove(writer);
            for (int i = 1; i < writer.Input.Count; i++)
                Release(writer.Input[i]);
            name = writer.Input[0];
            reads[name]--;
        }

        if (reads[name] == 0)
            Remove(name);
        else
            name = Unused($"{name}_head");
        Graph.Initializer.Add(TensorReader.Write(name, tensor));
        reads[name] = 1;
        node.Input[input] = name;
    }

    /// <summary>A name that no value has yet.</summary>
    public string Unused(string wanted)
    {
        string name = wanted;
        for (int i = 2; reads.ContainsKey(name) || Writers.ContainsKey(name) || Tensor(name) is not null; i++)
            name = $"{wanted}{i}";
        return name;
    }

    /// <summary>Forgets what the file says about the shapes of values in between.</summary>
    public void ForgetShapes(Predicate<string> ofValue)
    {
        for (int i = Graph.ValueInfo.Count - 1; i >= 0; i--)
        {
            if (ofValue(Graph.ValueInfo[i].Name))
                Graph.ValueInfo.RemoveAt(i);
        }
    }

    private void Release(string name)
    {
        if (--reads[name] == 0)
            Remove(name);
    }

    private void Remove(string name)
    {
        if (Writers.Remove(name, out NodeProto? constant))
            Graph.Node.Remove(constant);
        RemoveFirst(Graph.Initializer, tensor => tensor.Name == name);
        RemoveFirst(Graph.Input, input => input.Name == name); // IR 3 lists initializers there too
        ForgetShapes(value => value == name);
    }

    private static void RemoveFirst<T>(IList<T> list, Predicate<T> which)
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (which(list[i]))
            {
                list.RemoveAt(i);
                return;
            }
        }
    }
}
