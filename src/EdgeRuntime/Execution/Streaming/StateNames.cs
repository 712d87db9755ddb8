using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Execution.Streaming;

/// <summary>
/// Finds pairs of state inputs and outputs by the names that exporters give them. A name is cut into words; words for a role (in, past, 0;
/// out, present, n) say which side it is on, and what is left must be the same on both.
/// </summary>
internal static partial class StateNames
{
    private static readonly HashSet<string> Before = ["past", "prev", "previous", "last", "initial", "init", "old"];
    private static readonly HashSet<string> After = ["present", "next", "new", "final", "n"];
    private static readonly HashSet<string> Sides = ["in", "input", "out", "output"];

    /// <summary>Words without which a mere in and out may be the data themselves.</summary>
    private static readonly HashSet<string> StateWords =
        ["h", "c", "hx", "cx", "hidden", "cell", "state", "states", "cache", "caches", "buffer", "mem", "memory", "rnn", "gru", "lstm", "key", "keys", "value", "values", "kv", "ctx", "context"];

    /// <summary>All pairs of the graph's inputs and outputs that are not in <paramref name="given"/>; an ambiguous name is an error.</summary>
    public static List<StatePair> Find(Graph graph, IReadOnlyList<StatePair> given)
    {
        List<StatePair> found = Fitting(graph, (input, output) => Match(input, output)
            && !Any(given, pair => pair.Input == input || pair.Output == output));
        List<StatePair> ambiguous = found.FindAll(one => found.Exists(other => other != one && (other.Input == one.Input || other.Output == one.Output)));
        if (ambiguous.Count > 0)
            Throw.Data($"The states of the model cannot be told from their names: {Show(ambiguous)} all fit. Name the pairs.");
        if (found.Count == 0 && given.Count == 0)
        {
            List<StatePair> alike = Fitting(graph, (_, _) => true);
            Throw.Data($"No state input was found by its name: name the pairs. {(alike.Count == 0 ? "No output has the shape of an input." : $"Of one shape are {Show(alike)}.")}");
        }

        return found;
    }

    /// <summary>Whether an input and an output are called so that one is the state before and the other the state after.</summary>
    public static bool Match(string input, string output)
    {
        List<string> before = Words(input, out bool pastInput), after = Words(output, out bool pastOutput);
        bool isRole = before.RemoveAll(Before.Contains) + after.RemoveAll(After.Contains) > 0 || pastInput || pastOutput;
        // PyTorch writes h0 and hn.
        if (before.Count == after.Count + 1 && before[^1] == "0")
        {
            isRole = true;
            before.RemoveAt(before.Count - 1);
        }

        before.RemoveAll(Sides.Contains);
        after.RemoveAll(Sides.Contains);
        if (before.Count != after.Count)
            return false;
        for (int i = 0; i < before.Count; i++)
        {
            if (before[i] != after[i])
                return false;
        }

        return isRole || before.Exists(StateWords.Contains);
    }

    private static List<string> Words(string name, out bool isPast)
    {
        List<string> words = [];
        foreach (Match word in Word().Matches(name.ToLowerInvariant()))
        {
            bool isLast = word.Value is "hn" or "cn";
            words.Add(isLast ? word.Value[..1] : word.Value);
            if (isLast)
                words.Add("n");
        }

        // Transformers' past_key_values.0.key goes with present.0.key.
        isPast = words.Count > 3 && words[0] == "past" && words[1] == "key" && words[2] == "values";
        if (isPast)
            words.RemoveRange(0, 3);
        return words;
    }

    private static List<StatePair> Fitting(Graph graph, Func<string, string, bool> accept)
    {
        List<StatePair> fitting = [];
        foreach (Value input in graph.Inputs)
        {
            foreach ((string name, Value value) in graph.Outputs)
            {
                if (value.Type == input.Type && value.Shape == input.Shape && accept(input.Name, name))
                    fitting.Add(new StatePair(input.Name, name));
            }
        }

        return fitting;
    }

    private static bool Any(IReadOnlyList<StatePair> given, Predicate<StatePair> fits)
    {
        foreach (StatePair pair in given)
        {
            if (fits(pair))
                return true;
        }

        return false;
    }

    private static string Show(List<StatePair> pairs) => string.Join(", ", pairs.ConvertAll(pair => $"'{pair.Input}' -> '{pair.Output}'"));

    [GeneratedRegex("[a-z]+|[0-9]+")]
    private static partial Regex Word();
}
