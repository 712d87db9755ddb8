using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Training;

/// <summary>One word of a selection.</summary>
internal sealed record LayerTerm(string Word, string Name, bool IsLeftOut, int Depth, ChannelRange? Channels)
{
    public static LayerTerm Parse(string word)
    {
        bool leftOut = word.StartsWith('-');
        string name = leftOut ? word[1..].Trim() : word;
        ChannelRange? channels = null;
        int bracket = name.EndsWith(']') ? name.LastIndexOf('[') : -1, percent = name.LastIndexOf('%');
        if (bracket > 0 && TryRange(name[(bracket + 1)..^1], out ChannelRange range))
            (channels, name) = (range, name[..bracket]);
        else if (percent > 0 && TryNumber(name[(percent + 1)..], out int part) && part is >= 1 and <= 100)
            (channels, name) = (new ChannelRange(0, 0, part), name[..percent]);
        int depth = 0;
        if (name == "last")
            depth = 1;
        else if (name.StartsWith("last:", StringComparison.Ordinal) && (!TryNumber(name[5..], out depth) || depth < 1))
            Throw.Data($"'{word}': last:N takes a number of layers from 1 up.");
        if (name.Length == 0 || (leftOut && channels is not null))
            Throw.Data($"'{word}' names no layer: write a name, and '-' before it to leave all of it out.");
        return new LayerTerm(word, name, leftOut, depth, channels);
    }

    /// <summary>The weights that the word stands for.</summary>
    public List<LayerWeight> Select(ModelLayers layers)
    {
        List<LayerWeight> selected = [];
        int from = Depth > 0 ? FirstOfLast(layers.All) : 0;
        for (int i = from; i < layers.All.Count; i++)
        {
            ModelLayer layer = layers.All[i];
            bool whole = Depth > 0 || Name == "all" || Name == Kind(layer.Kind) || NamePattern.Matches(Name, layer.Name);
            foreach (LayerWeight weight in layer.Weights)
            {
                if (whole || (Name == "bias" && weight.Role == WeightRole.Bias) || NamePattern.Matches(Name, weight.Name))
                    selected.Add(weight);
            }
        }

        if (selected.Count == 0 && layers.IsWeight(Name))
            selected.Add(new LayerWeight(Name, WeightRole.Weight));
        return selected;
    }

    private static string Kind(LayerKind kind) => kind switch
    {
        LayerKind.Convolution => "conv",
        LayerKind.Dense => "dense",
        LayerKind.Normalization => "norm",
        LayerKind.Recurrent => "recurrent",
        LayerKind.Embedding => "embedding",
        _ => "other",
    };

    /// <summary>Where the last layers begin; normalizations and the like belong to the layer before them.</summary>
    private int FirstOfLast(IReadOnlyList<ModelLayer> layers)
    {
        int found = 0;
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            if (layers[i].Kind is not (LayerKind.Normalization or LayerKind.Other) && ++found == Depth)
                return i;
        }

        return 0;
    }

    private static bool TryRange(string text, out ChannelRange range)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        int first = 0, end = 0;
        bool ok = colon >= 0 && TryNumber(text[..colon], out first) && TryNumber(text[(colon + 1)..], out end) && first < end;
        range = new ChannelRange(first, end);
        return ok;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
