using System;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>Arithmetic of axis orders as <see cref="Transpose"/> has them: output axis i is input axis <c>order[i]</c>.</summary>
internal static class Order
{
    /// <summary>One order that does what <paramref name="first"/> and then <paramref name="second"/> do.</summary>
    public static Axes Then(Axes first, Axes second)
    {
        int[] both = new int[first.Count];
        for (int i = 0; i < both.Length; i++)
            both[i] = first[second[i]];
        return new Axes(both);
    }

    public static Axes Inverse(Axes order)
    {
        int[] inverse = new int[order.Count];
        for (int i = 0; i < inverse.Length; i++)
            inverse[order[i]] = i;
        return new Axes(inverse);
    }

    /// <summary>Numbers that belong to the axes behind a transpose, in the order of the axes before it.</summary>
    public static Axes Undo(Axes order, Axes numbers)
    {
        int[] source = new int[order.Count];
        for (int i = 0; i < source.Length; i++)
            source[order[i]] = numbers[i];
        return new Axes(source);
    }

    /// <summary>Numbers that belong to the axes before a transpose, in the order of the axes behind it.</summary>
    public static Axes Permuted(Axes order, Axes numbers) => Then(numbers, order);

    /// <summary>The order that moves [N, ..., C] to [N, C, ...].</summary>
    public static Axes ChannelsFirst(int rank)
    {
        int[] order = new int[rank];
        for (int i = 1; i < rank; i++)
            order[i] = i == 1 ? rank - 1 : i - 1;
        return new Axes(order);
    }

    /// <summary>What axes behind a transpose are called before it, ascending.</summary>
    public static Axes Renamed(Axes order, Axes axes)
    {
        int[] renamed = Array.ConvertAll(axes.Span.ToArray(), axis => order[axis]);
        Array.Sort(renamed);
        return new Axes(renamed);
    }

    public static bool IsIdentity(Axes order)
    {
        for (int i = 0; i < order.Count; i++)
        {
            if (order[i] != i)
                return false;
        }

        return true;
    }
}
