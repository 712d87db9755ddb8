using System.CommandLine;
using EdgeCli.Report;

namespace EdgeCli.Options;

/// <summary>A page about what came of the work.</summary>
internal sealed class ReportOptions
{
    private const string Name = "--html";

    private readonly Option<string?> html;

    /// <summary>The option with what its page shows.</summary>
    public ReportOptions(string description) => html = new Option<string?>(Name) { Description = description, HelpName = "FILE" };

    public void AddTo(Verb verb) => verb.Options.Add(html);

    /// <summary>Where a page is wanted; null for none.</summary>
    public string? PathOf(Context context) => context.Get(html);

    /// <summary>Refuses, before the work, a file that could not be written.</summary>
    public void Check(Context context) => OutputPath.CheckFile(Name, context.Get(html));

    public static void Write(Context context, ReportPage page, string file)
    {
        OutputPath.WriteText(Name, file, page.ToString());
        context.Log($"The report is in {file}.");
    }
}
