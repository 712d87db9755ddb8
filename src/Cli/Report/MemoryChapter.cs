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
            .Add($"<p>{executable.ArenaBytes} bytes in one block, planned before the first step: {executable.ConstantBytes} constants, {executable.VariableBytes} that stay between steps, {plan.Bytes} that a step uses again and again. No plan could need less than {executable.LowerBoundBytes}.</p>\n");
        Markup picture = new Markup().Add($"<div class=\"plan scroll\">{Markup.Raw(PlanSvg.Draw(plan, "The arena over the steps"))}</div>\n");
        page.AddSection("Memory", facts, picture);
    }
}
