using System;
using System.Collections.Generic;

namespace EdgeRuntime.Training;

/// <summary>
/// Which weights of a model are trained; all others stay as they are, cost no gradient, and are folded and packed as in inference.
/// Written as a list of words: <c>last</c> (the last layer), <c>last:3</c> (the last three, with what follows them), <c>bias</c>,
/// <c>all</c>, a kind (<c>conv</c>, <c>dense</c>, <c>norm</c>, <c>recurrent</c>, <c>embedding</c>), or the name of a layer or weight,
/// with <c>*</c> for any characters. A word behind <c>-</c> is left out: <c>all,-norm</c>. Behind a name of a convolution or dense layer,
/// <c>[0:16]</c> or <c>%25</c> trains only what reads these input channels, or the first quarter of them.
/// </summary>
public sealed record LayerSelection
{
    private readonly string text;

    private LayerSelection(string text, IReadOnlyList<LayerTerm> terms) => (this.text, Terms) = (text, terms);

    /// <summary>All layers.</summary>
    public static LayerSelection All { get; } = Parse("all");

    /// <summary>The last layer alone.</summary>
    public static LayerSelection Last { get; } = Parse("last");

    internal IReadOnlyList<LayerTerm> Terms { get; }

    /// <summary>Reads a list of words.</summary>
    /// <param name="text">For example <c>last:2,bias,-conv1*</c>.</param>
    /// <returns>The selection; names are looked up when a trainer is made.</returns>
    /// <exception cref="EdgeException">Kind Data: a word that means nothing.</exception>
    public static LayerSelection Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<LayerTerm> terms = [];
        foreach (string word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            terms.Add(LayerTerm.Parse(word));
        if (terms.Count == 0)
            Throw.Data("No layer is named: write last, last:N, bias, all, a kind (conv, dense, norm), or names of layers, divided by commas.");
        return new LayerSelection(text, terms);
    }

    /// <summary>The text that was parsed.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => text;

    /// <summary>The same words select the same layers.</summary>
    /// <param name="other">Another selection.</param>
    /// <returns>Whether the texts are equal.</returns>
    public bool Equals(LayerSelection? other) => other is not null && text == other.text;

    /// <inheritdoc/>
    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The chosen weights of a model by name, each with the input channels that are trained (null for all).</summary>
    internal Dictionary<string, ChannelRange?> Resolve(ModelLayers layers)
    {
        Dictionary<string, ChannelRange?> chosen = [];
        List<string> unknown = [];
        bool onlyLeavesOut = true;
        foreach (LayerTerm term in Terms)
            onlyLeavesOut &= term.IsLeftOut;
        if (onlyLeavesOut)
            Include(LayerTerm.Parse("all"), layers, chosen);
        foreach (LayerTerm term in Terms)
        {
            if (!term.IsLeftOut && !Include(term, layers, chosen))
                unknown.Add(term.Word);
        }

        foreach (LayerTerm term in Terms)
        {
            if (!term.IsLeftOut)
                continue;
            List<LayerWeight> left = term.Select(layers);
            if (left.Count == 0)
                unknown.Add(term.Word);
            foreach (LayerWeight weight in left)
                chosen.Remove(weight.Name);
        }

        if (unknown.Count > 0)
            Throw.Data(Describe(unknown, layers));
        if (chosen.Count == 0)
            Throw.Data($"'{text}' leaves no weight to train: name at least one layer.");
        return chosen;
    }

    private static bool Include(LayerTerm term, ModelLayers layers, Dictionary<string, ChannelRange?> chosen)
    {
        List<LayerWeight> found = term.Select(layers);
        foreach (LayerWeight weight in found)
        {
            if (weight.Role != WeightRole.Statistic)
                chosen[weight.Name] = weight.Role == WeightRole.Weight ? term.Channels : null;
        }

        return found.Count > 0;
    }

    private static string Describe(List<string> unknown, ModelLayers layers)
    {
        List<string> lines = [];
        foreach (string word in unknown)
        {
            List<string> near = NearNames.Of(word, layers.Names);
            lines.Add(near.Count == 0 ? $"'{word}'" : $"'{word}' (near: {string.Join(", ", near)})");
        }

        string known = layers.All.Count == 0
            ? "the model has no layer with float weights"
            : $"the model has {layers.All.Count} layers with weights, the first is '{layers.All[0].Name}', the last '{layers.All[^1].Name}'";
        return $"No layer or weight to train is called {string.Join(", ", lines)}: {known}. Use last, last:N, bias, all, conv, dense, norm, recurrent, embedding or a name, '*' for any characters.";
    }
}
