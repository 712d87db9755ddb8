using System;
using System.Collections.Generic;
using EdgeRuntime.Import.Onnx;
using AttributeType = EdgeRuntime.Import.Onnx.AttributeProto.Types.AttributeType;

namespace EdgeRuntime.Import;

/// <summary>A node's attributes as .NET values: numbers, texts, lists of them, tensors. Graphs stay what they are, for whoever refuses them.</summary>
internal static class NodeAttributes
{
    public static Dictionary<string, object> Of(NodeProto proto, string path, Func<TensorProto, Tensor> read)
    {
        Dictionary<string, object> attributes = [];
        foreach (AttributeProto attribute in proto.Attribute)
        {
            object? value = attribute.Type switch
            {
                AttributeType.Float => attribute.F,
                AttributeType.Int => attribute.I,
                AttributeType.String => attribute.S.ToStringUtf8(),
                AttributeType.Tensor when attribute.T is not null => read(attribute.T),
                AttributeType.Floats => ToArray(attribute.Floats),
                AttributeType.Ints => ToArray(attribute.Ints),
                AttributeType.Strings => Array.ConvertAll(ToArray(attribute.Strings), text => text.ToStringUtf8()),
                AttributeType.Graph or AttributeType.SparseTensor => attribute,
                _ => null,
            };
            if (value is null || attribute.RefAttrName.Length > 0 || !attributes.TryAdd(attribute.Name, value))
                Throw.Format($"{path}: attribute '{attribute.Name}' has no value, a value of a kind that is not supported, or stands twice.");
        }

        return attributes;
    }

    private static T[] ToArray<T>(Google.Protobuf.Collections.RepeatedField<T> field)
    {
        T[] array = new T[field.Count];
        field.CopyTo(array, 0);
        return array;
    }
}
