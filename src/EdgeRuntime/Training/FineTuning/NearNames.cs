using System;
using System.Collections.Generic;

namespace EdgeRuntime.Training;

/// <summary>What a misspelt name may have meant.</summary>
internal static class NearNames
{
    private const int MostShown = 3;

    /// <summary>The names that are nearest to a word: those that hold it, then those with the fewest other letters.</summary>
    public static List<string> Of(string word, IEnumerable<string> names)
    {
        string wanted = word.Trim('-', '*');
        List<(int Distance, string Name)> ranked = [];
        HashSet<string> seen = [];
        foreach (string name in names)
        {
            if (!seen.Add(name))
                continue;
            bool holds = wanted.Length > 1 && name.Contains(wanted, StringComparison.OrdinalIgnoreCase);
            int distance = holds ? 0 : Distance(wanted.ToUpperInvariant(), name.ToUpperInvariant());
            if (holds || distance <= Math.Max(2, wanted.Length / 2))
                ranked.Add((distance, name));
        }

        ranked.Sort((a, b) => a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : string.CompareOrdinal(a.Name, b.Name));
        return ranked.GetRange(0, Math.Min(MostShown, ranked.Count)).ConvertAll(r => r.Name);
    }

    /// <summary>Levenshtein's distance: letters to insert, delete or change.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
