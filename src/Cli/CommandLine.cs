using System;
using System.CommandLine;
using System.CommandLine.Help;
using System.IO;
using EdgeCli.Verbs;
using EdgeRuntime;

namespace EdgeCli;

/// <summary>The root of the command: its verbs, the options that all of them have, and the exit status.</summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadUsage = 2;

    /// <summary>Runs one command line and gives the exit status.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter log)
    {
        RootCommand root = Build(output, log);
        ParseResult parse = root.Parse(args);
        string verb = parse.CommandResult.Command is Verb named ? $"edge {named.Name}" : "edge";
        if (parse.Errors.Count > 0)
        {
            log.WriteLine($"{verb}: {UsageErrors.Describe(parse)} See '{verb} --help'.");
            return BadUsage;
        }

        try
        {
            return parse.Invoke(new InvocationConfiguration { Output = output, Error = log, EnableDefaultExceptionHandler = false });
        }
        catch (Exception e)
        {
            return Report(e, verb, parse.GetValue(GlobalOptions.Debug), log);
        }
    }

    private static RootCommand Build(TextWriter output, TextWriter log)
    {
        RootCommand root = new("Runs and trains small neural networks in one fixed block of memory.");
        Verb[] verbs = [new InfoVerb(), new RunVerb(), new ClassifyVerb(), new EvalVerb(), new TrainVerb(), new FinetuneVerb(), new TeachVerb(), new BenchVerb(), new ConformanceVerb(), new DoctorVerb()];
        foreach (Verb verb in verbs)
        {
            verb.SetAction(parse => verb.Run(new Context(parse, output, log)));
            root.Subcommands.Add(verb);
        }

        GlobalOptions.AddTo(root);
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
                option.Action = new HelpWithExamples(help);
        }

        return root;
    }

    private static int Report(Exception exception, string verb, bool debug, TextWriter log)
    {
        // EDGE_ISA is read where Dispatch is first used; what it complains about comes wrapped.
        Exception cause = exception is TypeInitializationException { InnerException: EdgeException inner } ? inner : exception;
        if (debug)
            log.WriteLine(exception);
        switch (cause)
        {
            case UsageException:
                log.WriteLine($"{verb}: {cause.Message} See '{verb} --help'.");
                return BadUsage;
            case EdgeException or IOException or UnauthorizedAccessException:
                log.WriteLine($"{verb}: {OneLine(cause.Message)}");
                return Failed;
            default:
                log.WriteLine($"{verb}: a fault of Edge itself ({cause.GetType().Name}: {OneLine(cause.Message)}); --debug shows where. Please report it.");
                return Failed;
        }
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
