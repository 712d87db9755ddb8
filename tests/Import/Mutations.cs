using System;
using System.Collections.Generic;
using EdgeRuntime.Import.Onnx;
using EdgeRuntime.Random;
using Google.Protobuf;

namespace Tests.Import;

/// <summary>Seeded damage to model files: to their bytes, and to what the bytes mean.</summary>
internal sealed class Mutations(ulong seed)
{
    private static readonly long[] Lengths = [0, -1, 1, 2, 3, 255, 65_536, 1 << 30, int.MaxValue, (1L << 32) + 1, long.MaxValue, long.MinValue];

    private readonly CounterRandom random = new(seed, 0);
    private ulong position;

    /// <summary>One damaged copy of <paramref name="file"/>; parts of <paramref name="other"/> may end up in it.</summary>
    public byte[] Of(byte[] file, byte[] other) => Below(10) switch
    {
        0 => file[..Below(file.Length)],
        1 or 2 => FlipBits(file, 1 + Below(8)),
        3 => Splice(file, other),
        4 => Overwrite(file),
        _ => OfMeaning(file),
    };

    private byte[] FlipBits(byte[] file, int count)
    {
        byte[] copy = [.. file];
        for (int i = 0; i < count; i++)
            copy[Below(copy.Length)] ^= (byte)(1 << Below(8));
        return copy;
    }

    private byte[] Splice(byte[] file, byte[] other)
    {
        int at = Below(file.Length), from = Below(other.Length);
        int length = Below(Math.Min(other.Length - from, 4096) + 1);
        return [.. file[..at], .. other[from..(from + length)], .. file[at..]];
    }

    private byte[] Overwrite(byte[] file)
    {
        byte[] copy = [.. file];
        int at = Below(copy.Length);
        copy.AsSpan(at, Math.Min(1 + Below(12), copy.Length - at)).Fill(Below(2) == 0 ? (byte)0xFF : (byte)0);
        return copy;
    }

    private byte[] OfMeaning(byte[] file)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(file);
        for (int i = 0; i <= Below(3); i++)
            Damage(model);
        return model.ToByteArray();
    }

    private void Damage(ModelProto model)
    {
        GraphProto graph = model.Graph;
        if (graph.Node.Count == 0)
            return; // an earlier damage took the last one
        switch (Below(12))
        {
            case 0: DamageDims(graph); break;
            case 1: DamageInput(graph); break;
            case 2: Rename(graph); break;
            case 3: graph.Node.RemoveAt(Below(graph.Node.Count)); break;
            case 4: graph.Node.Insert(Below(graph.Node.Count), graph.Node[Below(graph.Node.Count)].Clone()); break;
            case 5: graph.Node[Below(graph.Node.Count)].OpType = graph.Node[Below(graph.Node.Count)].OpType; break;
            case 6: model.OpsetImport[0].Version = Lengths[Below(Lengths.Length)] % 40; break;
            case 7: DamageType(graph); break;
            case 8: RemoveInput(graph); break;
            default: DamageAttribute(graph); break;
        }
    }

    private void DamageDims(GraphProto graph)
    {
        if (graph.Initializer.Count == 0)
            return;
        TensorProto tensor = graph.Initializer[Below(graph.Initializer.Count)];
        if (tensor.Dims.Count > 0 && Below(3) > 0)
            tensor.Dims[Below(tensor.Dims.Count)] = Length();
        else
            tensor.Dims.Add(Length());
    }

    private void DamageInput(GraphProto graph)
    {
        if (graph.Input.Count == 0 || graph.Input[Below(graph.Input.Count)].Type?.TensorType?.Shape is not { } shape)
            return;
        if (shape.Dim.Count > 0 && Below(3) > 0)
            shape.Dim[Below(shape.Dim.Count)] = new TensorShapeProto.Types.Dimension { DimValue = Length() };
        else
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = Length() });
    }

    // One value under another's name: cycles, double definitions, operands of other shapes, missing values.
    private void Rename(GraphProto graph)
    {
        NodeProto node = graph.Node[Below(graph.Node.Count)], other = graph.Node[Below(graph.Node.Count)];
        string name = Below(4) == 0 ? "nobody" : Below(2) == 0 && other.Output.Count > 0 ? other.Output[0] : other.Input.Count > 0 ? other.Input[0] : "";
        if (Below(3) == 0 && node.Output.Count > 0)
            node.Output[Below(node.Output.Count)] = name;
        else if (node.Input.Count > 0)
            node.Input[Below(node.Input.Count)] = name;
    }

    private void DamageType(GraphProto graph)
    {
        if (graph.Initializer.Count > 0)
            graph.Initializer[Below(graph.Initializer.Count)].DataType = Below(26);
        else if (graph.Input.Count > 0 && graph.Input[0].Type?.TensorType is { } tensor)
            tensor.ElemType = Below(26);
    }

    private void RemoveInput(GraphProto graph)
    {
        NodeProto node = graph.Node[Below(graph.Node.Count)];
        if (node.Input.Count > 0)
            node.Input.RemoveAt(Below(node.Input.Count));
    }

    private void DamageAttribute(GraphProto graph)
    {
        List<AttributeProto> attributes = [];
        foreach (NodeProto node in graph.Node)
            attributes.AddRange(node.Attribute);
        if (attributes.Count == 0)
            return;
        AttributeProto attribute = attributes[Below(attributes.Count)];
        switch (Below(6))
        {
            case 0: attribute.Name = attributes[Below(attributes.Count)].Name; break;
            case 1: attribute.Type = (AttributeProto.Types.AttributeType)Below(14); break;
            case 2 when attribute.Ints.Count > 0: attribute.Ints.RemoveAt(Below(attribute.Ints.Count)); break;
            case 3: attribute.Ints.Add(Length()); break;
            default:
                attribute.I = Length();
                attribute.F = Below(2) == 0 ? float.NaN : float.PositiveInfinity;
                if (attribute.Ints.Count > 0)
                    attribute.Ints[Below(attribute.Ints.Count)] = Length();
                break;
        }
    }

    private long Length() => Below(2) == 0 ? Below(9) - 2 : Lengths[Below(Lengths.Length)];

    private int Below(int bound) => bound <= 1 ? 0 : random.Below(bound, position++);
}
