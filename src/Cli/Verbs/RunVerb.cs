using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using EdgeCli.Options;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Import.Onnx;

namespace EdgeCli.Verbs;

/// <summary><c>edge run MODEL</c>: runs once on arrays from .npy files.</summary>
internal sealed class RunVerb : Verb
{
    private readonly Argument<string> model = new("MODEL") { Description = "An ONNX file." };
    private readonly Option<string[]> input = new("--input")
    {
        Description = "NAME=FILE.npy, or FILE.npy in the order of the model's inputs; once for each input.",
        HelpName = "[NAME=]FILE.npy",
    };

    private readonly Option<string?> output = new("--output") { Description = "A folder that gets each output as NAME.npy.", HelpName = "DIR" };

    private readonly Option<bool> prepare = new("--prepare") { Description = "Scale the samples first as the model's notes say; without it arrays go into the model as they are." };

    private readonly StreamOptions streaming = new("Feed the input frame by frame; outputs are those of all steps, stacked along a first axis.");

    public RunVerb()
        : base(
            "run",
            "Runs a model once on arrays in NumPy's .npy format.",
            "run model.onnx --input image.npy --output results",
            "run model.onnx --input x=x.npy --input state=zeros.npy --json",
            "run houses.onnx --input rows.npy --prepare",
            "run gru.onnx --input sequence.npy --stream --output steps",
            "run model_1.onnx --input frames.npy --stream --state input_3=tf_op_layer_stack_2")
    {
        Arguments.Add(model);
        Options.Add(input);
        Options.Add(output);
        Options.Add(prepare);
        streaming.AddTo(this);
    }

    public override int Run(Context context)
    {
        OutputPath.CheckFolder("--output", context.Get(output));
        SessionOptions options = streaming.Apply(context, context.SessionOptions);
        Model loaded = Model.Load(context.Get(model));
        if (streaming.IsAsked(context))
        {
            using Session stream = new(loaded, options);
            context.LogWarnings(stream);
            Report(context, stream, FrameRun.Run(stream, ReadSequence(context)));
            return CommandLine.Done;
        }

        List<(string Name, Tensor Value)> inputs = ReadInputs(loaded, context.Get(input) ?? []);
        if (context.Get(prepare))
            Prepare(loaded, inputs);
        using Session session = BoundSession.Open(loaded, inputs, options);
        context.LogWarnings(session);
        Report(context, session, BoundSession.Run(session, inputs));
        return CommandLine.Done;
    }

