using System.Globalization;
using System.Text.Json;
using EdgeRuntime;

namespace EdgeCli;

/// <summary>Tensors and numbers as the JSON of the command has them.</summary>
internal static class TensorJson
{
    /// <summary>The name of an element type: float32, int8, bool.</summary>
    public static string NameOf(ElementType type) => type.ToString().ToLowerInvariant();

    /// <summary>Writes name, type and shape into the object that is open.</summary>
    public static void WriteTensor(this Utf8JsonWriter json, TensorInfo tensor)
    {
        json.WriteString("name", tensor.Name);
        json.WriteString("type", NameOf(tensor.Type));
        json.WriteStartArray("shape");
        foreach (int dim in tensor.Shape.Dims)
            json.WriteNumberValue(dim);
        json.WriteEndArray();
    }

    /// <summary>Writes a number, or null where it is not finite (JSON has no NaN).</summary>
    public static void WriteFinite(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    /// <summary>A loss for a person, with five digits that say something however small or large it is.</summary>
    public static string ShowLoss(double value) => Show(value, value is 0 or (>= 0.1 and < 100_000) ? "0.#####" : "G5");

    /// <summary>A number for a person, with at most so many decimals; a dash where it is not one.</summary>
    public static string Show(double value, string format = "0.####") => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "-";
}
