using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Data;

/// <summary>The names of classes and texts of a table, and the place of each.</summary>
internal static class CsvClasses
{
    private const int Shown = 12;

    /// <summary>The different labels: sorted as numbers where all are whole numbers, else ordinally.</summary>
    public static string[] Sorted(string what, List<string> labels)
    {
        string[] names = [.. new HashSet<string>(labels, StringComparer.Ordinal)];
        bool numbers = Array.TrueForAll(names, name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        Array.Sort(names, numbers
            ? (a, b) => long.Parse(a, CultureInfo.InvariantCulture).CompareTo(long.Parse(b, CultureInfo.InvariantCulture))
            : StringComparer.Ordinal.Compare);
        if (names.Length > 1000 && names.Length > labels.Count / 2)
            Throw.Data($"{what}: the class column has {names.Length} different values in {labels.Count} lines; name another column as the class, or this one as a target.");
        return names;
    }

    /// <summary>The place of each label in the list of names; those that are not kept get 0.</summary>
    public static int[] Places(string what, string[] labels, IReadOnlyList<string> names, List<int> kept)
    {
        Dictionary<string, int> placeOf = [];
        for (int i = 0; i < names.Count; i++)
            placeOf[names[i]] = i;
        int[] places = new int[labels.Length];
        foreach (int i in kept)
        {
            if (!placeOf.TryGetValue(labels[i], out places[i]))
                Throw.Data($"{what}: the class '{labels[i]}' is none of the model's: {List(names)}. To train on other classes give the model a new head (--classes {CountOf(labels, kept)}).");
        }
        return places;
    }

    private static int CountOf(string[] labels, List<int> kept) => new HashSet<string>(kept.ConvertAll(i => labels[i]), StringComparer.Ordinal).Count;

    /// <summary>The place of a text in a list in ordinal order; negative where it is not there.</summary>
    public static int PlaceOf(IReadOnlyList<string> sorted, string text)
    {
        int low = 0, high = sorted.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2, order = string.CompareOrdinal(sorted[middle], text);
            if (order == 0)
                return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }
        return -1;
    }

    /// <summary>The first of the names, for a message.</summary>
    public static string List(IReadOnlyList<string> names)
    {
        List<string> shown = [];
        for (int i = 0; i < Math.Min(names.Count, Shown); i++)
            shown.Add(names[i]);
        return string.Join(", ", shown) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");
    }
}
