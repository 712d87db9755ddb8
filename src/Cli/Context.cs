using System;
using System.Buffers;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Simd;

namespace EdgeCli;

/// <summary>What a running verb sees: its options and the two places it may write to.</summary>
internal sealed class Context(ParseResult parse, TextWriter output, TextWriter log)
{
    private const long ProgressMilliseconds = 100;
    private const string EraseLine = "\r\u001b[K";
    private static readonly SearchValues<char> ShellLetters = SearchValues.Create(" \t\n\"'$&|;<>()[]{}*?!#~`\\");
    private static readonly JsonWriterOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private long progressAt;
    private bool showsProgress;

    /// <summary>Whether what is logged goes to a terminal.</summary>
    public bool IsTerminal { get; } = ReferenceEquals(log, Console.Error) && !Console.IsErrorRedirected;

    /// <summary>Whether standard output takes one JSON object and nothing else.</summary>
    public bool Json { get; } = parse.GetValue(GlobalOptions.Json);

    public int Threads { get; } = parse.GetValue(GlobalOptions.Threads) ?? 1;

    /// <summary>The instruction set that is asked for, else the default one; refused where the CPU lacks it.</summary>
    public Isa Isa { get; } = IsaOf(parse);

    /// <summary>Threads and instruction set as the global options say.</summary>
    public SessionOptions SessionOptions => new() { Threads = Threads, Isa = Isa };

    public T Get<T>(Argument<T> argument) => parse.GetValue(argument)!; // the parser has refused a missing one where it is required

    public T? Get<T>(Option<T> option) => parse.GetValue(option);

    /// <summary>Whether the option stands on the command line, with or without a value.</summary>
    public bool Has(Option option) => parse.GetResult(option) is { Implicit: false };

    /// <summary>The command line as it was given, with quotation marks where a word needs them.</summary>
    public string CommandLine
    {
        get
        {
            StringBuilder line = new("edge");
            foreach (Token token in parse.Tokens)
                line.Append(' ').Append(token.Value.Length > 0 && token.Value.AsSpan().IndexOfAny(ShellLetters) < 0 ? token.Value : $"'{token.Value.Replace("'", "'\\''", StringComparison.Ordinal)}'");
            return line.ToString();
        }
    }

    /// <summary>Every argument and option that has a value, and whether the value is the option's own default.</summary>
    public IEnumerable<(string Name, string Value, bool IsDefault)> Settings()
    {
        foreach (Argument argument in parse.CommandResult.Command.Arguments)
        {
            if (parse.GetResult(argument) is { Tokens.Count: > 0 } result)
                yield return (argument.Name, string.Join(' ', result.Tokens), false);
        }

        foreach (Option option in parse.CommandResult.Command.Options)
        {
            if (option is HelpOption)
                continue;
            if (parse.GetResult(option) is { Implicit: false } result)
                yield return (option.Name, result.Tokens.Count > 0 ? string.Join(' ', result.Tokens) : "yes", false);
            else if (parse.GetValue<object>(option.Name) is string or IFormattable)
                yield return (option.Name, Convert.ToString(parse.GetValue<object>(option.Name), CultureInfo.InvariantCulture)!, true);
        }

        yield return ("--threads", Threads.ToString(CultureInfo.InvariantCulture), !Has(GlobalOptions.Threads));
        yield return ("--isa", Isa.ToString().ToLowerInvariant(), !Has(GlobalOptions.Isa));
    }

    private static Isa IsaOf(ParseResult parse)
    {
        if (parse.GetValue(GlobalOptions.Isa) is { } name)
            return Dispatch.Parse(name);

        // Dispatch would refuse a word that it does not know as work that failed; on a command line it is bad usage.
        string? variable = Environment.GetEnvironmentVariable("EDGE_ISA");
        if (variable is { Length: > 0 } && !UsageErrors.IsAmong(variable.ToLowerInvariant(), GlobalOptions.IsaNames))
            throw new UsageException($"EDGE_ISA: {UsageErrors.NotAmong(variable, GlobalOptions.IsaNames)}");
        return Dispatch.Default;
    }

    /// <summary>A line of the result for a person; nothing with <c>--json</c>.</summary>
    public void Print(string line)
    {
        if (!Json)
            output.WriteLine(line);
    }

    /// <summary>What is odd about a model.</summary>
    public void LogWarnings(Session? session)
    {
        foreach (string warning in session?.Warnings ?? [])
            Log($"Warning: {warning}");
    }

    /// <summary>A line about what is going on.</summary>
    public void Log(string line)
    {
        if (showsProgress)
            log.Write(EraseLine);
        showsProgress = false;
        log.WriteLine(line);
    }

    /// <summary>How far the work is, on a line that the next one replaces; nothing where standard error is not a terminal.</summary>
    public void Progress(string what, int done, int all)
    {
        if (!IsTerminal || Environment.TickCount64 - progressAt < ProgressMilliseconds)
            return;
        (progressAt, showsProgress) = (Environment.TickCount64, true);
        log.Write($"{EraseLine}{what} {done} of {all}\r"); // the cursor waits at the start, where an error would overwrite it
        log.Flush();
    }

    /// <summary>The whole result as one JSON object; nothing without <c>--json</c>.</summary>
    public void PrintJson(Action<Utf8JsonWriter> members)
    {
        if (!Json)
            return;
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Style))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
