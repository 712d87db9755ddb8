using System.Collections.Generic;

namespace EdgeCli.Report;

/// <summary>Every option of the run with its value, and the command line to run it again.</summary>
internal static class SettingsChapter
{
    public static void AddTo(ReportPage page, Context context)
    {
        Markup list = new Markup().Add($"<dl class=\"facts\">\n");
        bool anyDefault = false;
        foreach ((string name, string value, bool isDefault) in context.Settings())
        {
            anyDefault |= isDefault;
            list.Add($"<div{Markup.Raw(isDefault ? " class=\"default\"" : "")}><dt>{name}</dt><dd>{value}</dd></div>\n");
        }

        list.Add($"</dl>\n");
        if (anyDefault)
            list.Add($"<p class=\"note\" style=\"margin-top:12px\">Grey values are defaults.</p>\n");
        page.AddSection("Settings", list, new Markup().Add($"<pre>{context.CommandLine}</pre>\n"));
    }
}
