using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace EdgeRuntime.Memory;

/// <summary>Draws a plan as text: addresses upwards, steps to the right, a letter for each block, and the blocks as a list.</summary>
internal static class PlanText
{
    private const int Rows = 24;
    private const int Columns = 100;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string Draw(MemoryPlan plan)
    {
        StringBuilder text = new();
        int steps = Steps(plan);
        int columns = Math.Min(Columns, steps);
        for (int row = Rows - 1; row >= 0 && plan.Bytes > 0; row--)
        {
            long address = plan.Bytes * row / Rows;
            text.Append(CultureInfo.InvariantCulture, $"{address,11} |");
            for (int column = 0; column < columns; column++)
                text.Append(At(plan, address, (int)((long)steps * column / columns)));
            text.Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"{"step",11} 0{new string('-', Math.Max(0, columns - 1))}{steps - 1}\n");
        foreach (int i in InOrder(plan))
        {
            Lifetime block = plan.Blocks[i];
            text.Append(CultureInfo.InvariantCulture, $"{Letter(i)} {plan.Offsets[i],10} {block.Bytes,10} bytes  steps {block.First,3}..{block.Last,-3} {block.Name}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{plan.Bytes} bytes besides the weights; {plan.Peak.Bytes} of them are alive at step {plan.Peak.Step}, no plan can need less.");
        return text.ToString();
    }

    public static int Steps(MemoryPlan plan)
    {
        int last = 0;
        foreach (Lifetime block in plan.Blocks)
            last = Math.Max(last, block.Last);
        return last + 1;
    }

    private static List<int> InOrder(MemoryPlan plan)
    {
        List<int> order = [];
        for (int i = 0; i < plan.Blocks.Count; i++)
            order.Add(i);
        order.Sort((a, b) => (plan.Blocks[a].First, plan.Offsets[a]).CompareTo((plan.Blocks[b].First, plan.Offsets[b])));
        return order;
    }

    private static char At(MemoryPlan plan, long address, int step)
    {
        for (int i = 0; i < plan.Blocks.Count; i++)
        {
            Lifetime block = plan.Blocks[i];
            if (block.First <= step && step <= block.Last && plan.Offsets[i] <= address && address < plan.Offsets[i] + block.Bytes)
                return Letter(i);
        }

        return '.';
    }

    private static char Letter(int block) => Letters[block % Letters.Length];
}