    private void Report(Context context, Session session, List<Tensor> outputs)
    {
        if (context.Get(output) is { } folder)
            Save(folder, session, outputs);
        for (int i = 0; i < outputs.Count; i++)
            context.Print($"{session.Outputs[i].Name} {TensorJson.NameOf(outputs[i].Type)}{outputs[i].Shape} crc32 {Crc32.Of(outputs[i].Bytes)}  {NpyTensor.Preview(outputs[i])}");
        context.PrintJson(json =>
        {
            json.WriteStartArray("outputs");
            for (int i = 0; i < outputs.Count; i++)
            {
                json.WriteStartObject();
                json.WriteTensor(session.Outputs[i] with { Shape = outputs[i].Shape });
                json.WriteNumber("crc32", Crc32.Of(outputs[i].Bytes));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("arena_bytes", session.ArenaBytes);
            json.WriteNumber("state_bytes", session.StateBytes);
        });
    }

    private Tensor ReadSequence(Context context)
    {
        if (context.Get(input) is not { Length: 1 } given || context.Get(prepare))
            throw new UsageException("--stream takes one --input FILE.npy, the sequence, and no --prepare.");
        int split = given[0].IndexOf('=', StringComparison.Ordinal);
        return NpyTensor.Read(split > 0 && !File.Exists(given[0]) ? given[0][(split + 1)..] : given[0]);
    }

    private static List<(string Name, Tensor Value)> ReadInputs(Model model, string[] given)
    {
        List<string> names = [];
        IReadOnlyList<ValueInfoProto> declared = model.RunTimeInputs;
        foreach (ValueInfoProto value in declared)
            names.Add(value.Name);
        List<(string Name, Tensor Value)> inputs = [];
        foreach (string text in given)
        {
            int split = text.IndexOf('=', StringComparison.Ordinal);
            string? name = split > 0 && names.Contains(text[..split]) ? text[..split] : null;
            if (split > 0 && name is null && !File.Exists(text))
                throw new UsageException($"The model has no input '{text[..split]}': it has {string.Join(", ", names.ConvertAll(n => $"'{n}'"))}.");
            string file = name is null ? text : text[(split + 1)..];
            name ??= names.Find(n => !inputs.Exists(i => i.Name == n));
            if (name is null || inputs.Exists(i => i.Name == name))
                throw new UsageException($"--input {text}: the model has {names.Count} inputs ({string.Join(", ", names)}), each is given once.");
            Tensor value = NpyTensor.Read(file);
            CheckShape(text, declared[names.IndexOf(name)], value.Shape);
            inputs.Add((name, value));
        }

        if (names.Find(n => !inputs.Exists(i => i.Name == n)) is { } missing)
            throw new UsageException($"Input '{missing}' is not given: add --input {missing}=FILE.npy.");
        return inputs;
    }

    private static void Prepare(Model model, List<(string Name, Tensor Value)> inputs)
    {
        if (InputNotes.Scaling(model.Metadata) is not { } notes)
            throw new EdgeException(ErrorKind.Data, "--prepare: the model has no notes of how its samples are scaled; leave the option away.");
        bool hasLengths = inputs.Count == 2 && inputs[1].Value is { Type: ElementType.Int32, Shape.Rank: 1 };
        if (inputs.Count != (hasLengths ? 2 : 1) || inputs[0].Value is not { Type: ElementType.Float32, Shape.Rank: > 1 } batch)
            throw new EdgeException(ErrorKind.Data, $"--prepare: it takes one input [samples, ...] of float32, and perhaps the lengths of sequences, got {inputs.Count} inputs, the first {inputs[0].Value.Shape}.");
        Span<float> values = batch.As<float>();
        for (int i = 0; i < values.Length; i++)
            values[i] = (values[i] - notes.Mean) / notes.Deviation;
        notes.Preparation?.Check(batch.Shape.Dims[1..].ToArray(), "A sample");
        int length = values.Length / Math.Max(1, batch.Shape[0]);
        for (int start = 0; start < values.Length; start += length)
            notes.Preparation?.Apply(values.Slice(start, length));
    }

    private static void CheckShape(string text, ValueInfoProto input, Shape given)
    {
        if (input.Type?.TensorType?.Shape is not { } shape)
            return; // the file leaves it open
        bool fits = shape.Dim.Count == given.Rank;
        string[] axes = new string[shape.Dim.Count];
        for (int i = 0; i < axes.Length; i++)
        {
            TensorShapeProto.Types.Dimension axis = shape.Dim[i];
            bool isFixed = axis.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && axis.DimValue > 0;
            axes[i] = isFixed ? axis.DimValue.ToString(CultureInfo.InvariantCulture) : axis.DimParam is { Length: > 0 } named ? named : "any";
            fits = fits && (!isFixed || axis.DimValue == given[i]);
        }

        if (!fits)
            throw new EdgeException(ErrorKind.Shape, $"--input {text}: the array's shape is {given}, the model's input '{input.Name}' takes [{string.Join(", ", axes)}].");
    }

    private static void Save(string folder, Session session, List<Tensor> outputs)
    {
        OutputPath.CreateFolder("--output", folder);
        for (int i = 0; i < outputs.Count; i++)
            NpyTensor.Write(Path.Combine(folder, $"{session.Outputs[i].Name.Replace('/', '_')}.npy"), outputs[i]);
    }
}
