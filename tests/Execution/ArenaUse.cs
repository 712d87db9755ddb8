using System;
using EdgeRuntime;
using EdgeRuntime.Execution;
using EdgeRuntime.Memory;
using Xunit;

namespace Tests.Execution;

/// <summary>Whether the arena is as large as a run needs and no larger: patterns in it show which bytes a run writes.</summary>
internal static class ArenaUse
{
    private const byte Pattern = 0xA5;

    /// <summary>
    /// Fills the part that holds no weights with a pattern, writes the inputs and runs. All bytes of the plan but the padding behind
    /// blocks must have changed (a few happen to be the pattern again), and the end of the plan must be the end of the arena.
    /// </summary>
    public static void Check(Model model, SessionOptions options)
    {
        using Session session = new(model, options);
        Executable executable = session.Executable;
        Span<byte> transient = executable.ArenaMemory[(int)(executable.ConstantBytes + executable.VariableBytes)..];
        Assert.Equal(ArenaPlanner.Align(executable.Plan.Bytes), transient.Length);
        transient.Fill(Pattern);
        foreach (TensorInfo input in session.Inputs)
            session.Bytes(input.Name, output: false).Fill(0x3D); // 0.046 as a float
        session.Run();
        bool[] planned = new bool[transient.Length];
        MemoryPlan plan = executable.Plan;
        for (int i = 0; i < plan.Blocks.Count; i++)
        {
            if (!plan.Blocks[i].Name.StartsWith("scratch", StringComparison.Ordinal))
                planned.AsSpan((int)plan.Offsets[i], (int)plan.Blocks[i].Bytes).Fill(true);
        }

        int untouched = 0, total = 0;
        for (int i = 0; i < planned.Length; i++)
        {
            total += planned[i] ? 1 : 0;
            untouched += planned[i] && transient[i] == Pattern ? 1 : 0;
        }

        Assert.True(untouched <= 16 + (total / 50), $"{untouched} of {total} planned bytes are never written.");
    }
}
