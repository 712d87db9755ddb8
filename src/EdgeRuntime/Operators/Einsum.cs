using System;
using System.Collections.Generic;
using System.Text;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Einstein's sums, two operands at a time from left to right: letters of one operand alone that nobody asks for are summed away, then both
/// are permuted and reshaped to stacks of matrices, multiplied, and brought into the order of the result.
/// </summary>
internal static class Einsum
{
    /// <summary>ONNX Einsum 12 and newer; no operand may name a letter twice (a diagonal), and equal letters have equal lengths.</summary>
    public static void Import(ImportNode node)
    {
        (string[] terms, string result) = Parse(node, node.String("equation", "").Replace(" ", "", StringComparison.Ordinal));
        Value x = node.Input(0);
        string letters = terms[0];
        for (int i = 1; i < terms.Length; i++)
        {
            string later = string.Concat(terms.AsSpan(i + 1)) + result;
            (x, letters) = Multiply(node, x, letters, node.Input(i), terms[i], later);
        }

        (x, letters) = SumAway(node, x, letters, result);
        node.Return(Permute(node, x, letters, result));
    }

    /// <summary>The letters of each operand and of the result; axes of an ellipsis get letters of their own, counted from the last one.</summary>
    private static (string[] Terms, string Result) Parse(ImportNode node, string equation)
    {
        int arrow = equation.IndexOf("->", StringComparison.Ordinal);
        string[] terms = (arrow < 0 ? equation : equation[..arrow]).Split(',');
        if (terms.Length != node.InputCount)
            Throw.Format($"{node.Path}: equation '{equation}' has {terms.Length} operands, the node {node.InputCount}.");
        string all = string.Concat(terms);
        string ellipsis = "";
        Dictionary<char, int> lengths = [];
        for (int i = 0; i < terms.Length; i++)
        {
            Shape shape = node.Input(i).Shape;
            int dots = terms[i].Contains("...", StringComparison.Ordinal) ? shape.Rank - (terms[i].Length - 3) : 0;
            string axes = "";
            for (int k = dots; k > 0; k--)
                axes += (char)k; // control characters are no letters of an equation
            ellipsis = axes.Length > ellipsis.Length ? axes : ellipsis;
            terms[i] = terms[i].Replace("...", axes, StringComparison.Ordinal);
            Check(node, equation, terms[i], node.Input(i), lengths);
        }

        string result = arrow < 0 ? Implied(all, ellipsis) : equation[(arrow + 2)..].Replace("...", ellipsis, StringComparison.Ordinal);
        foreach (char letter in result)
        {
            if (!lengths.ContainsKey(letter) || result.IndexOf(letter, StringComparison.Ordinal) != result.LastIndexOf(letter))
                Throw.Format($"{node.Path}: '{letter}' in the result of equation '{equation}' must be a letter of an operand, and be there once.");
        }

        return (terms, result);
    }

    private static void Check(ImportNode node, string equation, string term, Value x, Dictionary<char, int> lengths)
    {
        if (term.Length != x.Shape.Rank)
            Throw.Shape($"{node.Path}: equation '{equation}' names {term.Length} axes of {x}.");
        for (int i = 0; i < term.Length; i++)
        {
            char letter = term[i];
            if (letter == '.' || (letter >= ' ' && !char.IsAsciiLetter(letter)))
                Throw.Format($"{node.Path}: '{letter}' in equation '{equation}' is no letter.");
            if (term.IndexOf(letter, StringComparison.Ordinal) != i)
                node.Refuse($"equation '{equation}' names '{letter}' twice in one operand: diagonals are not supported");
            if (lengths.TryGetValue(letter, out int length) && length != x.Shape[i])
                node.Refuse($"equation '{equation}' joins axes of {length} and {x.Shape[i]} elements: they must be equal, broadcasting in sums is not supported");
            lengths[letter] = x.Shape[i];
        }
    }

    /// <summary>Without an arrow the result has the ellipsis and all letters that are there once, sorted.</summary>
    private static string Implied(string all, string ellipsis)
    {
        StringBuilder result = new(ellipsis);
        SortedSet<char> letters = [.. all.Replace(".", "", StringComparison.Ordinal)];
        foreach (char letter in letters)
        {
            if (all.IndexOf(letter, StringComparison.Ordinal) == all.LastIndexOf(letter))
                result.Append(letter);
        }

        return result.ToString();
    }

    private static (Value X, string Letters) Multiply(ImportNode node, Value a, string aLetters, Value b, string bLetters, string later)
    {
        (a, aLetters) = SumAway(node, a, aLetters, later + bLetters);
        (b, bLetters) = SumAway(node, b, bLetters, later + aLetters);
        string stack = Those(aLetters, c => bLetters.Contains(c) && later.Contains(c));
        string summed = Those(aLetters, c => bLetters.Contains(c) && !later.Contains(c));
        string rows = Those(aLetters, c => !bLetters.Contains(c)), columns = Those(bLetters, c => !aLetters.Contains(c));
        a = Permute(node, a, aLetters, stack + rows + summed);
        b = Permute(node, b, bLetters, stack + summed + columns);
        int ends = stack.Length + rows.Length, inner = stack.Length + summed.Length;
        int s = a.Shape.Product(0, stack.Length), m = a.Shape.Product(stack.Length, ends), k = a.Shape.Product(ends, a.Shape.Rank);
        int n = b.Shape.Product(inner, b.Shape.Rank);
        Value product = stack.Length == 0
            ? node.Emit(new Gemm(TransB: false, Bounds.None), node.Reshape(a, new Shape(m, k)), node.Reshape(b, new Shape(k, n)))
            : node.Emit(new MatMul(false, false), node.Reshape(a, new Shape(s, m, k)), node.Reshape(b, new Shape(s, k, n)));
        return (node.Reshape(product, new Shape([.. a.Shape.Dims[..ends], .. b.Shape.Dims[inner..]])), stack + rows + columns);
    }

    private static (Value X, string Letters) SumAway(ImportNode node, Value x, string letters, string kept)
    {
        List<int> over = [];
        List<int> dims = [];
        for (int i = 0; i < letters.Length; i++)
        {
            if (kept.Contains(letters[i], StringComparison.Ordinal))
                dims.Add(x.Shape[i]);
            else
                over.Add(i);
        }

        if (over.Count == 0)
            return (x, letters);
        Value sum = node.Emit(new Reduce(ReduceKind.Sum, new Axes([.. over])), x);
        return (node.Reshape(sum, new Shape([.. dims])), Those(letters, c => kept.Contains(c, StringComparison.Ordinal)));
    }

    private static Value Permute(ImportNode node, Value x, string from, string to)
    {
        if (from == to)
            return x;
        int[] order = new int[to.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = from.IndexOf(to[i], StringComparison.Ordinal);
        return node.Transpose(x, order);
    }

    private static string Those(string letters, Func<char, bool> hold)
    {
        StringBuilder result = new();
        foreach (char letter in letters)
        {
            if (hold(letter))
                result.Append(letter);
        }

        return result.ToString();
    }
}
