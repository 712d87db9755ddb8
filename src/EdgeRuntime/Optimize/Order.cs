using System;
using System.Collections.Generic;
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

    public static bool IsIdentity(Axes order)
    {
        for (int i = 0; i < order.Count; i++)
        {
            if (order[i] != i)
                return false;
        }

        return true;
    }

    /// <summary>The order of the axes that are left when those of the source that <paramref name="drops"/> picks are taken out.</summary>
    public static Axes Without(Axes order, Predicate<int> drops)
    {
        int[] rank = new int[order.Count]; // what each axis of the source is called afterwards
        int left = 0;
        for (int axis = 0; axis < rank.Length; axis++)
            rank[axis] = drops(axis) ? -1 : left++;
        List<int> kept = [];
        foreach (int axis in order.Span)
        {
            if (rank[axis] >= 0)
                kept.Add(rank[axis]);
        }

        return new Axes([.. kept]);
    }

    /// <summary>The order that moves [N, ..., C] to [N, C, ...].</summary>
    public static Axes ChannelsFirst(int rank)
    {
        int[] order = new int[rank];
        for (int i = 0; i < rank; i++)
            order[i] = i == 0 ? 0 : i == 1 ? rank - 1 : i - 1;
        return new Axes(order);
    }
}
