using System.CommandLine;

namespace EdgeCli;

/// <summary>The options that every verb has.</summary>
internal static class GlobalOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "One JSON object on standard output, nothing else there.", Recursive = true };

    public static Option<bool> Debug { get; } = new("--debug") { Description = "Show stack traces of errors.", Recursive = true };

    public static string[] IsaNames { get; } = ["scalar", "avx2", "avx512", "neon"];

    public static Option<string?> Isa { get; } = MakeIsa();

    public static Option<int?> Threads { get; } = MakeThreads();

    public static void AddTo(RootCommand root)
    {
        root.Options.Add(Json);
        root.Options.Add(Isa);
        root.Options.Add(Threads);
        root.Options.Add(Debug);
    }

    private static Option<string?> MakeIsa()
    {
        Option<string?> option = new("--isa") { Description = "Force an instruction set; default: EDGE_ISA, else the fastest of this CPU.", Recursive = true };
        option.Among(IsaNames);
        return option;
    }

    private static Option<int?> MakeThreads()
    {
        Option<int?> option = new("--threads") { Description = "Threads that compute, the caller's included; default 1. The results are the same bits.", Recursive = true };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int threads) && threads is < 1 or > 256)
                result.AddError("--threads takes a whole number from 1 to 256.");
        });
        return option;
    }
}
