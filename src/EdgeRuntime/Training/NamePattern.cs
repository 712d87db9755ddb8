namespace EdgeRuntime.Training;

/// <summary>Names with <c>*</c>: how layers and weights are meant in selections and groups.</summary>
internal static class NamePattern
{
    /// <summary>Whether a name fits a pattern in which <c>*</c> stands for any characters, none included.</summary>
    public static bool Matches(string pattern, string name)
    {
        // The classic two-pointer walk: on a mismatch the last star takes one character more.
        int p = 0, n = 0, star = -1, taken = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, taken, p) = (p, n, p + 1);
            else if (p < pattern.Length && pattern[p] == name[n])
                (p, n) = (p + 1, n + 1);
            else if (star >= 0)
                (p, n) = (star + 1, ++taken);
            else
                return false;
        }

        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }
}
