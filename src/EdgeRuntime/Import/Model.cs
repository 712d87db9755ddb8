using System;
using System.Collections.Generic;
using System.IO;
using EdgeRuntime.Files;
using EdgeRuntime.Graphs;
using EdgeRuntime.Import;
using EdgeRuntime.Import.Onnx;
using Google.Protobuf;

namespace EdgeRuntime;

/// <summary>A network in ONNX form: what is loaded, trained and saved. Nothing is planned or allocated for running it yet.</summary>
public sealed class Model
{
    private readonly string? folder;

    internal Model(ModelProto proto, string? folder = null)
    {
        Proto = proto;
        this.folder = folder;
        foreach (StringStringEntryProto entry in proto.MetadataProps)
            Metadata[entry.Key] = entry.Value;
    }

    /// <summary>The graph's name.</summary>
    public string Name => Proto.Graph.Name;

    /// <summary>Notes that travel with the model: labels, how inputs are scaled, how it was made.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    internal ModelProto Proto { get; }

    /// <summary>What must come from outside at run time: the graph's inputs without those that have an initializer.</summary>
    internal IReadOnlyList<ValueInfoProto> RunTimeInputs
    {
        get
        {
            HashSet<string> initializers = [];
            foreach (TensorProto tensor in Proto.Graph.Initializer)
                initializers.Add(tensor.Name);
            List<ValueInfoProto> inputs = [];
            foreach (ValueInfoProto input in Proto.Graph.Input)
            {
                if (!initializers.Contains(input.Name))
                    inputs.Add(input);
            }

            return inputs;
        }
    }

    /// <summary>Reads an ONNX file.</summary>
    /// <param name="path">The file; external weights must lie in its folder.</param>
    /// <returns>The model.</returns>
    /// <exception cref="EdgeException">The file is missing, corrupt or of a version that is not supported.</exception>
    public static Model Load(string path)
    {
        byte[] bytes;
        if (Directory.Exists(path))
            Throw.Data($"Model '{path}' is a directory: give an .onnx file.");
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Throw.Data($"Model '{path}' cannot be read: {e.Message}", e);
            return null!;
        }

        try
        {
            ModelProto proto = Parse(bytes);
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            ExternalData.CheckTotal(proto.Graph.Initializer, folder);
            return new Model(proto, folder);
        }
        catch (EdgeException e)
        {
            throw new EdgeException(e.Kind, $"Model '{path}': {e.Message}", e);
        }
    }

    /// <summary>Reads a model from memory; external weights are refused.</summary>
    /// <param name="file">The bytes of an ONNX file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="EdgeException">The bytes are not a model, or of a version that is not supported.</exception>
    public static Model Load(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new Model(Parse(file));
    }

    /// <summary>Writes the model as ONNX, through a temporary file, so that nothing is lost when writing fails.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="EdgeException">The file cannot be written.</exception>
    public void Save(string path)
    {
        try
        {
            WholeFile.Write(path, ToBytes());
        }
        catch (IOException e)
        {
            Throw.Data($"Model '{path}' cannot be written: {WhyNotWritten(path, e)}", e);
        }
    }

    /// <summary>The model as the bytes of an ONNX file, external weights included.</summary>
    /// <returns>The bytes.</returns>
    public byte[] ToBytes()
    {
        ModelProto copy = Proto.Clone();
        copy.MetadataProps.Clear();
        foreach ((string key, string value) in Metadata)
            copy.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        for (int i = 0; i < copy.Graph.Initializer.Count; i++)
        {
            TensorProto tensor = copy.Graph.Initializer[i];
            if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
                copy.Graph.Initializer[i] = TensorReader.Write(tensor.Name, TensorReader.Read(tensor, folder));
        }

        return copy.ToByteArray();
    }

    internal Graph ToGraph(ImportOptions options) => OnnxImporter.Import(Proto, folder, options);

    internal Graph? TryToGraph(ImportOptions options, out IReadOnlyList<UnsupportedNode> unsupported) =>
        OnnxImporter.TryImport(Proto, folder, options, out unsupported);

    /// <summary>The content of an initializer or Constant node.</summary>
    internal Tensor Initializer(string name)
    {
        foreach (TensorProto tensor in Proto.Graph.Initializer)
        {
            if (tensor.Name == name)
                return TensorReader.Read(tensor, folder);
        }

        return TensorReader.Read(ConstantNode(name).T, folder);
    }

    /// <summary>Replaces the content of an initializer or Constant node; its shape must stay, and 32-bit floats are rounded where it holds 16-bit ones.</summary>
    internal void SetInitializer(string name, Tensor tensor)
    {
        for (int i = 0; i < Proto.Graph.Initializer.Count; i++)
        {
            if (Proto.Graph.Initializer[i].Name == name)
            {
                Proto.Graph.Initializer[i] = TensorReader.Write(name, As(Proto.Graph.Initializer[i], tensor));
                return;
            }
        }

        AttributeProto value = ConstantNode(name);
        value.T = TensorReader.Write(value.T.Name, As(value.T, tensor));
    }

    private static Tensor As(TensorProto stored, Tensor tensor)
    {
        if (stored.DataType != (int)TensorProto.Types.DataType.Float16 || tensor.Type != ElementType.Float32)
            return tensor;
        return Tensor.Of<Half>(tensor.Shape, Array.ConvertAll(tensor.As<float>().ToArray(), number => (Half)number));
    }

    private AttributeProto ConstantNode(string name)
    {
        foreach (NodeProto node in Proto.Graph.Node)
        {
            if (node.OpType != "Constant" || node.Output[0] != name)
                continue;
            foreach (AttributeProto attribute in node.Attribute)
            {
                if (attribute.Name == "value")
                    return attribute;
            }
        }

        Throw.Data($"The model has no initializer '{name}'.");
        return null!;
    }

    private static string WhyNotWritten(string path, Exception exception)
    {
        string? above = Path.GetDirectoryName(Path.GetFullPath(path));
        if (above is not null && !Directory.Exists(above))
            return $"the folder '{above}' does not exist: create it.";
        return Directory.Exists(path) ? "it is a folder: name a file in it." : exception.Message;
    }

    private static ModelProto Parse(byte[] bytes)
    {
        if (bytes.Length >= 8 && bytes.AsSpan(4, 4).SequenceEqual("TFL3"u8))
            Throw.Unsupported("This is a TFLite model, which this version does not read: convert it to ONNX, with tf2onnx for example.");
        ModelScan.Check(bytes);
        ModelProto proto;
        try
        {
            proto = ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            Throw.Format($"This is not a whole ONNX model ({e.Message}) Was it cut off, or is it another format?", e);
            return null!;
        }

        if (proto.Graph is null || proto.IrVersion <= 0 || (proto.Graph.Node.Count == 0 && proto.Graph.Output.Count == 0))
            Throw.Format("This is not an ONNX model: it holds no graph. Is it another format?");
        if (proto.IrVersion < 3)
            Throw.Unsupported($"The model is of ONNX IR version {proto.IrVersion}; 3 and newer are supported: convert it with onnx.version_converter.");
        if (proto.Functions.Count > 0)
            Throw.Unsupported($"The model defines its own function '{proto.Functions[0].Name}', which is not supported: export it with functions inlined.");
        return proto;
    }
}
