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

    /// <summary>Whether a page is wanted.</summary>
    public bool IsAsked(Context context) => context.Get(html) is not null;

    /// <summary>Refuses, before the work, a file that could not be written.</summary>
    public void Check(Context context) => OutputPath.CheckFile(Name, context.Get(html));

    public void Write(Context context, ReportPage page)
    {
        string file = context.Get(html)!;
        OutputPath.WriteText(Name, file, page.ToString());
        context.Log($"The report is in {file}.");
    }
}
