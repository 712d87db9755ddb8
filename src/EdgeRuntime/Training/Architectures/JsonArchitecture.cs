using System;
using System.Collections.Generic;
using System.Text.Json;

namespace EdgeRuntime.Training;

/// <summary>Reads a network from a JSON description: an input and a list of layers, each the input of the next.</summary>
internal static class JsonArchitecture
{
    private static readonly Dictionary<string, string> Activations = new(StringComparer.Ordinal)
    {
        ["relu"] = "Relu", ["leakyrelu"] = "LeakyRelu", ["elu"] = "Elu", ["selu"] = "Selu", ["sigmoid"] = "Sigmoid", ["tanh"] = "Tanh",
        ["hardsigmoid"] = "HardSigmoid", ["hardswish"] = "HardSwish", ["softplus"] = "Softplus", ["softsign"] = "Softsign",
    };

    public static Model Read(string json, ulong seed)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 8 });
            return Read(new Description(document.RootElement, "The network"), seed);
        }
        catch (JsonException e)
        {
            Throw.Format($"The network's description is not JSON (line {e.LineNumber + 1}): {e.Message}", e);
            return null!;
        }
    }

    private static Model Read(Description network, ulong seed)
    {
        ModelBuilder builder = new(network.Text("name", "network"), new Shape(network.Ints("input")), seed);
        int number = 0;
        foreach (JsonElement element in network.List("layers"))
        {
            Description layer = new(element, $"Layer {++number}");
            Add(builder, layer);
            layer.Finish();
        }

        network.Finish();
        if (number == 0)
            Throw.Data("The network's description has no layers.");
        return builder.Build("logits");
    }

    private static void Add(ModelBuilder builder, Description layer)
    {
        string type = layer.Text("type", null);
        switch (type)
        {
            case "conv":
            case "depthwise":
                AddConvolution(builder, layer, type == "depthwise");
                break;
            case "dense":
                builder.Dense(layer.Int("units", null), First(layer, "initializer"), First(layer, "bias-initializer"));
                break;
            case "batchnorm":
                builder.BatchNorm();
                break;
            case "maxpool":
            case "minpool":
            case "averagepool":
                int[] size = PerAxis(layer, "size", builder.Shape.Rank - 1, 2);
                builder.Pool(type switch { "maxpool" => "MaxPool", "minpool" => "MinPool", _ => "AveragePool" }, size, layer.Has("stride") ? PerAxis(layer, "stride", size.Length, 1) : size);
                break;
            case "globalaveragepool":
                builder.GlobalAveragePool();
                break;
            case "flatten":
                builder.Flatten();
                break;
            case "dropout":
            case "spatialdropout":
                float ratio = layer.Number("ratio", 0.5f);
                if (!(ratio >= 0f && ratio < 1f))
                    layer.Fail($"a ratio of {ratio}: use 0 to below 1");
                if (type == "dropout")
                    builder.Dropout(ratio);
                else
                    builder.SpatialDropout(ratio);
                break;
            default:
                if (!Activations.TryGetValue(type, out string? activation))
                    layer.Fail($"type '{type}' is unknown: use conv, depthwise, dense, batchnorm, maxpool, minpool, averagepool, globalaveragepool, flatten, dropout, spatialdropout, {string.Join(", ", Activations.Keys)}");
                builder.Activation(activation);
                break;
        }

        if (layer.Has("activation"))
        {
            string name = layer.Text("activation", null);
            if (!Activations.TryGetValue(name, out string? activation))
                layer.Fail($"activation '{name}' is unknown: use {string.Join(", ", Activations.Keys)}");
            builder.Activation(activation);
        }
    }

    private static void AddConvolution(ModelBuilder builder, Description layer, bool depthwise)
    {
        int axes = builder.Shape.Rank - 1;
        if (axes is < 1 or > 2)
            layer.Fail($"a convolution needs an input of [channels, length] or [channels, height, width], got {builder.Shape}");
        int[] kernel = PerAxis(layer, "kernel", axes, 3);
        int[] strides = PerAxis(layer, "stride", axes, 1);
        int[] pads = new int[2 * axes];
        string padding = layer.Text("padding", "valid");
        if (padding is not ("same" or "valid"))
            layer.Fail($"padding '{padding}' is unknown: use same or valid");
        for (int i = 0; i < axes && padding == "same"; i++)
        {
            int length = builder.Shape[i + 1];
            int total = Math.Max(0, ((((length + strides[i] - 1) / Math.Max(strides[i], 1)) - 1) * strides[i]) + kernel[i] - length);
            (pads[i], pads[i + axes]) = (total / 2, total - (total / 2));
        }

        int filters = depthwise ? builder.Shape[0] * layer.Int("multiplier", 1) : layer.Int("filters", null);
        int groups = depthwise ? builder.Shape[0] : layer.Int("groups", 1);
        bool bias = layer.Flag("bias", true);
        builder.Conv(filters, kernel, strides, pads, groups, bias, First(layer, "initializer"), bias ? First(layer, "bias-initializer") : null);
    }

    private static int[] PerAxis(Description layer, string name, int axes, int fallback)
    {
        int[] values = layer.Has(name) ? layer.Ints(name) : [fallback];
        if (values.Length == 1 && axes > 1)
            values = [.. values, values[0]];
        if (values.Length != axes || Array.Exists(values, v => v < 1))
            layer.Fail($"'{name}' must be one number or {axes}, each 1 or more");
        return values;
    }

    /// <summary>An initializer by its name, or as an object of its type and parameters; null where it is left out.</summary>
    private static Initializer? First(Description layer, string property)
    {
        if (!layer.Has(property))
            return null;
        Description? of = layer.Part(property);
        string name = of is null ? layer.Text(property, null) : of.Text("type", null);
        if (!Initializer.ByName.TryGetValue(name, out Initializer? first))
            layer.Fail($"{property} '{name}' is unknown: use {string.Join(", ", Initializer.ByName.Keys)}");
        if (of is null)
            return first;
        first = first switch
        {
            NormalInitializer normal => new NormalInitializer(of.Number("mean", normal.Mean), of.Number("deviation", normal.Deviation)),
            UniformInitializer uniform => new UniformInitializer(of.Number("low", uniform.Low), of.Number("high", uniform.High)),
            OrthogonalInitializer orthogonal => new OrthogonalInitializer(of.Number("gain", orthogonal.Gain)),
            ConstantInitializer when name == "constant" => new ConstantInitializer(of.Number("value", 0f)),
            _ => first,
        };
        bool fits = first switch
        {
            NormalInitializer normal => float.IsFinite(normal.Mean) && normal.Deviation is >= 0f and < float.PositiveInfinity,
            UniformInitializer uniform => uniform.Low <= uniform.High && float.IsFinite(uniform.Low) && float.IsFinite(uniform.High),
            OrthogonalInitializer orthogonal => float.IsFinite(orthogonal.Gain),
            ConstantInitializer constant => float.IsFinite(constant.Value),
            _ => true,
        };
        if (!fits)
            layer.Fail($"{property} {first}: use finite numbers, a deviation from 0 up, and low up to high");
        of.Finish();
        return first;
    }

    /// <summary>A JSON object whose every property must be read.</summary>
    private sealed class Description
    {
        private readonly JsonElement element;
        private readonly string path;
        private readonly HashSet<string> read = [];

        public Description(JsonElement element, string path)
        {
            (this.element, this.path) = (element, path);
            if (element.ValueKind != JsonValueKind.Object)
                Fail("must be an object { ... }");
        }

        public bool Has(string name) => element.TryGetProperty(name, out _);

        public string Text(string name, string? fallback) =>
            Find(name, fallback is not null) is { } e ? e.ValueKind == JsonValueKind.String ? e.GetString()! : Wrong<string>(name, "a text") : fallback!;

        public int Int(string name, int? fallback) =>
            Find(name, fallback is not null) is { } e ? e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out int v) ? v : Wrong<int>(name, "a whole number") : fallback!.Value;

        public float Number(string name, float fallback) =>
            Find(name, true) is { } e ? e.ValueKind == JsonValueKind.Number ? e.GetSingle() : Wrong<float>(name, "a number") : fallback;

        public bool Flag(string name, bool fallback) =>
            Find(name, true) is { } e ? e.ValueKind is JsonValueKind.True or JsonValueKind.False ? e.GetBoolean() : Wrong<bool>(name, "true or false") : fallback;

        public int[] Ints(string name)
        {
            JsonElement list = Find(name, false)!.Value;
            if (list.ValueKind == JsonValueKind.Number)
                return [Int(name, null)];
            if (list.ValueKind != JsonValueKind.Array)
                Wrong<int>(name, "a list of whole numbers");
            List<int> values = [];
            foreach (JsonElement item in list.EnumerateArray())
                values.Add(item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int v) ? v : Wrong<int>(name, "a list of whole numbers"));
            return [.. values];
        }

        /// <summary>The object that a property holds; null where it holds something else.</summary>
        public Description? Part(string name) => Find(name, false) is { ValueKind: JsonValueKind.Object } part ? new Description(part, $"{path}, {name}") : null;

        public JsonElement.ArrayEnumerator List(string name)
        {
            JsonElement list = Find(name, false)!.Value;
            return list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : Wrong<JsonElement.ArrayEnumerator>(name, "a list");
        }

        public void Finish()
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                if (!read.Contains(property.Name))
                    Fail($"property '{property.Name}' is not known here");
            }
        }

        [System.Diagnostics.CodeAnalysis.DoesNotReturn]
        public void Fail(string message) => Throw.Data($"{path}: {message}.");

        private JsonElement? Find(string name, bool optional)
        {
            read.Add(name);
            if (element.TryGetProperty(name, out JsonElement found))
                return found;
            if (!optional)
                Fail($"property '{name}' is missing");
            return null;
        }

        private T Wrong<T>(string name, string expected)
        {
            Fail($"property '{name}' must be {expected}");
            return default!;
        }
    }
}
