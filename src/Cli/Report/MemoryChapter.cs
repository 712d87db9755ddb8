using EdgeRuntime.Execution;
using EdgeRuntime.Memory;

namespace EdgeCli.Report;

/// <summary>What the one block of memory holds, and when.</summary>
internal static class MemoryChapter
{
    public static void AddTo(ReportPage page, Executable executable)
    {
        MemoryPlan plan = executable.Plan;
        Markup facts = new Markup()
            .Add($"<p>{Size(executable.ArenaBytes)} in one block, planned before the first step: {Size(executable.VariableBytes)} that stay from step to step, {Size(executable.ConstantBytes)} of constants, ")
            .Add($"and {Size(plan.Bytes)} that a step uses again and again (drawn below). No plan could need less than {Size(executable.LowerBoundBytes)} in all.</p>\n");
        Markup picture = new Markup().Add($"<div class=\"plan scroll\">{Markup.Raw(PlanSvg.Draw(plan, "The arena over the steps"))}</div>\n");
        page.AddSection("Memory", facts, picture);
    }

    private static string Size(long bytes) => bytes >= 1 << 20
        ? $"{TensorJson.Show(bytes / 1048576.0, "0.##")} MiB"
        : bytes >= 1 << 10 ? $"{TensorJson.Show(bytes / 1024.0, "0.#")} KiB" : $"{bytes} bytes";
}
