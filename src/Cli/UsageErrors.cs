using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace EdgeCli;

/// <summary>What is wrong with a command line, in words that name the option or argument; the parser's own speak of its types.</summary>
internal static class UsageErrors
{
    private const int WidestList = 24;

    public static string Describe(ParseResult parse)
    {
        if (parse.CommandResult.Command is RootCommand && parse.UnmatchedTokens.Count > 0)
            return $"there is no verb '{parse.UnmatchedTokens[0]}' in this version.";
        List<string> messages = [];
        foreach (string token in parse.UnmatchedTokens)
            messages.Add(token.StartsWith('-') ? $"there is no option '{token}'." : $"'{token}' is one argument too many.");
        if (messages.Count > 0)
            return string.Join(" ", messages);
        foreach (ParseError error in parse.Errors)
        {
            string message = Describe(error);
            if (!messages.Contains(message))
                messages.Add(message);
        }

        return string.Join(" ", messages);
    }

    /// <summary>Takes one of these words and nothing else.</summary>
    public static void Among<T>(this Option<T> option, params string[] words)
    {
        string list = string.Join('|', words);
        if (list.Length <= WidestList)
        {
            option.HelpName = list;
        }
        else
        {
            // One long list would push the descriptions of all options off the screen.
            option.HelpName = option.Name.TrimStart('-').ToUpperInvariant();
            option.Description = $"{option.Description} One of {string.Join(", ", words)}.";
        }

        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens)
            {
                if (!IsAmong(token.Value, words))
                    result.AddError($"{option.Name}: {NotAmong(token.Value, words)}");
            }
        });
    }

    public static bool IsAmong(string word, string[] words) => Array.IndexOf(words, word) >= 0;

    public static string NotAmong(string word, string[] words) => $"'{word}' is not known: use {string.Join(", ", words[..^1])} or {words[^1]}.";

    private static string Describe(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Parent: CommandResult } argument => $"{argument.Argument.Name} is missing.",
        ArgumentResult { Parent: OptionResult option } => Describe(option, error.Message),
        OptionResult option => Describe(option, error.Message),
        _ => OneLine(error.Message),
    };

    private static string Describe(OptionResult result, string message)
    {
        if (result.Tokens.Count == 0 && !result.Implicit)
            return $"{result.Option.Name}: its value is missing.";
        Type type = Nullable.GetUnderlyingType(result.Option.ValueType) ?? result.Option.ValueType;
        bool isWhole = type == typeof(int) || type == typeof(ulong);
        if (result.Tokens.Count == 1 && (isWhole || type == typeof(float) || type == typeof(double)) && !IsNumber(result.Tokens[0].Value, type))
            return $"{result.Option.Name}: '{result.Tokens[0].Value}' is not a {(isWhole ? "whole " : "")}number{(isWhole && IsNumber(result.Tokens[0].Value, typeof(double)) ? Range(type) : "")}.";
        return OneLine(message);
    }

    private static bool IsNumber(string text, Type type)
    {
        if (type == typeof(int))
            return int.TryParse(text, CultureInfo.InvariantCulture, out _);
        if (type == typeof(ulong))
            return ulong.TryParse(text, CultureInfo.InvariantCulture, out _);
        return double.TryParse(text, CultureInfo.InvariantCulture, out _);
    }

    private static string Range(Type type) => type == typeof(int) ? $" up to {int.MaxValue}" : $" from 0 to {ulong.MaxValue}";

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal);
}
